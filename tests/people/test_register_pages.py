"""Bringing the register through its pages: look first, then decide, and nothing stays behind."""

import io
import re

from sqlalchemy import delete, func, select

from letterbank.people.draft import RegisterDraft
from letterbank.people.model import Offender
from letterbank.permissions import Role
from letterbank.tables import METADATA
from letterbank.vault import VictimKey
from tests.people.test_register import files
from tests.worlds import COORDINATOR, PLANNER, SCREENER, person

ADMINISTRATOR = person(Role.ADMINISTRATOR)


def uploads(**instead):
    return {name: (io.BytesIO(content), f"{name}.csv") for name, content in files(**instead).items()}


def count(department, table):
    with department.reading(COORDINATOR) as work:
        return work.session.scalar(select(func.count()).select_from(table))


def test_what_would_change_is_seen_before_it_does(browser_of, department):
    coordinator = browser_of(COORDINATOR)

    looked = coordinator.send("/register", **uploads())
    report = coordinator.get(looked.location)
    before = count(department, Offender)
    done = coordinator.send(looked.location, f"{looked.location}/take-in")

    assert "What would change" in report.text
    assert "New: " in report.text
    assert (before, count(department, Offender)) == (2, 3)
    assert "The register is taken in" in done.text
    assert (count(department, RegisterDraft), count(department, VictimKey)) == (0, 0)


def test_whoever_leaves_it_leaves_nothing_behind(browser_of, department):
    coordinator = browser_of(COORDINATOR)
    looked = coordinator.send("/register", **uploads()).location

    left = coordinator.send(looked, f"{looked}/leave")

    assert left.status_code == 302
    assert coordinator.get(looked).status_code == 404
    assert [count(department, table) for table in (RegisterDraft, VictimKey)] == [0, 0]


def test_a_file_that_is_no_register_gets_its_sentence_on_the_page(browser_of, department):
    coordinator = browser_of(COORDINATOR)

    refused = coordinator.send("/register", **uploads(cases="%PDF-1.7\n"))

    assert refused.status_code == 422
    assert re.search(r"The cases file is not text", refused.text)
    assert count(department, RegisterDraft) == 0


def test_the_draft_is_its_bringers_own(browser_of):
    looked = browser_of(COORDINATOR).send("/register", **uploads()).location

    assert browser_of(ADMINISTRATOR).get(looked).status_code == 404


def test_files_that_somebody_brought_wait_for_their_word(browser_of, department):
    coordinator = browser_of(COORDINATOR)
    looked = coordinator.send("/register", **uploads()).location

    waiting = coordinator.get("/").text
    coordinator.send(looked, f"{looked}/leave")

    assert "Register files to take in or to leave" in waiting and looked in waiting
    assert "Register files" not in coordinator.get("/").text
    assert "The register is empty" not in coordinator.get("/").text


def test_an_empty_register_is_the_first_thing_to_do(browser_of, department):
    with department.arranging(COORDINATOR) as work:
        for table in ("case_offender", "court_case", "offender"):
            work.session.execute(delete(METADATA.tables[table]))

    page = browser_of(ADMINISTRATOR).get("/").text

    assert "The register is empty" in page
    assert 'href="/register"' in page


def test_no_other_role_opens_the_register(browser_of):
    assert browser_of(PLANNER).get("/register").status_code == 403
    assert browser_of(SCREENER).get("/register").status_code == 404


def test_whoever_left_one_file_out_is_told_to_choose_the_others_again(browser_of):
    coordinator = browser_of(COORDINATOR)
    chosen = uploads()
    del chosen["cases"]

    one_missing, none = coordinator.send("/register", **chosen), coordinator.send("/register")

    assert "Choose each file again" in one_missing.text and "Choose each file again" not in none.text


def test_what_is_new_can_be_read_before_it_is_taken_in(browser_of):
    coordinator = browser_of(COORDINATOR)

    report = coordinator.get(coordinator.send("/register", **uploads()).location).text

    assert "New: Lee Brook, NORTH." in report and "New: Hinds, Theft, 2014-03-02." in report
