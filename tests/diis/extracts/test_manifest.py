"""The manifest: understood or refused, and held to what was counted (design.md section 7; B32)."""

import json
from pathlib import Path

import pytest

from diis.extracts.manifest import check_counts, read_manifest
from diis.extracts.rejections import Refused
from diis.extracts.sources import Source
from tests.diis.extract_builder import a_folder


def source(folder: Path, manifest: bytes) -> Source:
    return Source(a_folder(folder / "extract", {"manifest.json": manifest}))


def test_no_manifest_is_no_promise(tmp_path: Path) -> None:
    assert read_manifest(Source(a_folder(tmp_path / "extract", {"referrals.csv": b"x"})), "wl-1") is None


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_manifest_promises_rows_by_file_with_or_without_a_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    said = mark + b'{"layout": "wl-1", "rows": {"referrals.csv": 40, "contacts.csv": 0}, "sender": "x"}'
    assert read_manifest(source(tmp_path, said), "wl-1") == {"referrals.csv": 40, "contacts.csv": 0}


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"{}",
        b"[" * 60_000,
        b'{"layout": "wl-1"}',
        b'{"rows": {"referrals.csv": 1}}',
        b'{"layout": "wl-2", "rows": {"referrals.csv": 1}}',
        b'{"layout": "wl-1", "rows": [1]}',
        b'{"layout": "wl-1", "rows": {"referrals.csv": "1"}}',
        b'{"layout": "wl-1", "rows": {"referrals.csv": -1}}',
        b'{"layout": "wl-1", "rows": {"referrals.csv": 1.0}}',
        b'{"layout": "wl-1", "rows": {"referrals.csv": true}}',
        b'{"layout": "wl-1", "rows": {"referrals.csv": null}}',
        json.dumps({"layout": "wl-1", "rows": {"referrals.csv": 1}, "more": "x" * 70_000}).encode(),
    ],
)
def test_a_manifest_that_is_not_understood_refuses_the_extract(tmp_path: Path, said: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_manifest(source(tmp_path, said), "wl-1")
    assert [rejection.code for rejection in refused.value.rejections] == ["manifest-broken"]


@pytest.mark.parametrize(
    ("promised", "found"),
    [
        (None, {"referrals.csv": 3}),
        ({}, {"referrals.csv": 3}),
        ({"referrals.csv": 3}, {"referrals.csv": 3, "other": 1}),
    ],
)
def test_counts_that_are_kept_pass(promised: dict[str, int] | None, found: dict[str, int]) -> None:
    check_counts(promised, found)


@pytest.mark.parametrize("count", [2, 4])
def test_counts_that_differ_by_one_row_refuse_and_tell_both(count: int) -> None:
    with pytest.raises(Refused) as refused:
        check_counts({"referrals.csv": count}, {"referrals.csv": 3})
    (rejection,) = refused.value.rejections
    assert (rejection.code, rejection.file) == ("manifest-count", "referrals.csv")
    assert f"promises {count} rows" in rejection.reason
    assert "there are 3" in rejection.reason


@pytest.mark.parametrize("name", ["Jane Smith.csv", "x" * 70, "referrals.csv\0", "\ud800", "../referrals.csv"])
def test_a_name_that_could_be_anybodys_is_not_repeated(name: str) -> None:
    """B80; a database cannot keep every name either."""
    with pytest.raises(Refused) as refused:
        check_counts({name: 3}, {"referrals.csv": 3})
    (rejection,) = refused.value.rejections
    assert rejection.file == "manifest.json"
    assert name not in rejection.reason
    assert "promises 3 rows of a file of another name" in rejection.reason
