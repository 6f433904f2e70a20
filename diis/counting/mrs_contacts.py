"""Which contacts count as seen by a service, by column (R-WAIT-61, 66, 89); see `cyp_contacts`."""

import polars as pl

from diis.definitions.measures import ATTENDED, DIRECT
from diis.definitions.national.cyp_contacts import DIGITAL_MECHANISMS, FIRST_MONTH_OF_MECHANISMS, REMOTE_MEDIUMS
from diis.definitions.national.cyp_scope import DIGITAL_PROVIDERS

_MECHANISM = pl.col("mechanism")
_BY_MEDIUM = pl.col("month") < FIRST_MONTH_OF_MECHANISMS


def is_direct() -> pl.Expr:
    """An attended contact by a direct mechanism; null, which no filter keeps, where the mechanism is not known."""
    direct = pl.when(_BY_MEDIUM).then(~_MECHANISM.is_in(REMOTE_MEDIUMS)).otherwise(_MECHANISM.is_in(DIRECT))
    return pl.col("attendance").is_in(ATTENDED) & direct


def is_digital() -> pl.Expr:
    """A contact of a digital provider by a mechanism that counts there alone, attended or not."""
    extra = pl.when(_BY_MEDIUM).then(_MECHANISM.is_in(REMOTE_MEDIUMS)).otherwise(_MECHANISM.is_in(DIGITAL_MECHANISMS))
    return pl.col("provider").is_in(DIGITAL_PROVIDERS) & extra
