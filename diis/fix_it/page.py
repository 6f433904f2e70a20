"""The fix-it sheet as a page: it looks like the NHS website, is read by screen readers, and needs no script or network.

Everything that a sender named is escaped; the page's own policy forbids it to load or run anything.
"""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from diis.extracts.rejections import FILE, ROW, WARNING
from diis.fix_it.faults import LEVELS, Fault, told_apart
from diis.fix_it.style import STYLE

_HEAD = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<header><p>sendwatch</p></header>
<main id="main">
<h1>{heading}</h1>
"""


_MEANS = {
    FILE: "Refused: the whole list was kept out.",
    ROW: "Kept out: the rows with this fault were not taken.",
    WARNING: "Warning: it was taken all the same.",
}


_LAYOUT = (
    "What a list must hold, with every column and code, is in docs/layout-wl-1.md, and `sendwatch layout` prints it. "
    "`sendwatch check` looks at a list again before it is sent."
)


def write_page(path: Path, name: str, summary: Iterable[str], faults: list[Fault], table: str) -> None:
    """Write the page of an extract called `name`; `summary` in sentences, `table` the name of the CSV beside it."""
    title = f"What to put right in {_text(name)}"
    # A long name may be broken behind an underscore, and nowhere within its words.
    lines = [_HEAD.format(title=title, heading=title.replace("_", "_<wbr>"), style=STYLE)]
    lines += [f"<p>{_text(sentence)}</p>" for sentence in summary]
    lines += _overview(faults) if faults else ["<p>Nothing has to be put right.</p>"]
    for number, fault in enumerate(faults, start=1):
        lines += _section(number, fault, table)
    lines.append(f"<p>{_text(_LAYOUT)}</p>")
    lines.append("</main>\n</body>\n</html>\n")
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace")


def _overview(faults: list[Fault]) -> Iterator[str]:
    yield "<table><caption>What to put right, the most important first</caption>"
    yield '<thead><tr><th scope="col">Fault</th><th scope="col">Where</th>'
    yield '<th scope="col">What it means</th><th scope="col" class="number">How many</th></tr></thead><tbody>'
    for number, fault in enumerate(faults, start=1):
        wrong, _ = told_apart(fault.finding.reason)
        yield (
            f'<tr><th scope="row"><a href="#fault-{number}">{_text(wrong)}</a></th>'
            f'<td data-label="Where">{_text(_where(fault))}</td>'
            f'<td data-label="What it means">{_text(LEVELS[fault.finding.level])}</td>'
            f'<td data-label="How many" class="number">{fault.count:,}</td></tr>'
        )
    yield "</tbody></table>"


def _section(number: int, fault: Fault, table: str) -> Iterator[str]:
    found = fault.finding
    wrong, what_to_do = told_apart(found.reason)
    kind = {FILE: "refused", WARNING: "warning"}.get(found.level, "row")
    yield f'<section class="{kind}" aria-labelledby="fault-{number}">'
    yield f'<h2 id="fault-{number}">{number}. {_text(wrong)}</h2>'
    yield f'<p class="level">{_text(_MEANS[found.level])}</p>'
    yield f"<p><strong>Where:</strong> {_text(_where(fault))}</p>"
    yield f"<p><strong>What to do:</strong> {_text(what_to_do)}</p>"
    yield f"<p>{_text(_lines_in_words(fault, table))}</p>"
    yield f'<p class="code">Code: {_text(found.code)}</p></section>'


def _where(fault: Fault) -> str:
    return f"{fault.finding.file}, column {fault.finding.field}" if fault.finding.field else fault.finding.file


def _lines_in_words(fault: Fault, table: str) -> str:
    if not fault.lines:
        return "This is about the whole file."
    listed = ", ".join(f"{line:,}" for line in fault.lines)
    more = fault.count - len(fault.lines)
    behind = f" and {more:,} more; all of them are in {table}" if more else ""
    return f"{'Line' if fault.count == 1 else 'Lines'} {listed}{behind}."


def _text(text: str) -> str:
    """Text as it may stand on a page; characters that cannot be seen are shown as question marks."""
    return escape("".join(sign if sign.isprintable() else "?" for sign in text))
