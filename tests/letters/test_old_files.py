"""R32: letters accepted on paper before enter at the coordinator's list with their old reviews, and past no rule."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from letterbank.errors import NotAllowed, RuleBroken, Unreadable
from letterbank.letters import earlier, intake
from letterbank.letters.deposit_gates import nothing_stands
from letterbank.letters.earlier import EarlierReview, Evidence
from letterbank.letters.intake import Registration, letter_here
from letterbank.letters.model import Letter, LetterStage
from letterbank.letters.paper.central import Kept
from letterbank.letters.paper.seen import where_paper_is
from letterbank.letters.story import story_of
from letterbank.letters.workflow import Step, advance
from letterbank.permissions import Role
from letterbank.vault import LetterKey, opening
from letterbank.vault.keys import holder_of
from letterbank.vault.sealed import MEND
from screening import queues
from tests.worlds import CLERK, COORDINATOR, PLANNER, SCREENER, Department, offender_of, person, review, revise

SECOND = person(Role.COORDINATOR, 2)
CAME = date(1998, 4, 2)
SCREENED = Evidence(step=0, reader="Della Crane", given_on=date(1998, 5, 4), found_in="Cabinet 2, folder 1998")
PLANNED = Evidence(step=1, reader="Howard Pitt", given_on=date(1998, 6, 1), found_in="Cabinet 2, folder 1998")


class Sheet:
    width, height, image = 1700, 2200, b"a page"

    class kind:
        media_type = "image/jpeg"


def an_old_letter(department: Department, *found: Evidence, by=COORDINATOR, came=CAME, scanned=True) -> str:
    """Registered from the old files by this person, with what the file says, and scanned; its id."""
    with department.writing(by) as work:
        writer = offender_of(work, "NORTH")
        given = Registration(
            offender_id=writer.id, case_id=writer.cases[0].id, addressee="Ruth Alder", acknowledged=True, declared=1,
            facts=nothing_stands(work.policy), on_paper_since=came,
        )  # fmt: skip
        letter = intake.register_letter(work, given)
        earlier.write_in(work, letter, found)
        if scanned:
            intake.attach(work, letter.newest, [Sheet()])
        return letter.id


def entered(department: Department, *found: Evidence, by=COORDINATOR) -> str:
    key = an_old_letter(department, *found, by=by)
    with department.writing(by) as work:
        advance(work, Step.SUBMIT, letter_here(work, key))
    return key


def stands(department, key):
    with department.reading(PLANNER) as work:
        letter = letter_here(work, key)
        return letter.stage, letter.step


def passed(department, key, by):
    with department.writing(by) as work:
        review(work, work.session.get_one(Letter, key))


def test_with_both_earlier_reviews_it_enters_at_the_coordinators_list_and_is_banked_there(department):
    key = entered(department, SCREENED, PLANNED)
    before = stands(department, key)

    passed(department, key, SECOND)

    assert before == (LetterStage.IN_REVIEW, 2)
    assert stands(department, key) == (LetterStage.BANKED, 2)


@pytest.mark.parametrize(("found", "step"), [([], 0), ([PLANNED], 0), ([SCREENED], 1)])
def test_a_review_of_which_nothing_is_found_is_given_now(department, found, step):
    assert stands(department, entered(department, *found)) == (LetterStage.IN_REVIEW, step)


def test_a_letter_without_earlier_reviews_goes_the_whole_way(department):
    key = entered(department)

    for reader in (SCREENER, PLANNER, SECOND):
        passed(department, key, reader)

    assert stands(department, key)[0] is LetterStage.BANKED


def test_whoever_wrote_the_reviews_in_gives_none(department):
    key = entered(department, SCREENED, PLANNED)

    with department.writing(COORDINATOR) as work, pytest.raises(RuleBroken, match="written its old reviews in"):
        letter = letter_here(work, key)
        queues.claim(work, letter, letter.version)
    with pytest.raises(RuleBroken, match="written its old reviews in"):
        passed(department, key, COORDINATOR)
    assert queue_of(department, COORDINATOR) == []
    assert queue_of(department, SECOND) == [key]


def queue_of(department, reader):
    with department.reading(reader) as work:
        return [letter.id for letter in queues.my_queue(work).rows]


def test_nobody_reviews_again_what_they_reviewed_on_paper(department):
    key = entered(department, replace(SCREENED, reader=f" {SECOND.name.upper()} "), PLANNED)

    with pytest.raises(RuleBroken, match="Your name stands among the earlier reviews"):
        passed(department, key, SECOND)


def test_a_moved_letter_is_not_kept_without_its_earlier_reviews(department):
    """P1: even the centre's own step counts: what nobody wrote in carries no letter."""
    key = entered(department, SCREENED)
    with department.arranging(COORDINATOR) as work:
        letter_here(work, key).step = 2

    with pytest.raises(RuleBroken, match="is missing"):
        passed(department, key, SECOND)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ([SCREENED, replace(PLANNED, reader="della  crane")], "same name stands at two reviews"),
        ([replace(SCREENED, reader="  ")], "Say who gave"),
        ([replace(SCREENED, given_on=date(2190, 1, 1))], "in the future"),
        ([replace(SCREENED, given_on=date(1998, 4, 1))], "older than the letter"),
    ],
)
def test_what_cannot_be_so_is_not_written_in(department, found, why):
    with pytest.raises(RuleBroken, match=why):
        an_old_letter(department, *found)


