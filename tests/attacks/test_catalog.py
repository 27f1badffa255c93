"""P2: PostgreSQL's own tables, views and functions tell a facility nothing of what happens on the victims' side."""

import psycopg
import pytest

from letterbank.roles import FACILITY, facility_role
from tests.attacks.sweep import answers, questions
from tests.attacks.victim_side import live_a_year
from tests.databases import as_role

pytestmark = pytest.mark.postgresql

ROLES = ["NORTH", None]


def listen(url, superuser, code):
    """A new connection of that role each time: nothing may hide in what a connection remembers."""
    role = facility_role(code) if code else FACILITY
    with psycopg.connect(as_role(url, FACILITY), autocommit=True) as connection:
        connection.execute(f"SET ROLE {role}")
        return answers(connection, questions(superuser, role))


def differences(url, superuser, code, happens):
    superuser.execute("VACUUM ANALYZE")
    before = listen(url, superuser, code)
    happens()
    after = listen(url, superuser, code)
    return [question for question in before if before[question] != after[question]]


@pytest.mark.parametrize("code", ROLES)
def test_the_catalog_tells_a_facility_nothing_of_the_victims_side(main_url, superuser, department, code):
    told = differences(main_url, superuser, code, lambda: live_a_year(department, superuser))

    assert told == []


@pytest.mark.parametrize(
    "leak",
    [
        "GRANT SELECT ON pg_class TO PUBLIC",
        "GRANT SELECT ON pg_stat_database TO PUBLIC; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pg_catalog TO PUBLIC",
        "GRANT EXECUTE ON FUNCTION pg_relation_size(regclass, text), pg_relation_size(regclass) TO PUBLIC",
        "GRANT EXECUTE ON FUNCTION pg_current_xact_id() TO PUBLIC",
    ],
)
def test_the_sweep_finds_a_window_left_open(main_url, superuser, department, leak):
    superuser.execute(leak)

    assert differences(main_url, superuser, "NORTH", lambda: live_a_year(department, superuser))


def test_the_sweep_asks_much(superuser, department):
    assert len(questions(superuser, facility_role("NORTH"))) > 300
