"""Clocks by column: from the facts of a list to a row for each clock of a measure, with the days that decide it.

`diis.definitions.clocks` and `spells` say the same of one referral and of one child. A row holds for the days from
`from_on` up to, not including, `until_on`: that of a referral from its received date on. A spell may have several.
"""

import polars
from polars import col

from diis.counting.cells import Cells
from diis.counting.days import NEVER, ROW, attended, first_of, number_of
from diis.counting.spells import spell_clocks
from diis.definitions.measures import AttendedContact, FullClockStop, Measure
from diis.store.facts import ENDS, Facts


class ListClocks:
    """The clocks of one provider's list of a pathway."""

    def __init__(self, facts: Facts, cells: Cells) -> None:
        found = facts.referrals.join(facts.absences, on="referral_id", how="left", maintain_order="left")
        removed_on = polars.min_horizontal(*ENDS, "missing_from_on")
        self._rows = found.with_row_index(ROW).with_columns(
            *cells.number(found), start_on=number_of(col("received_on")), removal_on=number_of(removed_on)
        )
        self._kept = ["start_on", "removal_on", *cells.columns]
        listed = self._rows.select(ROW, "referral_id", "received_on")
        self._contacts = facts.contacts.join(listed, on="referral_id").filter(col("contact_on") >= col("received_on"))
        self._events = facts.events.join(listed, on="referral_id").filter(col("event_on") >= col("received_on"))

    def of(self, measure: Measure) -> polars.DataFrame:
        """The clocks of a measure: from_on, until_on, start_on, stop_on, removal_on and a column for each breakdown.

        Those of spells have contact_on, score_on and plan_on as well.
        """
        if isinstance(measure.stop, FullClockStop):
            return spell_clocks(self._rows, self._contacts, self._events, self._kept)
        if isinstance(measure.stop, AttendedContact):
            held = attended(self._contacts, measure.stop.mechanisms)
            rows = self._rows.select(self._kept).with_columns(stop_on=first_of(self._rows, held, "contact_on"))
        else:
            rows = self._rows.select(*self._kept, stop_on=number_of(col(measure.stop.column)))
        return rows.with_columns(from_on="start_on", until_on=polars.lit(NEVER, polars.Int32))
