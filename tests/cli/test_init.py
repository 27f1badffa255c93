"""`letterbank init`, `doctor`, `keys` and `worker`: a real installation from nothing."""

import json
import re
import stat
from pathlib import Path

import pytest

from letterbank.accounts import enrolment
from letterbank.app import open_office
from letterbank.permissions import Actor
from letterbank.settings import Settings
from tests.cli.conftest import letterbank

NOBODY = Actor(id="nobody", name="", surface="central", roles=frozenset())
INIT = ("init", "--facility", "NORTH", "--facility", "RIVER", "--administrator", "Ána Ruiz", "--insecure-loopback")


def test_a_new_installation_is_healthy_and_private(run, tmp_path):
    made = run(*INIT)

    assert made.returncode == 0, made.stderr
    loose = [path.name for path in (tmp_path / "home").rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert not loose
    looked = run("doctor")
    assert looked.returncode == 0, looked.stdout


def test_the_printed_code_lets_the_first_administrator_enrol(run, tmp_path):
    made = run(*INIT)

    office = open_office(Settings.from_home(tmp_path / "home", {}), "central")
    with office.writing(NOBODY) as work:
        assert enrolment.begin(work, "ana.ruiz", code_on(made.stdout))


def code_on(paper):
    return re.search(r"enrolment code.*: (\S+)", paper)[1]


def test_a_folder_that_holds_something_is_left_alone(run, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("mine")

    refused = run(*INIT)

    assert (refused.returncode, [path.name for path in (tmp_path / "home").iterdir()]) == (1, ["letter.txt"])
    assert "not an empty folder" in refused.stderr


def test_a_wrong_wish_leaves_nothing_behind(run, tmp_path):
    for words in (
        ("--facility", "north", "--administrator", "Ana Ruiz"),
        ("--facility", "NORTH", "--administrator", "???"),
        ("--facility", "NORTH", "--facility", "NORTH", "--administrator", "Ana Ruiz"),
        ("--facility", "NORTH", "--administrator", "Ana Ruiz", "--policy", "nowhere"),
    ):
        refused = run("init", *words)

        assert refused.returncode == 1, words
        assert refused.stderr and "Traceback" not in refused.stderr
        assert not (tmp_path / "home").exists()


def test_a_new_facility_gets_keys_once(run, a_home):
    first, second = run("keys", "facility", "EAST"), run("keys", "facility", "EAST")

    assert (first.returncode, second.returncode) == (0, 1)
    assert "facility/EAST" in run("keys", "list").stdout
    assert Settings.from_home(a_home, {}).facilities == ("NORTH", "RIVER", "EAST")


def test_a_command_without_an_installation_says_how_to_make_one(run):
    refused = run("doctor")

    assert refused.returncode == 1
    assert "init" in refused.stderr and "Traceback" not in refused.stderr


def test_the_pictures_of_the_documentation_are_up_to_date(run):
    looked = run("docs", "--check")

    assert looked.returncode == 0, looked.stdout


def test_what_fails_halfway_leaves_nothing_and_can_be_tried_again(run, tmp_path):
    home, words = tmp_path / "home", ("init", "--facility", "NORTH", "--administrator", "Ana Ruiz")
    away = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"

    failed = letterbank(home, *words, LETTERBANK_DATABASE=away, LETTERBANK_DROPBOX=away)

    assert failed.returncode == 1
    assert "The database cannot be used: connection failed" in failed.stderr
    assert not home.exists()
    assert run(*words).returncode == 0


@pytest.mark.parametrize("words", [("audit", "verify"), ("staff", "list", "--json"), ("audit", "anchor")])
def test_a_database_that_is_none_is_a_sentence(run, a_home, words):
    (a_home / "letterbank.sqlite").write_bytes(b"not a database, and longer than any header is")

    refused = run(*words)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    said = json.loads(refused.stderr)["refused"] if "--json" in words else refused.stderr
    assert "The database cannot be used: file is not a database" in said


def test_a_home_that_cannot_be_made_is_a_sentence(run):
    refused = run("init", "--facility", "NORTH", "--administrator", "Ana Ruiz", home=Path("/proc/letterbank"))

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "/proc/letterbank. It was not done." in refused.stderr
