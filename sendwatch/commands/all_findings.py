"""All that was found in an extract, which can be more than its verdict lists."""

from collections.abc import Iterator
from contextlib import contextmanager

from diis.extracts.rejections import Rejection
from diis.extracts.verdict import Verdict
from diis.fix_it.faults import Faults
from diis.intake import Intake
from diis.store.ledger import each_finding


@contextmanager
def all_findings(verdict: Verdict, intake: Intake) -> Iterator[Iterator[Rejection]]:
    """Each finding of a load from the quarantine, or those of a verdict that came to no load."""
    with intake.store.reading() as connection:
        yield iter(verdict.findings) if verdict.load is None else each_finding(connection, verdict.load)


def faults_of(verdict: Verdict, intake: Intake) -> Faults:
    """The findings grouped by fault."""
    faults = Faults()
    with all_findings(verdict, intake) as findings:
        for _ in faults.passing(findings):
            pass
    return faults
