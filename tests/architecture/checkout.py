"""The checkout as the architecture tests see it: its files, its Python modules, their syntax trees."""

import ast
import subprocess
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("board", "dashboards", "diis", "dsr", "metrics", "sendwatch")
MIGRATIONS = ("diis/store/migrations/", "dsr/store/migrations/")
"""Written by Alembic and never edited afterwards, so held to no size."""


@lru_cache
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


@lru_cache
def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), module)
