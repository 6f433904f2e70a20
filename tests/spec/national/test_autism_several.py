"""ASD17: people with several open referrals, by the rows of any one sending month (R-WAIT-38, section 15)."""

from tests.spec.national.autism_spec import AutismSpec, referral, spell, together

OLD = "2025-11-01"


def test_two_open_referrals_in_one_sending(autism: AutismSpec) -> None:
    autism.check(together(referral(OLD), referral(OLD, name="2")), ASD17=1, ASD17a=1, ASD17b=0)
    autism.check(together(referral(OLD), referral(OLD, provider="RBD")), ASD17=1)
    autism.check(together(referral(OLD), referral(OLD, name="2", person="two")), ASD17=0)
    autism.check(together(referral(OLD, sent="2026-03"), referral(OLD, name="2")), "2026-03", ASD17=0)


def test_every_sending_month_is_looked_at_whenever_it_was(autism: AutismSpec) -> None:
    """Both last sent before the run began; the dates of that sending still call them open in April."""
    rows = together(referral("2024-02-01", sent="2024-03"), referral("2024-02-01", sent="2024-03", name="2"))
    autism.check(rows, ASD17=1, ASD16=0)
    later = together(referral("2026-03-05"), referral("2026-03-05", name="2"))
    autism.check(later, "2026-03", ASD17=1)
    autism.check(later, "2026-02", ASD17=0)


def test_the_dates_are_those_of_the_sending(autism: AutismSpec) -> None:
    """March's rows knew of no discharge: for April they still stand against the newer rows."""
    rows = together(
        referral(OLD, sent="2026-03"),
        referral(OLD, sent="2026-03", name="2"),
        referral(OLD, name="2", discharged="2026-02-03"),
        referral(OLD),
    )
    autism.check(rows, ASD17=1, ASD11=1)
    newer = together(referral(OLD), referral(OLD, name="2", discharged="2026-03-31"))
    autism.check(newer, "2026-04", ASD17=0)
    autism.check(newer, "2026-03", ASD17=1)


def test_a_row_counts_only_if_it_was_itself_for_autism(autism: AutismSpec) -> None:
    """The latest reason does not matter: rows with reason 25 do, in the sending that had it."""
    once = referral(OLD, sent="2026-03", name="2")
    autism.check(together(referral(OLD), referral(OLD, name="2", reason="10")), ASD17=0)
    rows = together(referral(OLD, sent="2026-03 2026-04"), once, referral(OLD, name="2", reason="10"))
    autism.check(rows, ASD17=1, ASD11=1)


def test_a_hospital_spell_excludes_only_in_its_own_sending(autism: AutismSpec) -> None:
    two = [*referral(OLD, sent="2026-03 2026-04"), *referral(OLD, sent="2026-03 2026-04", name="2")]
    autism.check(together(two, spell("2026-04-02", sent="2026-04", name="2")), ASD17=1, ASD11=1)
    both = [*spell("2026-03-02", sent="2026-03", name="2"), *spell("2026-03-02", sent="2026-04", name="2")]
    autism.check(together(two, both), ASD17=0)


def test_each_series_needs_two_referrals_of_its_ages(autism: AutismSpec) -> None:
    """R-WAIT-39: an unknown age is in the total only."""
    mixed = together(referral(OLD, age=17), referral(OLD, age=18, name="2"))
    autism.check(mixed, ASD17=1, ASD17a=0, ASD17b=0)
    unknown = together(referral(OLD, age=None), referral(OLD, age=None, name="2"))
    autism.check(unknown, ASD17=1, ASD17a=0, ASD17b=0)
    autism.check(unknown, cell=("all", "age", "UNKNOWN"), ASD17=1, ASD17a=0)


def test_a_person_counts_under_every_level_of_their_rows_of_the_sending(autism: AutismSpec) -> None:
    """Two open child's referrals; a third row of the sending, adult and long closed, brings its levels in too."""
    rows = together(
        referral(OLD, age=9),
        referral(OLD, age=10, name="2"),
        referral("2019-01-05", discharged="2019-02-01", age=30, name="3", provider="RBD"),
    )
    autism.check(rows, ASD17=1, ASD17a=1, ASD17b=0)
    for cell in (("all", "age", "Under 10"), ("all", "age", "25 to 34"), ("RBD", "all", "all"), ("RDY", "all", "all")):
        autism.check(rows, cell=cell, ASD17=1, ASD17a=1, ASD17b=0)
    autism.check(rows, cell=("RBD", "age", "25 to 34"), ASD17=1, ASD17a=1)
    autism.check(rows, cell=("RBD", "age", "Under 10"), ASD17=0)
