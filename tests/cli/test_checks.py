"""What `letterbank doctor` says of things that grow old."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from letterbank.accounts import passwords
from letterbank.cli.checks import easy_passwords, log_kept, paper_left
from letterbank.roles import CENTRAL
from letterbank.settings import Settings
from tests.databases import as_role


def test_doctor_says_when_the_list_of_easy_passwords_is_overdue():
    last = passwords.LOOKED_AT

    assert "overdue" not in easy_passwords(last + timedelta(days=92)).words
    assert "overdue" in easy_passwords(last + timedelta(days=93)).words


@pytest.mark.postgresql
def test_doctor_says_what_the_databases_log_keeps(fresh_postgres):
    (found,) = log_kept(as_role(fresh_postgres("main"), CENTRAL))

    assert found.good and "wal_recycle is off" in found.words
    assert "archive_mode is off" in found.words
    assert list(log_kept("sqlite:///nowhere")) == []


def test_doctor_misses_a_guard_that_somebody_took_away(run, a_home):
    with sqlite3.connect(a_home / "letterbank.sqlite") as opened:
        opened.execute("DROP TRIGGER audit_facility_no_replace")

    looked = run("doctor")

    assert looked.returncode == 1
    assert "these guards are gone: audit_facility_no_replace" in looked.stdout


@pytest.mark.parametrize(
    ("desk", "whose"), [("NORTH", "NORTH"), ("NORTH/refused", "NORTH"), ("old-files", "the old files")]
)
def test_doctor_says_where_scans_lie_open_for_more_than_a_day(a_home, desk, whose):
    folder = a_home / "import" / desk
    folder.mkdir(parents=True)
    (folder / "stack.pdf").write_bytes(b"%PDF-1.7")

    def bad(after: timedelta) -> list[str]:
        found = paper_left(Settings.from_home(a_home, {}), datetime.now(UTC) + after)
        return [each.what for each in found if not each.good]

    assert bad(timedelta(hours=23)) == []
    assert bad(timedelta(hours=25)) == [f"import folder of {whose}"]


def a_link(path: Path) -> None:
    path.symlink_to("/etc")


@pytest.mark.parametrize(
    ("make", "name"),
    [(Path.mkdir, "2026-11-27"), (a_link, "2026-11-27"), (os.mkfifo, "2026-11-27"), (a_link, "done")],
)
def test_doctor_names_what_the_watch_never_reads(a_home, make, name):
    folder = a_home / "import" / "NORTH"
    (folder / "refused").mkdir(parents=True)
    (folder / ".unfinished.pdf").write_bytes(b"half")
    make(folder / name)

    found = list(paper_left(Settings.from_home(a_home, {}), datetime.now(UTC)))

    (bad,) = [each for each in found if not each.good]
    assert bad.words.startswith(f"{name}: ")


def test_doctor_says_what_the_walls_are_made_of(run, a_home):
    assert "walls of the sandbox:" in run("doctor").stdout
