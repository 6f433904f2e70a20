"""The contacts of a referral: every appointment of its life, with the codes that a clinic would record."""

from typing import NamedTuple

from sendwatch.demo.chance import Chance, Deck, mix
from sendwatch.demo.days import Day
from sendwatch.demo.lives import Life

PROFESSIONS = mix({"PAED": 34, "PSYCH": 22, "NURSE": 18, "SLT": 10, "OT": 4, "": 12})
_SEEN = mix({"5": 91, "6": 9})
_NOT_SEEN = mix({"3": 36, "2": 34, "4": 22, "7": 8})
_SUBJECTS = mix({"01": 88, "02": 12})
_TELEPHONE = "02"


class Contact(NamedTuple):
    """One line of `contacts.csv`; attendance, mechanism and subject are national codes (R-WAIT-76, R-WAIT-77)."""

    day: Day
    attendance: str
    mechanism: str
    subject: str
    profession: str


def contacts_of(chance: Chance, life: Life, mechanisms: Deck[str]) -> list[Contact]:
    return [
        Contact(
            appointment.day,
            chance.draw(_SEEN if appointment.seen else _NOT_SEEN),
            _TELEPHONE if appointment.by_telephone else chance.draw(mechanisms),
            chance.draw(_SUBJECTS),
            chance.draw(PROFESSIONS),
        )
        for appointment in life.appointments
    ]
