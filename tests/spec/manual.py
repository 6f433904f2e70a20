"""The rule tables as manuals: `python -m tests.spec.manual waits > docs/rules/worked-cases.md`.

Read from the specifications themselves, so that no case stands in a manual that was not checked: each table of the
waits has been run on the oracle and, through the store, on SQLite and on PostgreSQL, each of the register on its rules.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_WAITS = """# Worked cases

Every rule of counting as cases that are checked at each change. Written by `python -m tests.spec.manual waits` from the
specifications in `tests/spec`; a test fails when the two differ. The numbers R-WAIT-nn are those of
[waiting-times.md](waiting-times.md), the measures those of [../measures.md](../measures.md).

How to read a case: the lines of code say who was referred, what happened, and which figures must come out on a day. A
table above them lists the values that take the places of the names in the code, one row for each case.
"""

_REGISTER = """# Worked cases of the register

Every rule of the Dynamic Support Register as cases that are checked at each change. Written by
`python -m tests.spec.manual register` from the specifications in `tests/dsr/rules`; a test fails when the two differ.
The numbers R-DSR-nn are those of [register.md](register.md).

How to read a case: a life is told line by line, a day and what happened on it, such as `2027-03-05 rated red`. `BORN`
is the day of birth. A table lists lives and what must come out of each, one row for each case; the lines of code below
it say how the two belong together. A task is told in short: what it is about, the day from which it is to be seen, the
last day that is in time, and how it ended, such as `red 2027-03-05 by 2027-03-12 done 2027-03-10`. All lives are
invented.
"""


@dataclass(frozen=True)
class Manual:
    """The cases of one folder of specifications, and how to read them."""

    specifications: Path
    head: str


MANUALS = {
    "waits": Manual(ROOT / "tests" / "spec", _WAITS),
    "register": Manual(ROOT / "tests" / "dsr" / "rules", _REGISTER),
}


def pages(name: str) -> Iterator[str]:
    """A manual, paragraph by paragraph."""
    manual = MANUALS[name]
    yield manual.head
    for module in sorted(manual.specifications.rglob("test_*.py")):
        yield from _chapter(module)


def _chapter(module: Path) -> Iterator[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    yield f"## {_paragraph(ast.get_docstring(tree))}\n"
    yield f"From `{module.relative_to(ROOT)}`.\n"
    yield from _names(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from _case(node)


def _names(tree: ast.Module) -> Iterator[str]:
    """What the names in capitals stand for, where it is written out."""
    lines = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Assign) and _is_written_out(node)]
    if lines:
        yield "\n".join(("```text", *lines, "```\n"))


def _is_written_out(node: ast.Assign) -> bool:
    """A constant of words, numbers and other constants."""
    names = [name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    is_plain = not any(isinstance(part, ast.Call | ast.comprehension | ast.Attribute) for part in ast.walk(node.value))
    return is_plain and all(name.isupper() for name in names)


def _case(test: ast.FunctionDef) -> Iterator[str]:
    yield f"### {_sentence(test.name)}\n"
    said = ast.get_docstring(test)
    if said:
        yield f"{_paragraph(said)}\n"
    for decorator in test.decorator_list:
        yield from _table(decorator)
    body = test.body[1:] if said else test.body
    yield "\n".join(("```text", *(ast.unparse(line) for line in body), "```\n"))


def _table(decorator: ast.expr) -> Iterator[str]:
    """The values of a parametrised case, where they are written out."""
    if not (isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("parametrize")):
        return
    named, values = decorator.args[:2]
    names = ast.literal_eval(named)
    columns = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    if not isinstance(values, ast.List | ast.Tuple):
        yield f"For each `{', '.join(columns)}` of `{ast.unparse(values)}`.\n"
        return
    rows = [_cells(value, len(columns)) for value in values.elts]
    if len(columns) == 1:
        yield f"For `{columns[0]}` each of: {', '.join(f'`{value}`' for (value,) in rows)}.\n"
        return
    lines = [f"| {' | '.join(cells)} |" for cells in (columns, ["---"] * len(columns), *rows)]
    yield "\n".join(lines) + "\n"


def _cells(value: ast.expr, columns: int) -> list[str]:
    elements = value.elts if columns > 1 and isinstance(value, ast.Tuple) else [value]
    return [ast.unparse(element).replace("|", "\\|") for element in elements]


def _sentence(name: str) -> str:
    words = name.removeprefix("test_").replace("_", " ")
    return words[0].upper() + words[1:]


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").split()).removesuffix(".") if text else "Cases"


if __name__ == "__main__":
    print("\n".join(pages(sys.argv[1])), end="")
