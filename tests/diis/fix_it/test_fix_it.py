"""The fix-it sheet: every fault with line, field and what to do, no value of a row, and nothing that could run."""

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from diis.extracts.rejections import FILE, ROW, WARNING, Rejection
from diis.extracts.verdict import Rows, Verdict
from diis.fix_it.faults import SHOWN_LINES, told_apart
from diis.fix_it.sheet import write_fix_it
from diis.fix_it.table import HEADER, neutral

REASON = "There is no such day in the calendar. Correct the date."
NOW = datetime(2026, 10, 1, 9, 5)
VERDICT = Verdict("in/R0D_neurodevelopmental_2026-09-30.zip", 7, "partial", Rows(100, 90, 8, 2))


def a_finding(line: int | None = 5, **fields: str | None) -> Rejection:
    said = {"code": "date-not-real", "level": ROW, "file": "referrals.csv", "field": "closed_date", "reason": REASON}
    return Rejection(**{"line": line, **said, **fields})  # type: ignore[arg-type]


def written(folder: Path, findings: Iterable[Rejection], verdict: Verdict = VERDICT) -> tuple[list[list[str]], str]:
    """The rows of the CSV and the text of the page."""
    table, page = write_fix_it(folder, verdict, "It would be accepted without some rows.", findings, NOW)
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file)), page.read_text(encoding="utf-8")


