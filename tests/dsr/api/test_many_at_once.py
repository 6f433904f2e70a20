"""F37: a whole service looks at one young person at the same time, and the audit has every look."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from dsr.auth.roles import Role
from dsr.store.audit import Audit
from dsr.store.tables import audit
from tests.dsr.api.desk import Desk
from tests.dsr.conftest import KEYS
from tests.dsr.store.people import rowan

COORDINATORS = 200
AT_ONCE = 40


def looks(desk: Desk, person_ref: str) -> int:
    with desk.database.reading() as connection:
        about = select(func.count()).where(audit.c.action == "read-person", audit.c.people == person_ref)
        return connection.execute(about).scalar_one()


def test_f37_200_coordinators_open_one_person_and_each_look_is_in_the_audit(desk: Desk) -> None:
    """Nobody is refused for want of a turn, the rows make one chain, and the record is as it was."""
    coordinator = desk.hire(Role.DSR_COORDINATOR)
    person_ref = rowan(desk.register())
    headers = [desk.as_(coordinator) for _ in range(COORDINATORS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda one: desk.client.get(f"/people/{person_ref}", headers=one), headers))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["version"] for answer in answers} == {1}
    assert looks(desk, person_ref) == COORDINATORS
    with desk.database.reading() as connection:
        assert Audit(KEYS.chain_key).verify(connection) == []
