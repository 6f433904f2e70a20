"""Each rule table of the children's mental health measures runs on the oracle and on the engine of columns."""

import pytest

from diis.counting.mrs_figures import cyp_figures as by_column
from diis.definitions.national.cyp_figures import cyp_figures as plainly
from tests.spec.national.cyp_stories import Counted


@pytest.fixture(params=[plainly, by_column], ids=["oracle", "engine"])
def cyp(request: pytest.FixtureRequest) -> Counted:
    """One way of counting."""
    return Counted(request.param)
