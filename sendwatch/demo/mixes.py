"""Who is referred, by whom and why: weights after the national figures, for people and not for statistics."""

from dataclasses import dataclass
from functools import cached_property

from sendwatch.demo.chance import Deck, mix

MALE, FEMALE = "1", "2"
OTHER_GENDERS = {"3": 0.4, "4": 0.2, "9": 0.3, "X": 0.8, "Z": 0.3}

YOUNG = 10
"""Boys are referred much more often below this age, girls nearly as often above it."""

YOUNG_GENDERS = mix({MALE: 69.0, FEMALE: 30.0, **OTHER_GENDERS})
OLDER_GENDERS = mix({MALE: 51.0, FEMALE: 47.0, **OTHER_GENDERS})
GATEWAY_GENDERS = mix({MALE: 39.0, FEMALE: 58.0, **OTHER_GENDERS})

ETHNIC_CATEGORIES = mix(
    {"A": 62.0, "B": 0.4, "C": 4.6, "D": 1.3, "E": 0.7, "F": 1.3, "G": 1.7, "H": 1.1, "J": 1.3, "K": 0.7, "L": 1.3}
    | {"M": 0.5, "N": 1.6, "P": 0.5, "R": 0.4, "S": 1.3, "Z": 7.0, "99": 12.3}
)
"""White British 58% of the national autism list in April 2026 (R-WAIT-46), one child in five not recorded."""

LAC_STATUSES = mix({"Y": 3.0, "N": 91.0, "X": 6.0})
ROUTINE = "3"
PRIORITIES = mix({ROUTINE: 84.5, "2": 11.0, "4": 2.0, "1": 1.0, "": 1.5})
NO_SOURCE_SHARE = 0.01


@dataclass(frozen=True)
class Population:
    """Who comes to one pathway. A question is (primary reason, condition, team type)."""

    ages: Deck[int]
    genders: tuple[Deck[str], Deck[str]]
    sources: Deck[str]
    questions: Deck[tuple[str, str, str]]
    sen_provisions: Deck[str]

    @cached_property
    def youngest(self) -> int:
        return min(self.ages.cards)


NEURODEVELOPMENTAL_POPULATION = Population(
    # 3,915 of 7,585 new referrals of children were under 10 in April 2026 (R-WAIT-46); many come just before 18.
    ages=mix(
        {2: 1, 3: 4, 4: 6, 5: 7, 6: 8, 7: 9, 8: 9, 9: 8} | {10: 6, 11: 6, 12: 6, 13: 6, 14: 6, 15: 6, 16: 7, 17: 6}
    ),
    genders=(YOUNG_GENDERS, OLDER_GENDERS),
    sources=mix({"A1": 41, "A2": 3, "C2": 22, "F1": 5, "F3": 11, "B2": 6, "C1": 2, "I2": 2, "M7": 4, "P1": 3, "M6": 1}),
    # Reason 25 is suspected autism; there is none for ADHD, which comes under 24 (R-WAIT-51).
    questions=mix(
        {
            ("25", "autism", "C01"): 46,
            ("24", "adhd", "C04"): 28,
            ("25", "both", "C04"): 15,
            ("24", "unspecified", "C04"): 8,
            ("", "", "C04"): 3,
        }
    ),
    sen_provisions=mix({"N": 41, "K": 35, "E": 17, "": 7}),
)

PAEDIATRICS_POPULATION = Population(
    ages=mix(
        {0: 4, 1: 6, 2: 9, 3: 11, 4: 11, 5: 9, 6: 8, 7: 7, 8: 6}
        | {9: 6, 10: 5, 11: 5, 12: 4, 13: 4, 14: 3, 15: 2, 16: 1, 17: 0.5}
    ),
    genders=(YOUNG_GENDERS, OLDER_GENDERS),
    sources=mix({"A1": 44, "A2": 16, "F1": 6, "C2": 12, "C1": 7, "H1": 6, "H2": 2, "F2": 3, "P1": 3, "M6": 1}),
    questions=mix({("017", "", "06"): 58, ("", "", "06"): 42}),
    sen_provisions=mix({"N": 52, "K": 28, "E": 12, "": 8}),
)

GATEWAY_REASONS = {"05": 27, "04": 13, "15": 10, "16": 7, "24": 8, "25": 6, "12": 5, "18": 4, "21": 5, "11": 4} | {
    "06": 3, "07": 2, "19": 3, "22": 1, "23": 2
}  # fmt: skip

GATEWAY_POPULATION = Population(
    ages=mix({4: 1, 5: 2, 6: 3, 7: 4, 8: 5, 9: 6, 10: 7, 11: 9, 12: 10, 13: 12, 14: 13, 15: 13, 16: 10, 17: 6}),
    genders=(YOUNG_GENDERS, GATEWAY_GENDERS),
    sources=mix(
        {"A1": 46, "C2": 21, "B1": 4, "B2": 6, "C1": 6, "H2": 5, "H1": 2, "F1": 4, "M7": 2, "A3": 1, "E1": 1}
        | {"G4": 1, "I2": 0.5, "N3": 0.3, "Q1": 0.2}
    ),
    questions=mix({(reason, "", "A18"): weight for reason, weight in GATEWAY_REASONS.items()}),
    sen_provisions=mix({"N": 61, "K": 22, "E": 8, "": 9}),
)
