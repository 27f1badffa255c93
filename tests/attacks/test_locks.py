"""P2: a facility's role can neither feel nor hold up what the centre writes."""

import threading

import psycopg
import pytest

from letterbank.audit import record, verify
from letterbank.roles import FACILITY, facility_role
from tests.databases import as_role
from tests.worlds import COORDINATOR, SCREENER

pytestmark = pytest.mark.postgresql

ADVISORY = (
    "SELECT oid::regprocedure::text FROM pg_proc "
    "WHERE proname ~ 'advisory' AND has_function_privilege(%s, oid, 'EXECUTE')"
)


@pytest.fixture
def centre_writes(department):
    """Both chains have their row; then the centre is in the middle of a deed, its chain held."""
    for actor in (COORDINATOR, SCREENER):
        with department.writing(actor) as work:
            record(work, "looked")
    work = department.office("central").begin(COORDINATOR, write=True)
    record(work, "looked")
    work.write_audit(work.session)
    yield
    work.abandon()


@pytest.mark.parametrize("role", [FACILITY, facility_role("NORTH")])
def test_no_advisory_lock_is_open_to_a_facility(superuser, department, role):
    assert superuser.execute(ADVISORY, (role,)).fetchall() == []


def test_the_lock_of_the_centres_chain_is_neither_seen_nor_felt(at_north, centre_writes):
    seen = at_north.execute("SELECT chain FROM audit_turn FOR UPDATE NOWAIT").fetchall()

    assert seen == [("facility/NORTH",)]
    for mode in ("ACCESS EXCLUSIVE", "EXCLUSIVE", "SHARE"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            at_north.execute(f"BEGIN; LOCK TABLE audit_turn IN {mode} MODE NOWAIT")
        at_north.execute("ROLLBACK")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        at_north.execute("INSERT INTO audit_turn VALUES ('central') ON CONFLICT DO NOTHING")


def test_a_facility_that_holds_all_it_can_holds_up_nobody_else(department, main_url, at_north):
    with psycopg.connect(as_role(main_url, FACILITY)) as door:
        door.execute("SELECT chain FROM audit_turn FOR UPDATE")
        at_north.execute("BEGIN; SELECT chain FROM audit_turn FOR UPDATE")

        with department.writing(COORDINATOR) as work:
            work.session.connection().exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            record(work, "looked")


def test_two_who_write_first_at_once_write_one_chain(department):
    both = threading.Barrier(2)

    def write():
        with department.writing(SCREENER) as work:
            record(work, "looked")
            both.wait(10)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with department.reading(COORDINATOR) as work:
        told = verify(work.session, "facility/NORTH", department.ring.department)
    assert (told.entries, told.whole) == (2, True)
