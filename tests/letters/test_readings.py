"""A review is of every page: the workflow asks what this reader opened since they took the letter, whoever asks it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from letterbank.errors import RuleBroken
from letterbank.letters import workflow
from letterbank.letters.intake import letter_here
from letterbank.letters.readings import PageReading, unread
from letterbank.letters.workflow import Step
from letterbank.permissions import Role
from screening import queues
from screening.review import open_page
from tests.worlds import CLERK, SCREENER, person, register, review, revise


@pytest.fixture
def letter_id(department):
    """Three pages at NORTH, waiting for the screener."""
    with department.writing(CLERK) as work:
        letter = register(work, pages=3)
        workflow.advance(work, Step.SUBMIT, letter)
        return letter.id


def take(department, actor, letter_id, *pages):
    with department.writing(actor) as work:
        letter = letter_here(work, letter_id)
        queues.claim(work, letter, letter.version)
    with department.writing(actor) as work:
        for ordinal in pages:
            open_page(work, letter_here(work, letter_id), ordinal)


def left(department, actor, letter_id):
    with department.reading(actor) as work:
        return unread(work, letter_here(work, letter_id))


@pytest.mark.parametrize("step", [Step.PASS, Step.RETURN, Step.REFUSE])
def test_no_decision_is_taken_before_every_page_was_opened(department, letter_id, step):
    take(department, SCREENER, letter_id, 2)

    with pytest.raises(RuleBroken, match="Still unread: page 1 and page 3."), department.writing(SCREENER) as work:
        workflow.advance(work, step, letter_here(work, letter_id))


def test_opening_a_page_twice_is_one_reading(department, letter_id):
    take(department, SCREENER, letter_id, 1, 1, 3, 2)

    assert left(department, SCREENER, letter_id) == []
    with department.reading(SCREENER) as work:
        assert len(work.session.scalars(select(PageReading)).all()) == 3


def test_another_persons_reading_does_not_count(department, letter_id):
    take(department, SCREENER, letter_id, 1, 2, 3)
    department.clock.forward(timedelta(hours=2))
    colleague = person(Role.FACILITY_SCREENER, 2, facility="NORTH")

    take(department, colleague, letter_id, 1)

    assert left(department, colleague, letter_id) == [2, 3]


def test_a_letter_taken_again_is_read_again(department, letter_id):
    take(department, SCREENER, letter_id, 1, 2, 3)
    with department.writing(SCREENER) as work:
        letter = letter_here(work, letter_id)
        queues.put_back(work, letter, letter.version)
    department.clock.forward(timedelta(minutes=1))

    take(department, SCREENER, letter_id)

    assert left(department, SCREENER, letter_id) == [1, 2, 3]


def test_a_rewritten_letter_is_read_from_its_first_page(department, letter_id):
    with department.writing(SCREENER) as work:
        review(work, letter_here(work, letter_id), Step.RETURN)
    with department.writing(CLERK) as work:
        letter = letter_here(work, letter_id)
        revise(work, letter, pages=2)
        workflow.advance(work, Step.SUBMIT, letter)

    take(department, SCREENER, letter_id)

    assert left(department, SCREENER, letter_id) == [1, 2]
