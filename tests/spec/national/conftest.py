"""Each rule table of the autism statistics runs on the oracle and on the engine of columns."""

import pytest

from diis.counting import autism as by_column
from diis.definitions.national import autism_oracle as row_by_row
from tests.spec.national.autism_spec import AutismSpec

_WAYS = {"oracle": row_by_row.autism_figures, "polars": by_column.autism_figures}


@pytest.fixture(params=_WAYS)
def autism(request: pytest.FixtureRequest) -> AutismSpec:
    """One way of computing the autism figures."""
    return AutismSpec(_WAYS[request.param])
