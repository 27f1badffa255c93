"""`letterbank init`, `doctor`, `keys` and `worker`: a real installation from nothing."""

import re
import stat

from letterbank.accounts import enrolment
from letterbank.app import open_office
from letterbank.permissions import Actor
from letterbank.settings import Settings

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
