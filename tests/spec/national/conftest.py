"""Each rule table of the national measures runs on the oracle, on the engine of columns, and through both stores."""

import pytest

from diis.counting import autism as autism_by_column
from diis.counting import mrs_figures as cyp_by_column
from diis.definitions.national import autism_oracle, cyp_figures
from tests.spec.national.autism_spec import AutismSpec
from tests.spec.national.cyp_stories import Counted
from tests.spec.national.stored import Stored

STORES = ("sqlite", "postgresql")
WAYS = ("oracle", "engine", *STORES)


def _stored(request: pytest.FixtureRequest) -> Stored:
    return Stored(request.getfixturevalue(f"{request.param}_spec_store"))


@pytest.fixture(params=WAYS)
def autism(request: pytest.FixtureRequest) -> AutismSpec:
    """One way of computing the autism figures."""
    if request.param in STORES:
        return AutismSpec(_stored(request).autism)
    return AutismSpec((autism_oracle if request.param == "oracle" else autism_by_column).autism_figures)


@pytest.fixture(params=WAYS)
def cyp(request: pytest.FixtureRequest) -> Counted:
    """One way of counting the children's mental health measures."""
    if request.param in STORES:
        return Counted(_stored(request).cyp)
    return Counted((cyp_figures if request.param == "oracle" else cyp_by_column).cyp_figures)
