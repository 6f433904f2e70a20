"""`sendwatch dsr terms`: every interval and threshold as it holds today, the sections of the Act, the organisations."""

import json
from datetime import date

import typer

from dsr.rules.days import london_day
from dsr.rules.terms import Section, Term, Terms
from sendwatch import rooms
from sendwatch.commands.register_options import Json
from sendwatch.register.terms import read_terms
from sendwatch.settings import Settings


def terms(as_json: Json = False) -> None:
    """List every interval and limit as it is today.

    And the sections of the Act, and the organisations that can be named. Each with its rule, and how well it is
    founded. Reads the file of terms alone, no database: whoever writes that file can try it.
    """
    found, today = read_terms(Settings().register_terms), london_day(rooms.utc_now())
    listed = sorted(found, key=lambda term: (term.rule, term.id))
    if as_json:
        sections = [{"section": one.value, **_force(found, one, today)} for one in Section]
        named = {"organisations": found.organisations.named or {}, "other_areas": found.organisations.elsewhere}
        lists = {what: [{"code": code, "name": name} for code, name in of.items()] for what, of in named.items()}
        typer.echo(
            json.dumps({"terms": [_as_json(one, found, today) for one in listed], "sections": sections, **lists})
        )
        return
    for term in listed:
        typer.echo(_in_words(term, found, today))
    for section in Section:
        typer.echo(f"Section {section.value}: {_force_in_words(found, section, today)}")
    for code, name in (found.organisations.named or {}).items():
        typer.echo(f"Organisation {code}: {name}")
    for code, name in found.organisations.elsewhere.items():
        typer.echo(f"Other area {code}: {name}")


def _as_json(term: Term, terms: Terms, today: date) -> dict[str, object]:
    return {
        "id": term.id,
        "rule": term.rule,
        "value": terms.of(term.id, today),
        "default": term.value,
        "unit": term.unit.value,
        "mark": term.mark.value,
        "changes": [str(day) for day in terms.changes(term.id)],
        "words": term.words,
    }


def _in_words(term: Term, terms: Terms, today: date) -> str:
    value = terms.of(term.id, today)
    agreed = "" if value == term.value else f", agreed; without that {term.value:g}"
    later = [str(day) for day in terms.changes(term.id) if day > today]
    changes = f" Changes on {', '.join(later)}." if later else ""
    return f"{term.rule} {term.id} = {value:g} {term.unit.value} ({term.mark.value}{agreed}). {term.words}{changes}"


def _force(terms: Terms, section: Section, today: date) -> dict[str, object]:
    since = terms.since(section)
    return {"in_force": terms.in_force(section, today), "since": str(since) if since else None}


def _force_in_words(terms: Terms, section: Section, today: date) -> str:
    since = terms.since(section)
    if since is None:
        return "not in force, no day known (R-DSR-03)."
    return f"in force since {since}." if terms.in_force(section, today) else f"in force from {since} on."
