"""P3: the public surface's role on the drop box. It can put in; it can read, count, change and take out nothing."""

import psycopg
import pytest

from letterbank.roles import CENTRAL, PUBLIC
from tests.attacks.sweep import answers, questions
from tests.databases import as_role
from tests.schema import prepare

pytestmark = pytest.mark.postgresql


@pytest.fixture
def box_url(fresh_postgres):
    url = fresh_postgres("dropbox")
    prepare(url)
    return url


@pytest.fixture
def at_public(box_url):
    with psycopg.connect(as_role(box_url, PUBLIC), autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM dropped",
        "SELECT count(*) FROM dropped",
        "SELECT xmin FROM dropped",
        "INSERT INTO dropped VALUES ('b', '') RETURNING id",
        "INSERT INTO dropped VALUES ('a', '') ON CONFLICT (id) DO NOTHING",
        "UPDATE dropped SET sealed = ''",
        "DELETE FROM dropped",
        "TRUNCATE dropped",
        "COPY dropped TO STDOUT",
        "SELECT 1; LOCK TABLE dropped",
        "SELECT pg_relation_size('dropped')",
        "SELECT reltuples FROM pg_class",
        "SELECT * FROM pg_stat_user_tables",
        "CREATE TEMP TABLE t (x int)",
        "SET ROLE lb_central",
    ],
)
def test_the_public_surface_only_puts_in(at_public, statement):
    at_public.execute("INSERT INTO dropped VALUES ('a', '')")

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        at_public.execute(statement)


def test_the_centre_takes_out_and_changes_nothing(box_url, at_public):
    at_public.execute("INSERT INTO dropped VALUES ('a', 'x')")

    with psycopg.connect(as_role(box_url, CENTRAL), autocommit=True) as connection:
        assert connection.execute("SELECT id FROM dropped").fetchall() == [("a",)]
        for statement in ("UPDATE dropped SET sealed = ''", "INSERT INTO dropped VALUES ('b', '')", "TRUNCATE dropped"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        assert connection.execute("DELETE FROM dropped").rowcount == 1


def test_the_catalog_does_not_say_how_much_was_dropped(box_url):
    with psycopg.connect(box_url, autocommit=True) as superuser:
        before = _listen(box_url, superuser)
        superuser.execute(
            "INSERT INTO dropped SELECT 'id' || n, repeat('x', 9000)::bytea FROM generate_series(1, 300) n"
        )
        superuser.execute("VACUUM ANALYZE")
        after = _listen(box_url, superuser)

    assert [question for question in before if before[question] != after[question]] == []


def _listen(url, superuser):
    with psycopg.connect(as_role(url, PUBLIC), autocommit=True) as connection:
        return answers(connection, questions(superuser, PUBLIC, table="dropped"))
