"""A facility's own server, taken over: what its database role gives the thief. PostgreSQL only, as the real role."""

import psycopg
import pytest
from sqlalchemy import text

from letterbank.database.windows import DOOR, WINDOWS
from letterbank.letters.intake import letter_here, withdraw
from letterbank.letters.paper.model import PaperStage
from letterbank.roles import FACILITY
from letterbank.tables import METADATA
from tests.databases import as_role
from tests.letters.paper.walks import received, stage_of
from tests.letters.test_old_files import PLANNED, SCREENED, entered
from tests.worlds import CLERK, RIVER_SCREENER, SCREENER, bank_a_letter, register

pytestmark = pytest.mark.postgresql

SEEN = {window.table for window in WINDOWS}
UNSEEN = sorted(set(METADATA.tables) - SEEN)
REGISTER = {"facility", "offender", "case_offender", "court_case"}
SYSTEM = ("xmin", "xmax", "cmin", "cmax", "ctid", "tableoid")


def refused(connection, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)
    return True


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT 1 FROM {table}",
        "SELECT count(*) FROM {table}",
        "INSERT INTO {table} ({column}) VALUES (NULL)",
        "UPDATE {table} SET {column} = NULL",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "SELECT 1; LOCK TABLE {table} IN ACCESS SHARE MODE",
        "EXPLAIN SELECT 1 FROM {table}",
    ],
)
def test_the_victims_side_does_not_exist_for_a_facility(at_north, attempt):
    for table in UNSEEN:
        column = next(iter(METADATA.tables[table].columns)).name
        assert refused(at_north, attempt.format(table=table, column=column))


def test_the_unseen_tables_are_those_of_the_victims_side():
    assert {"victim", "victim_key", "request", "offer", "deposit", "audit_central", "packet"} <= set(UNSEEN)


def test_row_versions_that_count_everyones_work_are_not_readable(at_north, department):
    bank_a_letter(department)

    assert all(refused(at_north, f"SELECT {column} FROM {table}") for column in SYSTEM for table in SEEN)


def test_a_facility_sees_its_own_rows_only(at_north, department):
    with department.writing(RIVER_SCREENER) as work:
        register(work)

    for table in SEEN - REGISTER:
        assert at_north.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_the_register_ends_at_the_wall(at_north):
    assert at_north.execute("SELECT code FROM facility").fetchall() == [("NORTH",)]
    assert at_north.execute("SELECT number FROM offender").fetchall() == [("N1001",)]
    assert at_north.execute("SELECT number FROM court_case").fetchall() == [("2011-NORTH",)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letter SET facility_code = 'RIVER'",
        "UPDATE letter SET offender_id = 'x'",
        "DELETE FROM letter",
        "UPDATE offender SET facility_code = 'RIVER'",
        "INSERT INTO facility VALUES ('EAST', 'East')",
        "UPDATE letter_key SET holder = 'bank'",
        "DELETE FROM review",
        "UPDATE letter_step SET actor_id = 'x'",
        "UPDATE paper SET ready_at = '2000-01-01'",
        "UPDATE paper SET accepted = false",
        "UPDATE paper SET sides_found = 2",
        "DELETE FROM paper",
        "UPDATE paper_step SET actor_id = 'x'",
        "UPDATE paper_bag SET opened_at = now()",
        "DELETE FROM paper_bag",
        "SET ROLE lb_central",
        "SET SESSION AUTHORIZATION lb_owner",
        "CREATE TEMP TABLE mine (x int)",
        "CREATE TABLE mine (x int)",
        "DO $$ BEGIN END $$",
        "COPY letter TO PROGRAM 'cat'",
        "SELECT lo_create(0)",
        "SELECT pg_advisory_lock(1)",
        "ALTER TABLE letter DISABLE ROW LEVEL SECURITY",
    ],
)
def test_what_a_facility_may_not_do(at_north, statement):
    assert refused(at_north, statement)


def test_a_facility_cannot_write_a_letter_for_another(at_north, department):
    with department.writing(RIVER_SCREENER) as work:
        theirs = register(work)
    mine = at_north.execute("SELECT offender_id, case_id FROM case_offender").fetchone()

    for code, offender, case in (
        ("RIVER", theirs.offender_id, theirs.case_id),
        ("NORTH", theirs.offender_id, mine[1]),
        ("NORTH", mine[0], theirs.case_id),
        ("NORTH", mine[0], "nowhere"),
    ):
        assert refused(
            at_north,
            "INSERT INTO letter (id, number, facility_code, offender_id, case_id, stage, step, since, registered_at, "
            f"registered_by, version) VALUES ('a', '1', '{code}', '{offender}', '{case}', 'registered', 0, now(), "
            "now(), 'x', 1)",
        )


