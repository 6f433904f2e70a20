"""What is committed names no machine it was written on, and no place that dependencies are fetched from."""

import re

from tests.architecture.checkout import texts

MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:root|work|home/\w+|Users/\w+|tmp/w)(?:/|\b)")


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    here = "tests/architecture/test_committed_files.py"
    found = {
        name: match.group() for name, text in texts().items() if name != here and (match := MACHINE_PATH.search(text))
    }
    assert not found


def test_no_lock_names_the_place_that_dependencies_come_from() -> None:
    locks = {name: text for name, text in texts().items() if name.endswith(".lock")}
    assert len(locks) >= 3
    assert not [name for name, text in locks.items() if "://" in text or "--index" in text]


def test_every_locked_dependency_has_its_hash() -> None:
    for name, text in texts().items():
        if name.endswith(".lock"):
            pinned = re.findall(r"^[\w.\[\]-]+==\S+", text, re.MULTILINE)
            unhashed = re.findall(r"^[\w.\[\]-]+==[^\\\n]+$", text, re.MULTILINE)
            assert pinned, name
            assert not unhashed, name
