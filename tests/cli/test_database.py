"""A department's databases: PostgreSQL made ready by command, each surface signing in as its own role."""

import sqlite3

import pytest

from letterbank.accounts import enrolment
from letterbank.app import open_office
from letterbank.roles import CENTRAL, OWNER, PUBLIC
from letterbank.settings import Settings
from tests.cli.conftest import letterbank
from tests.cli.test_init import NOBODY, code_on
from tests.databases import as_role

BOTH = ("--facility", "NORTH", "--facility", "RIVER")


@pytest.mark.postgresql
def test_an_installation_on_postgresql_is_made_by_commands_alone(fresh_postgres, tmp_path):
    fresh_postgres("prepared")  # roles belong to the whole server: another process may be making them just now
    main, dropbox = fresh_postgres("empty"), fresh_postgres("empty")
    home = tmp_path / "home"

    def named(role):
        return {"LETTERBANK_DATABASE": as_role(main, role), "LETTERBANK_DROPBOX": as_role(dropbox, role)}

    def said(role, *words, **settings):
        done = letterbank(home, *words, **named(role), **settings)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    said(OWNER, "database", "prepare", main, LETTERBANK_FACILITIES="NORTH RIVER")
    printed = said(OWNER, "init", *BOTH, "--administrator", "Ana Ruiz")
    said(OWNER, "database", "migrate")
    assert "ana.ruiz" in said(CENTRAL, "staff", "list", LETTERBANK_SURFACES="central")
    said(CENTRAL, "doctor", LETTERBANK_SURFACES="central")
    said(PUBLIC, "doctor", LETTERBANK_SURFACES="public")
    assert "postgresql" not in (home / "settings.env").read_text()
    office = open_office(Settings.from_home(home, named(CENTRAL)), "central")
    with office.writing(NOBODY) as work:
        assert enrolment.begin(work, "ana.ruiz", code_on(printed))
    office.database.close()
    office.dropbox.close()


def test_bringing_an_installation_up_twice_changes_nothing(run, a_home):
    first, second = run("database", "migrate"), run("database", "migrate")

    assert (first.returncode, second.returncode) == (0, 0)
    assert run("doctor").returncode == 0


def test_a_database_of_another_version_is_not_served(run, a_home):
    with sqlite3.connect(a_home / "letterbank.sqlite") as opened:
        opened.execute("UPDATE alembic_version SET version_num = '0000'")

    refused = run("serve")

    assert refused.returncode == 1
    assert "letterbank database migrate" in refused.stderr
