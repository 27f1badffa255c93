"""R32, P6: paper of old files lies at the centre; what did not come into the bank goes home through its facility."""

from datetime import timedelta

import pytest

from letterbank.errors import NotAllowed, WrongStage
from letterbank.letters import intake
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter
from letterbank.letters.paper import astray, giving_back
from letterbank.letters.paper.model import PaperStage
from letterbank.letters.paper.workflow import Move
from letterbank.letters.workflow import Step, advance
from tests.letters.paper.test_pages import version_on
from tests.letters.paper.walks import stage_of
from tests.letters.test_old_files import PLANNED, SCREENED, SECOND, entered
from tests.worlds import CLERK, COORDINATOR, SCREENER, review, revise


def back_to(department, key, step=Step.RETURN):
    """Returned by its last reader, refused, or withdrawn before; its paper."""
    if step is Step.WITHDRAW:
        with department.writing(CLERK) as work:
            intake.withdraw(work, letter_here(work, key), letter_here(work, key).version)
    else:
        with department.writing(SECOND) as work:
            review(work, work.session.get_one(Letter, key), step)
    with department.reading(COORDINATOR) as work:
        return letter_here(work, key).newest.id


def moved(department, who, paper, deed):
    with department.writing(who) as work:
        one = giving_back.paper_here(work, paper)
        deed(work, one, one.version)


def saying(move):
    return lambda work, paper, version: giving_back.act(work, move, paper, version)


@pytest.mark.parametrize("step", [Step.RETURN, Step.REFUSE, Step.WITHDRAW])
def test_paper_of_one_that_did_not_come_into_the_bank_goes_home_by_way_of_its_facility(department, step):
    paper = back_to(department, entered(department, SCREENED, PLANNED), step)
    assert stage_of(department, paper) is PaperStage.TO_SEND_BACK

    moved(department, COORDINATOR, paper, saying(Move.SEND_BACK))
    moved(department, CLERK, paper, giving_back.is_here)
    moved(department, CLERK, paper, saying(Move.GIVE_BACK))

    assert stage_of(department, paper) is PaperStage.WITH_WRITER


def test_a_facility_says_nothing_of_paper_that_the_centre_still_has(department):
    paper = back_to(department, entered(department, SCREENED, PLANNED))

    for move in (Move.GIVE_BACK, Move.COME_BACK, Move.FIND, Move.MISS):
        with pytest.raises(WrongStage):
            moved(department, CLERK, paper, saying(move))
    with pytest.raises(NotAllowed):
        moved(department, CLERK, paper, saying(Move.SEND_BACK))


def test_paper_that_does_not_come_back_within_a_beat_is_missed_and_is_still_taken_in_when_it_comes(department):
    paper = back_to(department, entered(department, SCREENED, PLANNED))
    moved(department, COORDINATOR, paper, saying(Move.SEND_BACK))
    department.clock.forward(timedelta(days=8))

    for who in (CLERK, COORDINATOR):
        with department.reading(who) as work:
            assert [one.id for one in astray.astray(work).rows] == [paper]
    moved(department, CLERK, paper, giving_back.is_here)

    assert stage_of(department, paper) is PaperStage.TO_GIVE_BACK


def test_a_letter_written_again_lies_on_paper_at_its_facility(department):
    """Only the first paper of an old file was ever at the centre."""
    key = entered(department, SCREENED, PLANNED)
    back_to(department, key)
    with department.writing(CLERK) as work:
        letter = letter_here(work, key)
        second = revise(work, letter, pages=1).id
        advance(work, Step.SUBMIT, letter)

    with department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, key), Step.RETURN)

    assert stage_of(department, second) is PaperStage.TO_GIVE_BACK


def test_both_ends_are_told_and_say_so_on_their_pages(department, browser_of):
    paper = back_to(department, entered(department, SCREENED, PLANNED))
    centre, clerk = browser_of(COORDINATOR), browser_of(CLERK)
    assert "Paper to send back to its facility" in centre.get("/").text
    assert f"/paper/{paper}/back" in centre.get("/paper/back").text
    assert "back from the central office" not in clerk.get("/").text

    page = f"/paper/{paper}/back"
    sent = centre.send(page, version=version_on(centre.get(page)))

    assert sent.location == "/paper/back"
    assert "No paper waits to be sent back." in centre.get("/paper/back").text
    assert "Paper on its way back from the central office" in clerk.get("/").text
    clerk.send("/paper/give-back", f"/paper/{paper}/found", version=version_on(clerk.get("/paper/give-back")))
    assert "Paper to give back to its writer" in clerk.get("/").text