class Page(HTMLParser):
    """What a page is made of: its elements with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def tags(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def test_the_table_has_a_line_for_each_finding_in_its_order(tmp_path: Path) -> None:
    rows, _ = written(tmp_path, [a_finding(5), a_finding(None, level=FILE, field=None), a_finding(9, level=WARNING)])
    what = ["There is no such day in the calendar.", "Correct the date.", "date-not-real"]
    assert rows == [
        list(HEADER),
        ["referrals.csv", "5", "closed_date", "row kept out", *what],
        ["referrals.csv", "", "", "the whole extract", *what],
        ["referrals.csv", "9", "closed_date", "warning", *what],
    ]


def test_the_page_groups_a_thousand_rows_with_one_mistake_and_says_how_many(tmp_path: Path) -> None:
    findings = [*(a_finding(line) for line in range(2, 1_002)), a_finding(3, code="other", reason="Odd. Look at it.")]
    rows, text = written(tmp_path, findings)
    words = " ".join(Page(text).words)
    assert len(rows) == 1_002
    assert "1,000" in words
    assert f"and {1_000 - SHOWN_LINES} more; all of them are in R0D_neurodevelopmental_2026-09-30.fix-it.csv" in words
    assert len(Page(text).tags("section")) == 2


def test_what_kept_most_out_comes_first_and_warnings_last(tmp_path: Path) -> None:
    findings = [
        a_finding(1, code="w", level=WARNING, reason="Warned. Look."),
        *(a_finding(line, code="many", reason="Many. Look.") for line in range(5)),
        a_finding(1, code="one", reason="One. Look."),
        a_finding(None, code="all", level=FILE, reason="All. Look."),
    ]
    _, text = written(tmp_path, findings)
    assert re.findall(r"Code: (\w+)", text) == ["all", "many", "one", "w"]


def test_a_sheet_of_nothing_says_so(tmp_path: Path) -> None:
    rows, text = written(tmp_path, [])
    assert rows == [list(HEADER)]
    assert "Nothing has to be put right." in text


def test_the_page_is_one_that_a_screen_reader_can_find_its_way_on(tmp_path: Path) -> None:
    """WCAG 2.2 AA as far as markup goes: language, title, landmarks, headings in order, table headers, a skip link."""
    _, text = written(tmp_path, [a_finding(), a_finding(2, code="other", reason="Odd. Look at it.")])
    page = Page(text)
    assert page.open == []
    assert page.tags("html") == [{"lang": "en-GB"}]
    assert page.elements[-1][0] != "script"
    assert [len(page.tags(name)) for name in ("title", "main", "header", "h1", "caption")] == [1] * 5
    assert [tag for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2"]
    assert {attributes["scope"] for attributes in page.tags("th")} == {"col", "row"}
    places = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert {str(attributes["href"])[1:] for attributes in page.tags("a")} <= places
    assert {attributes["aria-labelledby"] for attributes in page.tags("section")} <= places


def test_the_page_loads_and_runs_nothing(tmp_path: Path) -> None:
    _, text = written(tmp_path, [a_finding()])
    page = Page(text)
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "link", "img", "iframe", "form", "object"})
    assert not re.search(r"https?://|url\(|@import|\son\w+=", text)
    assert "default-src 'none'" in str(page.tags("meta"))


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "{{7*7}}", "a\u202eb\x1b[2J"])
def test_what_a_sender_named_is_text_on_the_page(tmp_path: Path, name: str) -> None:
    """B42: names of columns and files are theirs."""
    _, text = written(tmp_path, [a_finding(field=name, file=name)], Verdict(name, None, "refused"))
    assert name not in text.replace("{{7*7}}", "") or name == "{{7*7}}"
    assert Page(text).tags("img") == Page(text).tags("script") == []
    assert all(sign.isprintable() or sign == "\n" for sign in text)


FORMULAS = ['=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1+1", "＝1+1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_table_is_a_formula(tmp_path: Path, text: str) -> None:
    """B41: also when a spreadsheet program opens it."""
    rows, _ = written(tmp_path, [a_finding(field=text, file=text)])
    assert rows[1][0] == rows[1][2] == f"'{text}"
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(tmp_path / "opened.xlsx")
    opened = load_workbook(tmp_path / "opened.xlsx").worksheets[0]
    assert {cell.data_type for row in opened.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("text", ["", "referrals.csv", "a=b", "1-2", "'=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("x/R0D_neurodevelopmental_2026-09-30.zip", "R0D_neurodevelopmental_2026-09-30"),
        ("x/R0D_neurodevelopmental_2026-09-30.xlsx", "R0D_neurodevelopmental_2026-09-30"),
        ("../../etc/passwd", "passwd"),
        ("new\nline", "new-line"),
        ("...", "extract"),
        ("\U0001f600", "extract"),
        ("n" * 250, "n" * 80),
    ],
)
def test_the_files_are_named_for_the_extract_whatever_its_name(tmp_path: Path, path: str, name: str) -> None:
    """B80."""
    table, page = write_fix_it(tmp_path / "deep" / "er", Verdict(path, None, "refused"), "Refused.", [], NOW)
    assert [table.name, page.name] == [f"{name}.fix-it.csv", f"{name}.fix-it.html"]
    assert sorted((tmp_path / "deep" / "er").iterdir()) == sorted([table, page])


@pytest.mark.parametrize(
    ("reason", "wrong", "what_to_do"),
    [
        ("One. Two. Three.", "One.", "Two. Three."),
        ("Write it as 9.43E+09, i.e. not so. Do it.", "Write it as 9.43E+09, i.e. not so.", "Do it."),
        ("One only.", "One only.", "Correct it in your system and send the extract again."),
    ],
)
def test_a_reason_is_told_apart_into_what_is_wrong_and_what_to_do(reason: str, wrong: str, what_to_do: str) -> None:
    assert told_apart(reason) == (wrong, what_to_do)


def test_causes_come_before_their_consequences(tmp_path: Path) -> None:
    orphans = (a_finding(line, code="contact-without-referral", file="contacts.csv") for line in range(2, 9))
    _, text = written(tmp_path, [*orphans, a_finding(3, code="cause", reason="Odd. Look.")])
    assert re.findall(r"Code: ([a-z-]+)", text) == ["cause", "contact-without-referral"]


def test_the_page_says_when_it_was_checked_and_counts_each_file(tmp_path: Path) -> None:
    verdict = replace(VERDICT, rows_by_file={"referrals.csv": 98, "contacts.csv": 2})
    _, text = written(tmp_path, [a_finding(5), a_finding(6), a_finding(7, level=WARNING)], verdict)
    assert "Checked on 01 October 2026 at 09:05 UTC." in text
    assert "referrals.csv: 98 rows, faults found 2, warnings 1." in text
    assert "contacts.csv: 2 rows, faults found 0, warnings 0." in text


def test_a_section_is_headed_by_its_fault_and_tells_its_level_in_words(tmp_path: Path) -> None:
    _, text = written(tmp_path, [a_finding(5), a_finding(6, level=WARNING, code="w"), a_finding(None, level=FILE)])
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", text)[0] == "1. There is no such day in the calendar."
    assert re.findall(r'class="level">(\w+ ?\w+)', text) == ["Refused", "Kept out", "Warning"]


def test_a_narrow_screen_stacks_the_table_with_a_label_on_each_cell(tmp_path: Path) -> None:
    _, text = written(tmp_path, [a_finding(5)])
    assert [cell.get("data-label") for cell in Page(text).tags("td")] == ["Where", "What it means", "How many"]
    assert "max-width: 40rem" in text
