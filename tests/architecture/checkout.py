"""The checkout as the architecture tests see it: its files, its Python modules, what those define.

Each is read once. Of a thousand modules the syntax trees are too much to keep: only what is asked of them is kept.
"""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias, TypeGuard

ROOT = Path(__file__).parents[2]
ROOMS = ("board", "dashboards", "diis", "dsr", "metrics", "sendwatch")
MIGRATIONS = ("diis/store/migrations/", "dsr/store/migrations/")
"""Written by Alembic and never edited afterwards, so held to no size."""

_Defining: TypeAlias = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Definition:
    """A class or function: its name, and its lines with docstring and signature."""

    name: str
    first_line: int
    lines: int
    is_function: bool


@dataclass(frozen=True)
class Module:
    """What a Python module says of itself, and every class and function in it, however deep."""

    docstring: str | None
    definitions: tuple[Definition, ...]


@cache
def files() -> tuple[str, ...]:
    """Every file that is or would be committed, by its path in the checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()))


@cache
def texts() -> dict[str, str]:
    """Every committed file that holds text."""
    found = {}
    for name in files():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            found[name] = content.decode("utf-8")
    return found


def modules() -> tuple[str, ...]:
    return tuple(name for name in files() if name.endswith(".py") and not name.startswith(MIGRATIONS))


@cache
def module(name: str) -> Module:
    """What is in a module, by its path in the checkout."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"), name)
    return Module(ast.get_docstring(tree), tuple(_definition(node) for node in ast.walk(tree) if _defines(node)))


def _defines(node: ast.AST) -> TypeGuard[_Defining]:
    return isinstance(node, _Defining)


def _definition(node: _Defining) -> Definition:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return Definition(node.name, node.lineno, lines, not isinstance(node, ast.ClassDef))
