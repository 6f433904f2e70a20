"""Invented extracts of layout wl-1: rows are dicts with sane defaults, written as a folder or as an archive."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from diis.extracts.wl_1 import CONTACTS, EVENTS, REFERRALS, STEPS

CENSUS = "2026-09-30"

Row = dict[str, str]


def nhs_number(child: int) -> str:
    """A valid number of the 999 test range (R-WAIT-117), worked out as the rule says; two children never share one."""
    digits = f"999{child:05}"
    for last in range(10):
        nine = f"{digits}{last}"
        check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return f"{nine}{check % 11}"
    raise AssertionError("one of two neighbouring numbers always has a check digit")


def a_referral(child: int, /, **fields: str) -> Row:
    """A sound row; `fields` take the place of the defaults. Not all are received on one day: that would be held."""
    return {
        "referral_id": f"NE{child:06}",
        "nhs_number": nhs_number(child),
        "local_patient_id": f"P{child:06}",
        "birth_date": "2015-03-04",
        "gender": "1",
        "received_date": "2026-05-05" if child % 10 == 9 else "2026-05-04",
        "source_of_referral": "A1",
        "priority": "3",
        **fields,
    }


def a_contact(child: int, number: int = 0, /, **fields: str) -> Row:
    """A sound contact that was attended."""
    return {
        "referral_id": f"NE{child:06}",
        "contact_id": f"NE{child:06}-{number}",
        "contact_date": "2026-06-05",
        "attendance": "5",
        "mechanism": "01",
        **fields,
    }


def an_event(child: int, /, **fields: str) -> Row:
    """A sound event."""
    return {"referral_id": f"NE{child:06}", "event_date": "2026-06-05", "kind": "care-plan", **fields}


def a_step(child: int, /, **fields: str) -> Row:
    """A sound step that is not done yet."""
    return {"referral_id": f"NE{child:06}", "step": "school-report", "requested_date": "2026-06-05", **fields}


def some_referrals(count: int, first: int = 0, /, **fields: str) -> list[Row]:
    return [a_referral(child, **fields) for child in range(first, first + count)]


@dataclass(frozen=True)
class AnExtract:
    """One full list. `manifest` True: one that counts right; a mapping: what it says instead.

    `events` and `steps` None: the file is not sent.
    """

    referrals: Iterable[Row] = ()
    contacts: Iterable[Row] = ()
    census: str = CENSUS
    provider: str = "R0D"
    pathway: str = "neurodevelopmental"
    manifest: bool | Mapping[str, object] = False
    events: Iterable[Row] | None = None
    steps: Iterable[Row] | None = None

    @property
    def name(self) -> str:
        return f"{self.provider}_{self.pathway}_{self.census}"

    def files(self) -> dict[str, bytes]:
        """File name to bytes."""
        promise = {"census_date": self.census, "provider": self.provider, "pathway": self.pathway}
        referrals = [promise | row for row in self.referrals]
        rows = {REFERRALS: referrals}
        for table, sent in ((CONTACTS, self.contacts), (EVENTS, self.events), (STEPS, self.steps)):
            if sent is not None:
                rows[table] = [{"provider": self.provider} | row for row in sent]
        files = {table.file: as_csv(table.names, content) for table, content in rows.items()}
        if self.manifest is not False:
            counts = {table.file: len(content) for table, content in rows.items()}
            said = {"layout": "wl-1", "rows": counts} if self.manifest is True else self.manifest
            files["manifest.json"] = json.dumps(said).encode()
        return files

    def folder(self, inside: Path) -> Path:
        return a_folder(inside / self.name, self.files())

    def archive(self, inside: Path) -> Path:
        return an_archive(inside / f"{self.name}.zip", self.files())


def as_csv(names: Iterable[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(names), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def a_folder(path: Path, files: Mapping[str, bytes]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def an_archive(path: Path, files: Mapping[str, bytes]) -> Path:
    """A `.zip`; names may hold folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
