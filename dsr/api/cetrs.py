"""A C(E)TR as it was held, with its panel and what it recommends, all or nothing (R-DSR-80, 86)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import create_model

from dsr.actions.holding_reviews import hold_cetr
from dsr.actions.recording import Seen
from dsr.api.access import Allowed, Visit
from dsr.api.actions import MOST_FACTS, Recording, done
from dsr.api.bodies import PersonRef
from dsr.api.fact_bodies import FactBody, body_of, list_of
from dsr.api.panels import must_be_of_their_review
from dsr.api.tellings import Done
from dsr.auth.roles import Permission
from dsr.rules.facts.reviews import PanelMemberNamed, Recommended, ReviewHeld

router = APIRouter()


class CetrHeldSaid(Recording):
    """The meeting, who sat on its panel where that is not on record, and its recommendations."""

    held: FactBody
    panel: list[FactBody]
    recommendations: list[FactBody]


def _minutes() -> Any:
    fields: dict[str, Any] = {
        "held": (body_of(ReviewHeld), ...),
        "panel": (list_of((PanelMemberNamed,), fewest=0, most=MOST_FACTS), []),
        "recommendations": (list_of((Recommended,), fewest=0, most=MOST_FACTS), []),
    }
    return create_model("CetrHeld", __base__=CetrHeldSaid, __doc__=CetrHeldSaid.__doc__, **fields)


def cetr_held(person_ref: PersonRef, said: CetrHeldSaid, visit: Visit) -> Done:
    """Record a C(E)TR that took place, its panel and its recommendations, all of it or nothing."""
    held = said.held.fact()
    assert isinstance(held, ReviewHeld)
    panel = [fact for one in said.panel if isinstance(fact := one.fact(), PanelMemberNamed)]
    made = [fact for one in said.recommendations if isinstance(fact := one.fact(), Recommended)]
    must_be_of_their_review(visit, person_ref, [held, *panel, *made])
    version = hold_cetr(visit.store, Seen(person_ref, said.version), held, panel, made, said.reason)
    return done(visit, person_ref, version)


cetr_held.__annotations__ |= {"said": _minutes(), "visit": Annotated[Visit, Depends(Allowed(Permission.RUN_CETR))]}
router.add_api_route("/people/{person_ref}/cetr-held", cetr_held, methods=["POST"])
