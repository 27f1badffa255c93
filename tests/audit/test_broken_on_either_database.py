"""`letterbank audit verify` on an installation made by commands alone, whichever database it stands on."""

import sqlite3

import psycopg
from sqlalchemy import make_url

from letterbank.audit import record
from letterbank.cli.home import Home, operator

TAKE_ONE_OUT = "DELETE FROM audit_central WHERE number = 2"


def three_acts(home):
    office = Home(home).office("central")
    for number in range(3):
        with office.writing(operator()) as work:
            record(work, f"act {number}")
    office.database.close()
    office.dropbox.close()


def take_one_out(installed):
    """As whoever holds the machine could."""
    if not installed.urls:
        connection = sqlite3.connect(installed.homes["central"] / "letterbank.sqlite")
        connection.execute("DROP TRIGGER audit_central_no_delete")
        connection.execute(TAKE_ONE_OUT)
        connection.commit()
        connection.close()
        return
    url = make_url(installed.urls["DATABASE"]).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as superuser:
        superuser.execute("ALTER TABLE audit_central DISABLE TRIGGER ALL")
        superuser.execute(TAKE_ONE_OUT)


def test_an_entry_that_is_missing_is_said_and_is_an_exit_status(installed):
    three_acts(installed.homes["central"])
    before = installed.says("central", "audit", "verify")
    take_one_out(installed)

    after = installed.says("central", "audit", "verify")

    assert (before.returncode, after.returncode) == (0, 1), before.stdout + after.stderr
    assert "central: whole" in before.stdout
    assert "central: BROKEN at entry" in after.stdout
