"""Each rule table of the national measures runs on the oracle and on the engine of columns."""

import pytest

from diis.counting import autism as autism_by_column
from diis.counting import mrs_figures as cyp_by_column
from diis.definitions.national import autism_oracle, cyp_figures
from tests.spec.national.autism_spec import AutismSpec
from tests.spec.national.cyp_stories import Counted


@pytest.fixture(params=[autism_oracle.autism_figures, autism_by_column.autism_figures], ids=["oracle", "engine"])
def autism(request: pytest.FixtureRequest) -> AutismSpec:
    """One way of computing the autism figures."""
    return AutismSpec(request.param)


@pytest.fixture(params=[cyp_figures.cyp_figures, cyp_by_column.cyp_figures], ids=["oracle", "engine"])
def cyp(request: pytest.FixtureRequest) -> Counted:
    """One way of counting the children's mental health measures."""
    return Counted(request.param)
