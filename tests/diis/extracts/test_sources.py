"""The files of an extract, as a folder or an archive; what is unsafe is refused before any of it is unpacked."""

import os
import random
import zipfile
from pathlib import Path

import pytest

from diis.extracts.landing import Landing
from diis.extracts.rejections import Refused
from diis.extracts.sources import MAX_FILES, fingerprint, source_of
from tests.diis.extract_builder import AnExtract, a_contact, a_folder, a_referral, an_archive

FILES = AnExtract([a_referral(1)], [a_contact(1)], manifest=True).files()
NAME = "R0D_neurodevelopmental_2026-09-30"


def code_of(path: Path) -> str:
    """Why a path is refused."""
    with pytest.raises(Refused) as refused:
        source_of(path)
    (rejection,) = refused.value.rejections
    assert rejection.level == "file"
    return rejection.code


def test_folder_and_archive_of_the_same_files_have_one_fingerprint(tmp_path: Path) -> None:
    """B33, F17: however the same bytes come, they are the same extract."""
    ways = [
        a_folder(tmp_path / NAME, FILES),
        an_archive(tmp_path / f"{NAME}.zip", FILES),
        an_archive(tmp_path / f"{NAME}.ZIP", dict(reversed(FILES.items()))),
        an_archive(tmp_path / "inner" / f"{NAME}.zip", {f"{NAME}/{name}": content for name, content in FILES.items()}),
    ]
    sources = [source_of(path) for path in ways]
    assert {source.name for source in sources} == {NAME}
    assert len({fingerprint(source) for source in sources}) == 1
    assert [source.files() for source in sources] == [{name: len(content) for name, content in FILES.items()}] * 4


@pytest.mark.parametrize(
    "change",
    [{"referrals.csv": b"other"}, {"events.csv": b"one more file"}],
    ids=["another byte", "another file"],
)
def test_a_fingerprint_holds_every_name_and_byte(tmp_path: Path, change: dict[str, bytes]) -> None:
    one, other = a_folder(tmp_path / "1" / NAME, FILES), a_folder(tmp_path / "2" / NAME, FILES | change)
    assert fingerprint(source_of(one)) != fingerprint(source_of(other))


def test_hidden_files_are_no_part_of_an_extract(tmp_path: Path) -> None:
    mac = {".DS_Store": b"x", f"__MACOSX/{NAME}/._referrals.csv": b"x"}
    folder = a_folder(tmp_path / NAME, FILES | {".DS_Store": b"x"})
    archive = an_archive(tmp_path / f"{NAME}.zip", FILES | mac)
    assert fingerprint(source_of(folder)) == fingerprint(source_of(archive))


