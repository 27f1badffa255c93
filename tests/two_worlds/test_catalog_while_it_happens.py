"""P2: while her whole way is gone, PostgreSQL's catalog tells the facility's role nothing, table by table."""

from collections.abc import Iterator

import psycopg
import pytest

from letterbank.roles import FACILITY, facility_role
from tests.attacks.sweep import answers, questions
from tests.databases import as_role
from tests.two_worlds.scripts import HER_WAY, TO_THE_BANK
from tests.two_worlds.victims import VictimsSide, happen
from tests.two_worlds.watchers import STEPS, Watchers
from tests.two_worlds.world import World

pytestmark = pytest.mark.postgresql


@pytest.fixture
def world(fresh_postgres, scanning, tmp_path) -> Iterator[World]:
    world = World(fresh_postgres("main"), fresh_postgres("dropbox"), tmp_path, scanning)
    watchers = Watchers(world)
    for step in TO_THE_BANK:
        STEPS[step.name](watchers, step.number)
    yield world
    world.close()


def told(world: World, superuser: psycopg.Connection) -> dict[str, str]:
    """What a new connection as NORTH's role learns from the catalog."""
    role = facility_role("NORTH")
    with psycopg.connect(as_role(world.main, FACILITY), autocommit=True) as connection:
        connection.execute(f"SET ROLE {role}")
        return answers(connection, questions(superuser, role))


def test_the_catalog_is_silent_about_her_whole_way(world):
    with psycopg.connect(world.main.replace("+psycopg", ""), autocommit=True) as superuser:
        superuser.execute("VACUUM ANALYZE")
        before = told(world, superuser)

        happened = [name for name in HER_WAY if happen(VictimsSide(world), name)]
        superuser.execute("VACUUM ANALYZE")
        after = told(world, superuser)

    assert happened == HER_WAY
    assert [question for question in before if before[question] != after[question]] == []
