"""What is suggested for the rating of a day, beside what a clinician decided (R-DSR-49 to 52, 65).

A suggestion sets nothing. It is told with its sentence, kept with the rating that follows it, and whoever rates below a
red one comes onto the next panel's list.
"""

from dataclasses import dataclass
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.entry.standing import entries
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.rating import Rated
from dsr.rules.hospital.national_count import is_inpatient
from dsr.rules.life import Life
from dsr.rules.rating.acute_stays import suggested_by_stay
from dsr.rules.rating.ratings import Picture, Rating, RedPrompt, suggested_rating
from dsr.rules.terms import Terms

_NO_ANSWERS = RedPrompt(
    unstable_mental_health=False,
    significant_behavioural_challenge=False,
    unstable_environment=False,
    crisis_presentation_last_month=False,
)


@dataclass(frozen=True)
class Suggestion:
    """A rating, None where nothing suggests one, and the sentence that says why."""

    rating: Rating | None
    why: str


def suggested_on(life: Life, on: date, prompt: RedPrompt | None = None, picture: Picture | None = None) -> Suggestion:
    """What a stay and answers suggest at the end of a day (R-DSR-49, 50, 65)."""
    known = life.until(on)
    rating = suggested_rating(inpatient=is_inpatient(known, on), prompt=prompt or _NO_ANSWERS, picture=picture)
    if rating is Rating.BLUE:
        return Suggestion(rating, "The person is an inpatient of a mental health hospital (R-DSR-50, 62).")
    if prompt is not None and prompt.suggests_red:
        return Suggestion(rating, "All four questions of the red prompt are answered with yes (R-DSR-49).")
    if suggested_by_stay(known, on) is not None and rating is not Rating.RED:
        stay = "The person is in a general hospital because of a mental health crisis (R-DSR-65)."
        return Suggestion(Rating.RED, stay)
    if rating is None:
        return Suggestion(None, "Nothing that is known suggests a rating; a clinician sets it (R-DSR-51).")
    return Suggestion(rating, _BY_PICTURE[rating])


def suggestion_of(life: Life, on: date, terms: Terms) -> Suggestion:
    """What is suggested by what is on record: a stay, the newest answers of this entry, or what the referrer thinks."""
    entry = entries(life.until(on), terms)[-1]
    rated, referred = entry.last(Rated), entry.last(Referred)
    found = suggested_on(life, on, rated.prompt if rated else None)
    if found.rating is Rating.RED and rated and rated.prompt and rated.prompt.suggests_red:
        return Suggestion(found.rating, f"{found.why[:-1]}, as answered on {day_in_words(rated.on)}.")
    if found.rating is None and rated is None and referred is not None and referred.indicative is not None:
        return Suggestion(referred.indicative, f"Who referred thinks of {referred.indicative} (R-DSR-20).")
    return found


_BY_PICTURE = {
    Rating.RED: "The risk is immediate and cannot be managed in the community (R-DSR-50).",
    Rating.AMBER: "Without urgent help the risk is immediate, or illness or a breakdown is likely (R-DSR-50).",
    Rating.GREEN: "There is some risk, and it is managed (R-DSR-50).",
}
