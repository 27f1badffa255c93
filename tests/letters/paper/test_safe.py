"""R4, R5, R37: where received paper lies is known to victim assistance alone, and two people destroy it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letterbank.errors import NotAllowed, RuleBroken
from letterbank.letters import intake
from letterbank.letters.paper import safe
from letterbank.letters.paper.central import KeptStage
from letterbank.letters.paper.keeping import Place
from letterbank.letters.paper.model import Paper
from tests.letters.paper.walks import put, received
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, PLANNER, SECOND_ASSISTANT

S = KeptStage


def kept(department, paper):
    with department.reading(ASSISTANT) as work:
        found = safe.kept_paper(work, paper)
        return found.stage, found.shelf


def withdrawn(department, paper, days):
    with department.writing(CLERK) as work:
        letter = intake.letter_here(work, work.session.get_one(Paper, paper).letter_id)
        intake.withdraw(work, letter, letter.version)
    department.clock.forward(timedelta(days=days))


def enclosing(department):
    policy = replace(department.policy, delivery=replace(department.policy.delivery, original_enclosed=True))
    return replace(department, policy=policy)


def test_received_paper_waits_for_a_mark_in_the_safe(department):
    paper = received(department)
    assert kept(department, paper) == (S.ON_THE_DESK, "")

    with pytest.raises(RuleBroken, match="where in the safe"):
        put(department, paper, Place.PUT_AWAY, shelf="  ")
    put(department, paper, Place.PUT_AWAY, shelf="B 4")
    put(department, paper, Place.PUT_AWAY, shelf="C 1")

    assert kept(department, paper) == (S.SAFE, "C 1")


@pytest.mark.parametrize("who", [PLANNER, COORDINATOR, CLERK])
def test_nobody_who_reads_letters_sees_the_safe(department, who):
    paper = received(department)

    with department.reading(who) as work:
        for look in (lambda: safe.kept_paper(work, paper), lambda: safe.kept_papers(work, "", "")):
            with pytest.raises(NotAllowed):
                look()


def test_paper_of_the_bank_stays_in_the_safe_unless_the_programme_encloses_it(department):
    paper = received(department)
    put(department, paper, Place.PUT_AWAY, shelf="B 4")

    with pytest.raises(RuleBroken, match="prints packets from the scan"):
        put(department, paper, Place.ENCLOSE)
    with pytest.raises(RuleBroken, match="in the bank"):
        put(department, paper, Place.ASK_TO_DESTROY)

    assert kept(department, paper) == (S.SAFE, "B 4")


def test_enclosed_paper_lies_in_the_packet_and_comes_back_from_a_spoiled_one(department):
    paper = received(department)
    put(department, paper, Place.PUT_AWAY, shelf="B 4")

    put(enclosing(department), paper, Place.ENCLOSE)
    assert kept(department, paper) == (S.IN_PACKET, "B 4")
    put(department, paper, Place.PUT_AWAY, shelf="B 4")

    assert kept(department, paper) == (S.SAFE, "B 4")


def test_paper_of_a_withdrawn_letter_is_destroyed_by_two_people_after_its_days(department):
    paper = received(department)
    put(department, paper, Place.PUT_AWAY, shelf="B 4")
    withdrawn(department, paper, 89)

    with pytest.raises(RuleBroken, match="90 days"):
        put(department, paper, Place.ASK_TO_DESTROY)
    department.clock.forward(timedelta(days=1))
    put(department, paper, Place.ASK_TO_DESTROY)
    with pytest.raises(RuleBroken, match="second person"):
        put(department, paper, Place.DESTROY)
    put(department, paper, Place.DESTROY, SECOND_ASSISTANT)

    with department.reading(ASSISTANT) as work:
        found = safe.kept_paper(work, paper)
        assert (found.stage, found.since) == (S.DESTROYED, department.clock.now())
        assert (found.asked_by, found.destroyed_by) == (ASSISTANT.id, SECOND_ASSISTANT.id)


def test_a_destruction_that_was_called_off_is_asked_for_anew(department):
    paper = received(department)
    put(department, paper, Place.PUT_AWAY, shelf="B 4")
    withdrawn(department, paper, 90)
    put(department, paper, Place.ASK_TO_DESTROY)

    put(department, paper, Place.CALL_OFF, SECOND_ASSISTANT)
    put(department, paper, Place.ASK_TO_DESTROY, SECOND_ASSISTANT)

    with pytest.raises(RuleBroken, match="second person"):
        put(department, paper, Place.DESTROY, SECOND_ASSISTANT)
    put(department, paper, Place.DESTROY)
    assert kept(department, paper)[0] is S.DESTROYED


def test_the_safe_is_searched_by_number_and_place(department):
    paper = received(department)
    with department.reading(ASSISTANT) as work:
        number = safe.kept_paper(work, paper).paper.letter.number

        def found(stage, said):
            return [one.id for one in safe.kept_papers(work, stage, said).rows]

        assert found("", "") == found("on_the_desk", "") == found("", f"{number[:4]} {number[4:]}") == [paper]
        assert found("safe", "") == found("", "00000000") == []
