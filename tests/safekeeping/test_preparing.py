"""`letterbank database`: from an empty PostgreSQL server to a department whose surfaces know only their own."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from letterbank.cli import main
from letterbank.db import Database
from letterbank.installation import Wanted, make_home
from letterbank.roles import FACILITY, OWNER
from tests.databases import as_role


@pytest.fixture
def home(tmp_path):
    make_home(tmp_path / "home", Wanted("mississippi", ("NORTH",), {}))
    return tmp_path / "home"


def run(home, *words, **environment):
    return CliRunner().invoke(main, ["--home", str(home), "database", *words], env=environment)


@pytest.mark.postgresql
def test_a_server_is_prepared_and_migrated_by_command(home, fresh_postgres):
    main_url, box_url = fresh_postgres("empty"), fresh_postgres("empty")
    urls = {"LETTERBANK_DATABASE": as_role(main_url, OWNER), "LETTERBANK_DROPBOX": as_role(box_url, OWNER)}

    for words in (("prepare", main_url), ("migrate",), ("prepare", main_url), ("migrate",)):
        said = run(home, *words, **urls)
        assert said.exit_code == 0, said.output

    facility = Database(as_role(main_url, FACILITY))
    with facility.reading() as session:
        session.execute(text("SET LOCAL ROLE lb_facility_north"))
        assert session.scalar(text("SELECT count(*) FROM letter")) == 0
    facility.close()


def test_sqlite_has_nothing_to_prepare(home):
    said = run(home, "prepare", "postgresql://postgres@localhost/")

    assert said.exit_code == 1
    assert "needs no preparation" in said.output


def test_migrating_again_is_harmless(home):
    assert run(home, "migrate").exit_code == 0