def test_a_day_is_a_day_where_the_programme_is(department):
    """At four in the morning of London it is still the evening before in Mississippi."""
    department.clock.turn_to(datetime(2026, 3, 3, 4, tzinfo=UTC))
    tomorrow = date(2026, 3, 3)

    with pytest.raises(RuleBroken, match="in the future"):
        an_old_letter(department, replace(SCREENED, given_on=tomorrow))
    with pytest.raises(RuleBroken, match="in the future"):
        an_old_letter(department, came=tomorrow)


@pytest.mark.parametrize(
    ("by", "came"),
    [(COORDINATOR, None), (CLERK, CAME), (COORDINATOR, date(2190, 1, 1)), (COORDINATOR, date(98, 1, 1))],
)
def test_the_centre_takes_in_old_files_and_a_facility_new_letters(department, by, came):
    with pytest.raises(RuleBroken):
        an_old_letter(department, by=by, came=came)


def test_its_key_is_the_banks_and_no_facility_opens_or_moves_it(department):
    key = an_old_letter(department, SCREENED, PLANNED)

    with department.reading(COORDINATOR) as work:
        assert holder_of(work, LetterKey, letter_here(work, key).newest.id) == "bank"
    with department.writing(CLERK) as work:
        letter = letter_here(work, key)
        with pytest.raises(Unreadable):
            _ = opening(work, letter.newest, MEND).addressee
        for deed in (
            lambda: intake.expect_again(work, letter, 1),
            lambda: advance(work, Step.SUBMIT, letter),
            lambda: intake.can_be_scanned(work, letter),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_no_facility_learns_of_the_earlier_reviews(department):
    key = entered(department, SCREENED, PLANNED)

    with department.reading(SCREENER) as work:
        assert earlier.readers(work, letter_here(work, key).newest, 0) == set()
        assert earlier.opened_of(work, letter_here(work, key)) == []
    with department.reading(COORDINATOR) as work:
        kept = work.session.scalars(select(EarlierReview)).all()
    assert len(kept) == 2
    assert all(b"Crane" not in (row.reader or b"") and b"Pitt" not in (row.reader or b"") for row in kept)


def test_its_paper_lies_at_the_centre_from_the_start_and_in_its_safe_after(department):
    key = entered(department, SCREENED, PLANNED)
    with department.reading(SCREENER) as work:
        before = where_paper_is(work, letter_here(work, key))

    passed(department, key, SECOND)

    with department.reading(COORDINATOR) as work:
        letter = letter_here(work, key)
        assert work.session.get(Kept, letter.newest.id) is not None
        assert (before, where_paper_is(work, letter)) == ("At the central office", "Received centrally")


@pytest.mark.parametrize(
    ("found", "readers", "titles"),
    [
        ([SCREENED, PLANNED], [SECOND], ["Victim Services Coordinator"]),
        ([SCREENED], [PLANNER, SECOND], ["Restorative Justice Planner", "Victim Services Coordinator"]),
    ],
)
def test_its_story_names_the_reviews_that_were_given_here(department, found, readers, titles):
    key = entered(department, *found)
    for reader in readers:
        passed(department, key, reader)

    for who in (SCREENER, PLANNER):
        with department.reading(who) as work:
            told = story_of(work, letter_here(work, key))
        assert [one.who for one in told if one.what == "Passed"] == titles


def test_once_returned_it_is_its_facilitys_and_goes_the_whole_way_anew(department):
    key = entered(department, SCREENED, PLANNED)
    with department.writing(SECOND) as work:
        review(work, work.session.get_one(Letter, key), Step.RETURN)

    with department.writing(CLERK) as work:
        letter = letter_here(work, key)
        revise(work, letter, pages=1)
        advance(work, Step.SUBMIT, letter)

    assert stands(department, key) == (LetterStage.IN_REVIEW, 0)
    for reader in (SCREENER, PLANNER, COORDINATOR):
        passed(department, key, reader)
    assert stands(department, key)[0] is LetterStage.BANKED


def test_its_facility_may_look_at_it_wherever_it_stands(department, browser_of):
    scanned, sent = an_old_letter(department, SCREENED, PLANNED), entered(department, SCREENED, PLANNED)

    clerk = browser_of(CLERK)

    assert [clerk.get(f"/letters/{key}").status_code for key in (scanned, sent)] == [200, 200]