@pytest.mark.parametrize("holder", ["facility/RIVER", "victims", "dropbox", "facility/north"])
def test_a_facility_hands_keys_to_the_bank_and_to_nobody_else(at_north, holder):
    assert refused(at_north, f"INSERT INTO letter_key VALUES ('a', '{holder}', '')")

    at_north.execute("INSERT INTO letter_key VALUES ('a', 'bank', '')")
    assert at_north.execute("SELECT count(*) FROM letter_key").fetchone() == (0,)


def test_a_facility_writes_in_its_own_chain_only(at_north):
    assert refused(at_north, "INSERT INTO audit_facility VALUES ('facility/RIVER', 1, '', '')")
    assert refused(at_north, "INSERT INTO audit_central VALUES ('central', 1, '', '')")


def test_at_the_door_the_facility_server_sees_no_letter(main_url, department):
    with psycopg.connect(as_role(main_url, FACILITY), autocommit=True) as connection:
        for table in set(METADATA.tables) - {*DOOR, "audit_facility", "audit_turn"}:
            assert refused(connection, f"SELECT 1 FROM {table}")


def test_at_the_door_nobody_of_the_centre_is_known(main_url, department, superuser):
    superuser.execute(
        "INSERT INTO staff (id, name, login, surface, held, active, since, totp_counter, recovery_codes, bad_tries) "
        "VALUES ('a', 'Val', 'val', 'central', '[]', true, now(), 0, '[]', '[]')"
    )

    with psycopg.connect(as_role(main_url, FACILITY), autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM staff").fetchone() == (0,)
        assert refused(connection, "UPDATE staff SET password = 'x'")
        assert refused(connection, "INSERT INTO audit_facility VALUES ('facility/NORTH', 1, '', '')")


def test_no_application_role_owns_anything(superuser, department):
    owners = superuser.execute(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public' UNION "
        "SELECT rolname FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE datname = current_database()"
    ).fetchall()

    assert owners == [("lb_owner",)]


def test_a_connection_forgets_whose_it_was(department):
    with department.writing(RIVER_SCREENER) as work:
        assert work.session.scalar(text("SELECT current_user")) == "lb_facility_river"

    with department.at_facility.reading() as session:
        assert session.scalar(text("SELECT current_user")) == FACILITY


def test_a_facility_cannot_say_that_paper_arrived_or_take_up_another_ones_bag(at_north, department):
    bank_a_letter(department)
    theirs = "INSERT INTO paper_bag (id, number, facility_code, leaves_on, packed_at, packed_by, version{more}) "
    theirs += "VALUES ('{id}', '1', '{code}', now(), now(), 'x', 1{value})"

    for stage in ("received", "incomplete", "not_arrived", "lost"):
        assert refused(at_north, f"UPDATE paper SET stage = '{stage}'")
    assert refused(at_north, "UPDATE paper SET bag_id = 'b'")
    assert refused(at_north, theirs.format(id="b", code="RIVER", more="", value=""))
    assert refused(at_north, theirs.format(id="b", code="NORTH", more=", opened_at", value=", now()"))

    at_north.execute(theirs.format(id="b", code="NORTH", more="", value=""))
    at_north.execute("UPDATE paper SET stage = 'packed', bag_id = 'b'")


@pytest.mark.parametrize(
    ("accepted", "stage"),
    [("true", "to_send"), ("true", "to_give_back"), ("false", "with_writer"), ("false", "to_send_back")],
)
def test_a_facility_cannot_make_paper_wait_that_the_centre_did_not_accept(at_north, department, accepted, stage):
    with department.writing(SCREENER) as work:
        letter = register(work)
        paper, key = letter.newest.id, letter.id
    row = "INSERT INTO paper (id, letter_id, facility_code, accepted, sides, stage, since, ready_at, version) "
    row += f"VALUES ('{paper}', '{key}', 'NORTH', {{}}, 2, '{{}}', now(), now(), 1)"

    assert refused(at_north, row.format(accepted, stage))
    at_north.execute(row.format("false", "to_give_back"))


def test_a_facility_cannot_take_back_what_the_centre_has_received(at_north, department):
    paper = received(department)

    at_north.execute("UPDATE paper SET stage = 'to_send'")
    at_north.execute("UPDATE paper_bag SET sent_at = NULL, unpacked_at = now()")

    assert stage_of(department, paper) is PaperStage.RECEIVED
    assert at_north.execute("SELECT sent_at IS NULL, unpacked_at FROM paper_bag").fetchall() == [(False, None)]


def test_a_facility_cannot_move_paper_of_the_old_files_that_lies_at_the_centre(at_north, department):
    key = entered(department, SCREENED, PLANNED)
    with department.writing(CLERK) as work:  # its own clerk may write down that the writer wants it back
        letter = letter_here(work, key)
        withdraw(work, letter, letter.version)
        paper = letter.newest.id

    for stage in ("to_give_back", "with_writer", "sent_back", "missing"):
        at_north.execute(f"UPDATE paper SET stage = '{stage}'")

    assert stage_of(department, paper) is PaperStage.TO_SEND_BACK