@pytest.mark.parametrize(
    "name",
    [
        "../referrals.csv",
        "..",
        "folder/../../referrals.csv",
        "/etc/referrals.csv",
        "..\\referrals.csv",
        "C:\\referrals.csv",
        "../.hidden",
        "__MACOSX/../../referrals.csv",
        "n" * 101 + ".csv",
    ],
)
def test_a_path_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    """B26: no member is written outside the landing area, not even a hidden one."""
    assert code_of(an_archive(tmp_path / f"{NAME}.zip", FILES | {name: b"x"})) == "archive-unsafe-path"


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    """B26."""
    path = an_archive(tmp_path / f"{NAME}.zip", FILES)
    link = zipfile.ZipInfo("events.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert code_of(path) == "archive-unsafe-path"


@pytest.mark.parametrize("name", ["inner.zip", "folder/inner.ZIP", "a/b/referrals.csv"])
def test_archives_in_archives_and_folders_in_folders_are_refused(tmp_path: Path, name: str) -> None:
    """B25."""
    assert code_of(an_archive(tmp_path / f"{NAME}.zip", {name: b"x"})) == "archive-nested"


def test_a_member_that_unpacks_to_far_more_than_a_list_is_refused(tmp_path: Path) -> None:
    """B25: on both sides of the edge, which is 200 times the packed size."""
    assert code_of(an_archive(tmp_path / f"{NAME}.zip", {"referrals.csv": bytes(10_000_000)})) == "archive-bomb"
    assert source_of(an_archive(tmp_path / "small.zip", {"referrals.csv": bytes(200 * 1024)}))


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """B25: what is unpacked is never more than what was declared and checked."""
    path = an_archive(tmp_path / f"{NAME}.zip", {"referrals.csv": bytes(10_000_000)})
    packed, declared = path.read_bytes(), (10_000_000).to_bytes(4, "little")
    path.write_bytes(packed.replace(declared, (50_000).to_bytes(4, "little")))
    with pytest.raises(Refused) as refused:
        Landing(tmp_path / "landing").land(source_of(path))
    assert [rejection.code for rejection in refused.value.rejections] == ["archive-broken"]


@pytest.mark.parametrize("count", [MAX_FILES + 1, 2_000])
def test_more_files_than_any_list_has_are_refused(tmp_path: Path, count: int) -> None:
    """B25: told from the directory of the archive, before any of it is unpacked."""
    many = {f"{number}.csv": b"" for number in range(count)}
    assert code_of(an_archive(tmp_path / f"{NAME}.zip", many)) == "too-large"
    assert code_of(a_folder(tmp_path / NAME, many)) == "too-large"


def test_a_size_beyond_the_cap_is_refused_before_it_is_copied(tmp_path: Path) -> None:
    """B24: a sparse file of 9 GiB costs nothing to make and must cost nothing to refuse."""
    folder = a_folder(tmp_path / NAME, FILES)
    with (folder / "referrals.csv").open("r+b") as file:
        file.truncate(9 * 1024**3)
    assert code_of(folder) == "too-large"


def test_an_archive_with_a_password_is_told_as_such(tmp_path: Path) -> None:
    """B27."""
    path = an_archive(tmp_path / f"{NAME}.zip", {"referrals.csv": b"x"})
    packed = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + flags] |= 1
    path.write_bytes(packed)
    assert code_of(path) == "archive-password"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = an_archive(tmp_path / f"{NAME}.zip", {"a/referrals.csv": b"x", "b/referrals.csv": b"y"})
    assert code_of(path) == "archive-duplicate"


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04", b"PK\x05\x06"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    """B85."""
    (tmp_path / f"{NAME}.zip").write_bytes(content)
    assert code_of(tmp_path / f"{NAME}.zip") == "archive-broken"


def test_a_damaged_archive_is_refused_or_gives_the_bytes_that_were_sent(tmp_path: Path) -> None:
    """B31, B85, F31: whatever byte is damaged, no fault but `Refused` comes out, and no damaged byte is landed."""
    path = an_archive(tmp_path / f"{NAME}.zip", FILES)
    whole, chance = path.read_bytes(), random.Random(7)
    landing, refused = Landing(tmp_path / "landing"), 0
    for _ in range(400):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] = chance.randrange(256)
        path.write_bytes(damaged[: chance.choice([len(whole), chance.randrange(len(whole))])])
        try:
            landed = landing.land(source_of(path)).source
        except Refused:
            refused += 1
        else:
            for name in set(FILES) & set(landed.files()):
                with landed.open(name) as stream:
                    assert stream.read() == FILES[name]
    assert refused > 100


@pytest.mark.parametrize(
    ("name", "code"),
    [("nothing-here", "path-not-found"), ("n" * 300, "path-not-readable"), ("new\nline", "path-not-found")],
)
def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path, name: str, code: str) -> None:
    assert code_of(tmp_path / name) == code


def test_links_and_pipes_are_refused(tmp_path: Path) -> None:
    """B26: a link is not followed, a pipe is not waited for."""
    (tmp_path / "link").symlink_to(a_folder(tmp_path / NAME, FILES))
    os.mkfifo(tmp_path / "pipe")
    assert code_of(tmp_path / "link") == "path-is-link"
    assert code_of(tmp_path / "pipe") == "path-not-found"


@pytest.mark.parametrize("inner", ["link", "folder"])
def test_a_folder_that_holds_a_link_or_a_folder_is_refused(tmp_path: Path, inner: str) -> None:
    folder = a_folder(tmp_path / NAME, FILES)
    if inner == "link":
        (folder / "events.csv").symlink_to("/etc/passwd")
    else:
        (folder / "events").mkdir()
    assert code_of(folder) == "folder-holds-other"


def test_an_empty_delivery_is_refused_and_does_not_mean_that_nobody_waits(tmp_path: Path) -> None:
    """B08."""
    assert code_of(a_folder(tmp_path / NAME, {})) == "empty-folder"
    assert code_of(an_archive(tmp_path / f"{NAME}.zip", {})) == "empty-folder"
