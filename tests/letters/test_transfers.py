"""P6: a writer moved elsewhere leaves the letter where it was written; nobody loses it, nobody new sees it."""

import re

import pytest

from letterbank.letters import workflow
from letterbank.letters.intake import letter_here
from letterbank.letters.lists import list_letters
from letterbank.letters.model import Letter, LetterStage
from letterbank.letters.story import story_of
from letterbank.letters.visibility import GONE
from letterbank.people.model import Offender
from tests.worlds import CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER, bank_a_letter, register, review


@pytest.fixture
def moved(department):
    """`moved(letter_id)`: the next register import finds its writer at RIVER."""

    def move(letter_id):
        with department.arranging(COORDINATOR) as work:
            letter = work.session.get_one(Letter, letter_id)
            work.session.get_one(Offender, letter.offender_id).facility_code = "RIVER"
        return letter_id

    return move


@pytest.fixture
def in_review(department):
    with department.writing(CLERK) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
    return letter.id


def test_the_old_facility_keeps_the_letter_in_its_list_and_on_its_page(department, browser_of, moved):
    letter_id = moved(bank_a_letter(department))

    with department.reading(SCREENER) as work:
        (row,) = list_letters(work).rows
        steps = [told.what for told in story_of(work, letter_here(work, letter_id))]
    clerk = browser_of(CLERK)
    page, listed = clerk.get(f"/letters/{letter_id}"), clerk.get("/letters")

    assert (row.id, row.writer, row.case) == (letter_id, GONE, "Burglary, Hinds County, 12 May 2011 (2011-NORTH)")
    assert sorted(steps) == ["Passed", "Passed", "Passed", "Registered", "Sent into review"]  # all in one moment
    assert (page.status_code, listed.status_code) == (200, 200)
    assert row.number in listed.text and "2011-NORTH" in page.text
    assert "N1001" not in listed.text + page.text


def test_it_is_still_withdrawn_where_it_was_written(department, browser_of, moved):
    letter_id = moved(bank_a_letter(department))
    clerk = browser_of(CLERK)
    version = re.search(r'name="version"[^>]*value="(\d+)"', clerk.get(f"/letters/{letter_id}/withdraw").text)[1]

    done = clerk.send(f"/letters/{letter_id}/withdraw", version=version)

    assert clerk.get(done.location).status_code == 200
    with department.reading(CLERK) as work:
        letter = work.session.get_one(Letter, letter_id)
        assert letter.stage is LetterStage.WITHDRAWN
    with department.reading(COORDINATOR) as work:
        assert work.session.get_one(Letter, letter_id).offender.facility_code == "RIVER"


def test_its_reviews_go_on(department, browser_of, in_review, moved):
    moved(in_review)

    assert in_review in browser_of(SCREENER).get("/review").text
    for reader in (SCREENER, PLANNER, COORDINATOR):
        with department.writing(reader) as work:
            review(work, work.session.get_one(Letter, in_review))

    with department.reading(SCREENER) as work:
        assert work.session.get_one(Letter, in_review).stage is LetterStage.BANKED


def test_the_new_facility_sees_the_writer_and_not_the_letter(department, browser_of, in_review, moved):
    moved(in_review)
    screener = browser_of(RIVER_SCREENER)

    assert screener.get(f"/letters/{in_review}").status_code == 404
    assert screener.get(f"/letters/{in_review}/withdraw").status_code == 404
    assert "No letter is listed here." in screener.get("/letters").text
    assert in_review not in screener.get("/review").text
    assert "N1001" in screener.get("/writers?words=N1001").text


def test_the_old_facility_writes_no_new_letter_for_the_writer(department, browser_of, in_review, moved):
    moved(in_review)

    assert "N1001" not in browser_of(CLERK).get("/writers?words=N1001").text.replace('value="N1001"', "")
