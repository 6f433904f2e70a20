"""The streams of referrals, one for each feed of layout wl-1: how many a week, who they are, and how they go."""

from dataclasses import dataclass

from diis.definitions.pathways import CAMHS_GATEWAY, COMMUNITY_PAEDIATRICS, NEURODEVELOPMENTAL
from diis.feeds import FEEDS_BY_NAME
from sendwatch.demo.chance import Deck, mix
from sendwatch.demo.courses import (
    EAST_NEURODEVELOPMENTAL_COURSE,
    EAST_PAEDIATRICS_COURSE,
    GATEWAY_COURSE,
    WEST_NEURODEVELOPMENTAL_COURSE,
    WEST_PAEDIATRICS_COURSE,
    Course,
)
from sendwatch.demo.mixes import (
    GATEWAY_POPULATION,
    NEURODEVELOPMENTAL_POPULATION,
    PAEDIATRICS_POPULATION,
    Population,
)
from sendwatch.demo.places import EAST, WEST


@dataclass(frozen=True, eq=False)
class Flow:
    """Referrals of one feed. `weekly` counts them at the usual size; `letter` begins the referral ids.

    `sends_steps`: its lists hold `steps.csv` too, which for paediatrics is a first try with one child.
    """

    feed: str
    letter: str
    weekly: float
    areas: Deck[str]
    population: Population
    course: Course
    sends_steps: bool = False

    @property
    def provider(self) -> str:
        return FEEDS_BY_NAME[self.feed].provider

    @property
    def pathway(self) -> str:
        return FEEDS_BY_NAME[self.feed].pathway or ""


_IN_THE_EAST, _IN_THE_WEST = mix({EAST: 93, WEST: 7}), mix({WEST: 90, EAST: 10})

GATEWAY = Flow("rdy-camhs-gateway", "G", 100, mix({EAST: 53, WEST: 47}), GATEWAY_POPULATION, GATEWAY_COURSE)
WEST_NEURODEVELOPMENTAL = Flow(
    "rbd-neurodevelopmental", "N", 22, _IN_THE_WEST, NEURODEVELOPMENTAL_POPULATION, WEST_NEURODEVELOPMENTAL_COURSE, True
)
EAST_NEURODEVELOPMENTAL = Flow(
    "r0d-neurodevelopmental", "N", 34, _IN_THE_EAST, NEURODEVELOPMENTAL_POPULATION, EAST_NEURODEVELOPMENTAL_COURSE, True
)
WEST_PAEDIATRICS = Flow(
    "rbd-community-paediatrics", "P", 39, _IN_THE_WEST, PAEDIATRICS_POPULATION, WEST_PAEDIATRICS_COURSE
)
EAST_PAEDIATRICS = Flow(
    "r0d-community-paediatrics", "P", 33, _IN_THE_EAST, PAEDIATRICS_POPULATION, EAST_PAEDIATRICS_COURSE, True
)

FLOWS: tuple[Flow, ...] = (
    GATEWAY,
    WEST_NEURODEVELOPMENTAL,
    EAST_NEURODEVELOPMENTAL,
    WEST_PAEDIATRICS,
    EAST_PAEDIATRICS,
)

_EAST_SIDE = {NEURODEVELOPMENTAL: EAST_NEURODEVELOPMENTAL, COMMUNITY_PAEDIATRICS: EAST_PAEDIATRICS}
_WEST_SIDE = {NEURODEVELOPMENTAL: WEST_NEURODEVELOPMENTAL, COMMUNITY_PAEDIATRICS: WEST_PAEDIATRICS}

_SECOND_PATHWAYS: dict[str, Deck[str]] = {
    CAMHS_GATEWAY: mix({NEURODEVELOPMENTAL: 7, COMMUNITY_PAEDIATRICS: 3}),
    NEURODEVELOPMENTAL: mix({CAMHS_GATEWAY: 6, COMMUNITY_PAEDIATRICS: 4}),
    COMMUNITY_PAEDIATRICS: mix({NEURODEVELOPMENTAL: 8, CAMHS_GATEWAY: 2}),
}


def second_pathways(flow: Flow) -> Deck[str]:
    """The other pathways that a child of this flow may also be on."""
    return _SECOND_PATHWAYS[flow.pathway]


def flow_on(pathway: str, area: str) -> Flow:
    """The flow of a pathway for a child who lives in a postal area."""
    if pathway == CAMHS_GATEWAY:
        return GATEWAY
    return (_EAST_SIDE if area == EAST else _WEST_SIDE)[pathway]
