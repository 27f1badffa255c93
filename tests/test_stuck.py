"""R30: work nobody here may do goes on a list, and the number of different people is never lowered."""

from datetime import timedelta

import pytest

from letterbank.letters import workflow
from letterbank.permissions import Role
from notifications.model import OfferStage
from screening import escalation, queues
from screening.criteria import Answer, Given
from tests.notifications.walks import an_offer
from tests.worlds import (
    ASSISTANT,
    CLERK,
    COORDINATOR,
    PLANNER,
    SCREENER,
    SECOND_ASSISTANT,
    person,
    register,
    review,
)

AUDITOR = person(Role.AUDITOR)
SECOND_SCREENER = person(Role.FACILITY_SCREENER, 2, "NORTH")


def waiting(department, *readers, by=CLERK):
    """A letter in review, passed by these readers; its number."""
    with department.writing(by) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
    for reader in readers:
        with department.writing(reader) as work:
            review(work, work.session.get_one(type(letter), letter.id))
    return letter.number


@pytest.fixture
def listed(town, browser_of):
    """`listed(COORDINATOR, SCREENER, …)`: what the first sees when these people work here."""

    def listed(looks, *others):
        for somebody in others:
            town.employ(somebody)
        browser = browser_of(looks)
        home = browser.get("/").text
        page = browser.get("/stuck").text
        assert ("Work that nobody here may do" in home) == ("The longest waiting first" in page)
        return page

    return listed


def test_a_letter_that_somebody_may_read_is_not_on_the_list(department, listed):
    number = waiting(department)

    assert number not in listed(COORDINATOR, SCREENER)


@pytest.mark.parametrize("looks", [COORDINATOR, AUDITOR], ids=["coordinator", "auditor"])
def test_a_letter_whose_facility_has_no_reader_is_on_it(department, listed, looks):
    number = waiting(department)

    page = listed(looks, CLERK, person(Role.FACILITY_SCREENER, 1, "RIVER"))

    assert number in page and "NORTH" in page
    assert ("/letters/" in page) == (looks is COORDINATOR)


def test_a_reader_who_was_suspended_counts_no_more(department, town, listed):
    number = waiting(department)
    town.employ(SCREENER)
    with department.arranging(COORDINATOR) as work:
        work.session.get_one(type(town.staff(SCREENER)), SCREENER.id).active = False

    assert number in listed(COORDINATOR)


def test_a_letter_the_only_planner_has_had_a_part_in_waits_for_another(department, listed):
    """She wrote an earlier review of it herself, before she became the planner."""
    number = waiting(department, SCREENER)
    both = person(Role.PLANNER)
    with department.writing(PLANNER) as work:
        letter = work.session.query(workflow.Letter).filter_by(number=number).one()
        earlier = work.session.query(workflow.Review).filter_by(letter_id=letter.id).one()
    with department.arranging(COORDINATOR) as work:
        work.session.get_one(workflow.Review, earlier.id).reviewer_id = both.id

    assert number in listed(COORDINATOR, both)
    assert number not in listed(COORDINATOR, both, person(Role.PLANNER, 2))


def test_a_letter_before_a_second_person_who_raised_it_waits_for_another(department, listed):
    number = waiting(department, SCREENER, PLANNER)
    department.clock.forward(timedelta(hours=1))
    with department.writing(COORDINATOR) as work:
        letter = work.session.query(workflow.Letter).filter_by(number=number).one()
        queues.claim(work, letter, letter.version)
        escalation.escalate(work, letter, {"life_today": Given(Answer.YES, "names her street")}, "")

    assert number in listed(COORDINATOR)
    assert number not in listed(COORDINATOR, person(Role.COORDINATOR, 2))


def test_an_envelope_nobody_else_can_check_is_the_auditors_to_see(department, listed):
    an_offer(department, OfferStage.PACKED)

    assert "Envelope of offer" in listed(AUDITOR, ASSISTANT)
    assert "offer" not in listed(COORDINATOR)  # R4: reviewers know nothing of the victims' side
    assert "Envelope of offer" not in listed(AUDITOR, SECOND_ASSISTANT)


def test_without_anybody_in_victim_assistance_every_list_of_theirs_is_stuck(department, listed):
    an_offer(department, OfferStage.ACCEPTED)

    assert "To clear for release" in listed(AUDITOR)


def test_nobody_else_sees_the_list(browser_of):
    assert browser_of(PLANNER).get("/stuck").status_code == 403
