"""P1: at every reading of the centre all earlier reviews are counted again, whatever the letter's row says."""

import pytest
from sqlalchemy import delete, update

from letterbank.audit.model import CentralEntry
from letterbank.errors import RuleBroken
from letterbank.letters.model import Letter, LetterStage, Review
from letterbank.vault import LetterKey
from tests.screening.answers import good
from tests.screening.conftest import reload
from tests.screening.test_review_desk import read
from tests.worlds import CLERK, COORDINATOR, PLANNER, SCREENER, review, revise

PLANNERS = Review.reviewer_id == PLANNER.id
SCREENERS = Review.reviewer_id == SCREENER.id
TAMPERED = {
    "no review at all": delete(Review).where(PLANNERS),
    "a review of the wrong place": update(Review).where(PLANNERS).values(desk="facility/NORTH"),
    "a screener of elsewhere": update(Review).where(SCREENERS).values(desk="facility/RIVER"),
    "a return that reads as a pass": update(Review).where(PLANNERS).values(verdict="return"),
    "one person twice": update(Review).where(PLANNERS).values(reviewer_id=SCREENER.id),
    "a review of another step": update(Review).where(PLANNERS).values(step=0),
}


@pytest.fixture
def before_the_last(department, a_letter):
    """A letter that waits for the coordinator, read by a screener and a planner."""
    for reader in (SCREENER, PLANNER):
        with department.writing(reader) as work:
            review(work, work.session.get_one(Letter, a_letter))
    return a_letter


@pytest.mark.parametrize("what", TAMPERED)
def test_a_letter_without_its_reviews_is_not_kept(department, before_the_last, what):
    with department.arranging(COORDINATOR) as work:
        work.session.execute(TAMPERED[what])

    with pytest.raises(RuleBroken, match="is missing or was not given"), department.writing(COORDINATOR) as work:
        review(work, work.session.get_one(Letter, before_the_last))

    letter = reload(department, before_the_last, COORDINATOR)
    assert (letter.stage, letter.step) == (LetterStage.IN_REVIEW, 2)


def test_reviews_of_an_older_scan_count_for_nothing(department, before_the_last):
    with department.arranging(COORDINATOR) as work:
        newer = revise(work, work.session.get_one(Letter, before_the_last))
        work.vault.move(work, LetterKey, newer.id, "bank")

    with pytest.raises(RuleBroken, match="facility letter screener"), department.writing(COORDINATOR) as work:
        review(work, work.session.get_one(Letter, before_the_last))


def test_the_coordinator_reads_why_and_the_audit_keeps_it(at_desk, department, before_the_last):
    with department.arranging(COORDINATOR) as work:
        work.session.execute(TAMPERED["no review at all"])
    coordinator = at_desk(COORDINATOR)
    version = read(coordinator, before_the_last)

    refused = coordinator.send(f"/review/{before_the_last}", version=version, verdict="pass", **good())

    assert refused.status_code == 422
    assert "the review of the Restorative Justice Planner is missing" in refused.text
    with department.reading(COORDINATOR) as work:
        written = [entry.written for entry in work.session.query(CentralEntry) if b"reviews missing" in entry.written]
    assert len(written) == 1
    assert f"letter/{before_the_last}".encode() in written[0]
    assert reload(department, before_the_last, CLERK).stage is LetterStage.IN_REVIEW
