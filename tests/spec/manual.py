"""The rule tables as a manual: `python -m tests.spec.manual > docs/rules/worked-cases.md`.

Read from the specifications themselves, so that no case stands in the manual that was not checked: each table below
has been run on the oracle and, through the store, on SQLite and on PostgreSQL.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

SPECIFICATIONS = Path(__file__).parent
ROOT = SPECIFICATIONS.parents[1]

_HEAD = """# Worked cases

Every rule of counting as cases that are checked at each change. Written by `python -m tests.spec.manual` from the
specifications in `tests/spec`; a test fails when the two differ. The numbers R-WAIT-nn are those of
[waiting-times.md](waiting-times.md), the measures those of [../measures.md](../measures.md).

How to read a case: the lines of code say who was referred, what happened, and which figures must come out on a day. A
table above them lists the values that take the places of the names in the code, one row for each case.
"""


def pages() -> Iterator[str]:
    """The manual, paragraph by paragraph."""
    yield _HEAD
    for module in sorted(SPECIFICATIONS.rglob("test_*.py")):
        yield from _chapter(module)


def _chapter(module: Path) -> Iterator[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    yield f"## {_paragraph(ast.get_docstring(tree))}\n"
    yield f"From `{module.relative_to(ROOT)}`.\n"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from _case(node)


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
    print("\n".join(pages()), end="")
