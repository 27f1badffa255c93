"""R33: what a reader saw of somebody's life now waits at the centre until that person is reached; no further."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from letterbank.errors import NotAllowed
from letterbank.letters import escalation, workflow
from letterbank.letters.escalation import Escalation
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter
from letterbank.vault import opening
from letterbank.vault.sealed import CONTACT
from notifications.model import OfferStage
from screening import escalation as desk
from screening import queues
from screening.criteria import Answer, Given
from screening.review import open_page
from tests.notifications.walks import an_offer
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER, register

NOTE = "He names her street and where she works."


@pytest.fixture
def refused(department):
    """Another letter of this writer about this case: put before a second person, and refused."""
    with department.writing(CLERK) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
        key, number = letter.id, letter.number
    department.clock.forward(timedelta(minutes=1))
    with department.writing(SCREENER) as work:
        letter = letter_here(work, key)
        queues.claim(work, letter, letter.version)
        desk.escalate(work, letter, {"life_today": Given(Answer.YES, "names her street")}, NOTE)
    with department.writing(COORDINATOR) as work:
        letter = letter_here(work, key)
        desk.claim(work, letter, letter.version)
        for page in letter.newest.pages:
            open_page(work, letter, page.ordinal, stage=desk.STAGE)
        desk.refuse(work, letter, "could_hurt", NOTE)
    return number


@pytest.fixture
def called(department):
    return an_offer(department, OfferStage.CONTACTING)


def test_whoever_is_about_to_reach_her_reads_what_was_seen_in_any_letter_of_this_writer(refused, called, browser_of):
    page = browser_of(ASSISTANT).get(f"/contact/{called}").text

    assert "Know this before you reach them" in page
    assert NOTE in page
    assert f"Letter {refused}" in page


def test_where_nobody_saw_anything_nothing_is_said(called, browser_of):
    assert "Know this" not in browser_of(ASSISTANT).get(f"/contact/{called}").text


@pytest.mark.parametrize("actor", [PLANNER, SCREENER, CLERK])
def test_nobody_else_opens_it_for_a_contact(department, refused, actor):
    with department.writing(COORDINATOR) as work:
        raised = work.session.scalars(select(Escalation)).one()
    with department.writing(actor) as work, pytest.raises(NotAllowed):
        opening(work, raised, CONTACT)


def test_a_letter_of_another_writer_says_nothing(department, refused):
    with department.writing(RIVER_SCREENER) as work:
        other = register(work).id

    with department.writing(ASSISTANT) as work:
        assert escalation.safety_notes(work, work.session.get_one(Letter, other)) == []
