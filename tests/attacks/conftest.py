"""Attackers: a process that has taken over one surface's own role on PostgreSQL, and asks whatever it likes."""

import psycopg
import pytest

from letterbank.roles import FACILITY, facility_role
from tests.databases import as_role
from tests.schema import prepare
from tests.worlds import COORDINATOR, Department, settle


@pytest.fixture
def main_url(fresh_postgres):
    """The superuser's url of a prepared main database; rights on the database itself do not travel by template."""
    url = fresh_postgres("main")
    prepare(url)
    return url


@pytest.fixture
def department(main_url, fresh_postgres):
    department = Department.over(main_url, fresh_postgres("dropbox"))
    with department.arranging(COORDINATOR) as work:
        settle(work)
    yield department
    department.close()


@pytest.fixture
def superuser(main_url):
    with psycopg.connect(main_url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


@pytest.fixture
def at_north(main_url, department):
    """A raw connection with the role of facility NORTH."""
    with psycopg.connect(as_role(main_url, FACILITY), autocommit=True) as connection:
        connection.execute(f"SET ROLE {facility_role('NORTH')}")
        yield connection


@pytest.fixture
def at_river(main_url, department):
    """The same with the role of facility RIVER."""
    with psycopg.connect(as_role(main_url, FACILITY), autocommit=True) as connection:
        connection.execute(f"SET ROLE {facility_role('RIVER')}")
        yield connection
