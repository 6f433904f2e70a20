"""What of the table concerns the published counts (layout rtt-full-csv): B28, B37, B67, B73, B74."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from tests.bad_inputs.table import Case, Send

SAMPLE = Path(__file__).parents[1] / "samples/rtt/20250930-RTT-September-2025-RBD.csv"
BAND = "Gt 18 To 19 Weeks SUM 1"

Table = list[list[str]]


def published(change: Callable[[Table], None] = lambda _: None) -> Send:
    """The sample with its rows changed."""

    def send(inside: Path) -> Path:
        inside.mkdir(parents=True, exist_ok=True)
        table = list(csv.reader(io.StringIO(SAMPLE.read_text(encoding="utf-8"))))
        change(table)
        path = inside / SAMPLE.name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(table)
        return path

    return send


def cell(value: str, column: str = BAND, line: int = 3) -> Callable[[Table], None]:
    def change(table: Table) -> None:
        table[line - 1][table[0].index(column)] = value

    return change


def _content(content: bytes) -> Send:
    def send(inside: Path) -> Path:
        inside.mkdir(parents=True, exist_ok=True)
        (inside / SAMPLE.name).write_bytes(content)
        return inside / SAMPLE.name

    return send


def _period(table: Table) -> None:
    for row in table[1:]:
        row[0] = "RTT-November-2031"


def _mixed_periods(table: Table) -> None:
    table[3][0] = "RTT-October-2025"


def _number(number: str, value: str, code: str) -> Case:
    return Case(number, f"a count of {value}", "Q", code, published(cell(value)), field=BAND, line=3)


PUBLISHED = (
    Case("B01", "published file as it is", "A", None, published()),
    *(_number("B73", value, "count-not-a-number") for value in ("1,234", "12.0", "1e3", "NaN", "inf", "-1", "１２")),
    *(_number("B74", value, "count-suppressed") for value in ("<5", "*", "[c]")),
    Case("B28", "a web page in place of the file", "R", "layout-not-recognised", _content(b"<!DOCTYPE html>")),
    Case("B08", "published file of no bytes", "R", "layout-not-recognised", _content(b"")),
    Case("B37", "a period in the future", "R", "census-in-future", published(_period)),
    Case("B40", "two periods", "R", "periods-mixed", published(_mixed_periods), line=4),
    Case("B43", "SQL in a code", "Q", "code-not-recognised", published(cell("'; --", "Provider Org Code")), line=3),
)
