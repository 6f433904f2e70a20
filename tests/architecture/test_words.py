"""Each module says why it exists, and no name hides what is in it."""

import re

import pytest

from tests.architecture.checkout import files, module, modules

BANNED = {"util", "utils", "common", "helper", "helpers", "manager", "misc"}


def words(name: str) -> set[str]:
    """The words of a name, whether they are joined by underscores, hyphens or capitals."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_every_module_says_why_it_exists() -> None:
    silent = [name for name in modules() if not module(name).docstring]
    assert not silent


def test_no_file_or_folder_has_a_name_for_anything() -> None:
    vague = {name for name in files() for part in name.split("/") if words(part) & BANNED}
    assert not vague


def test_no_class_or_function_has_a_name_for_anything() -> None:
    vague = [
        f"{path}:{one.first_line} {one.name}"
        for path in modules()
        for one in module(path).definitions
        if words(one.name) & BANNED
    ]
    assert not vague


@pytest.mark.parametrize("name", ["date_utils.py", "PullManager", "helpers", "http-common.ts", "MiscHTTP"])
def test_a_name_for_anything_is_recognised(name: str) -> None:
    assert words(name) & BANNED
