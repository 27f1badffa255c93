"""R33: what shows knowledge of somebody's life now goes before a second person, and nobody else learns of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from letterbank.errors import NotAllowed, RuleBroken, Unreadable, WrongStage
from letterbank.letters.escalation import Escalation
from letterbank.letters.intake import letter_here, withdraw
from letterbank.letters.lists import list_letters
from letterbank.letters.model import LetterStage, Review
from letterbank.letters.reasons import reasons_for_writer
from letterbank.letters.story import story_of
from letterbank.letters.visibility import seen
from letterbank.permissions import Role
from letterbank.vault import opening
from letterbank.vault.sealed import REVIEW
from screening import escalation, queues
from screening.criteria import Answer, Given, wanted
from screening.review import open_page, pass_on
from tests.screening.conftest import reload
from tests.worlds import CLERK, COORDINATOR, NOTHING_STANDS, PLANNER, POLICY, SCREENER, person

GOOD = {criterion.key: Given(wanted(criterion)) for criterion in POLICY.criteria}
KNOWS = {"life_today": Given(Answer.YES, "names her street")}
CLEARED = {"life_today": Given(Answer.NO, "It is where it happened.")}
SECOND_COORDINATOR = person(Role.COORDINATOR, 2)


def taken(work, letter_id):
    letter = letter_here(work, letter_id)
    queues.claim(work, letter, letter.version)
    for page in letter.newest.pages:
        open_page(work, letter, page.ordinal)
    return letter


def passed(department, letter_id, *readers):
    for reader in readers:
        with department.writing(reader) as work:
            pass_on(work, taken(work, letter_id), GOOD)


def escalated(department, letter_id, reader=SCREENER):
    """Put before a second person by the reader whose turn it is."""
    department.clock.forward(timedelta(hours=1))
    with department.writing(reader) as work:
        letter = letter_here(work, letter_id)
        queues.claim(work, letter, letter.version)
        escalation.escalate(work, letter, KNOWS, "Speak with her advocate first.")
    return letter_id


def decide(department, letter_id, deed, actor=COORDINATOR):
    department.clock.forward(timedelta(hours=1))
    with department.writing(actor) as work:
        letter = letter_here(work, letter_id)
        escalation.claim(work, letter, letter.version)
    with department.writing(actor) as work:
        letter = letter_here(work, letter_id)
        for page in letter.newest.pages:
            open_page(work, letter, page.ordinal, stage=LetterStage.ESCALATED)
        deed(work, letter)


def resume(work, letter):
    escalation.resume(work, letter, CLEARED, "kept")


def refuse(work, letter):
    escalation.refuse(work, letter, "could_hurt", "kept")


def test_the_letter_waits_for_the_role_the_policy_names(department, a_letter):
    escalated(department, a_letter)

    with department.writing(COORDINATOR) as work:
        assert [letter.id for letter in escalation.waiting(work).rows] == [a_letter]
        assert escalation.oldest(work) is not None
        letter = letter_here(work, a_letter)
        escalation.claim(work, letter, letter.version)
        raised = escalation.raised(work, letter)
    with department.reading(PLANNER) as work:
        assert (escalation.waiting(work), escalation.oldest(work)) == (None, None)
    ((criterion, _answer, passage),) = raised.passages
    assert (criterion.key, passage) == ("life_today", "names her street")
    assert raised.safety_note == "Speak with her advocate first."


def test_one_answer_is_enough_and_some_answer_must_ask_for_it(department, a_letter):
    with department.writing(SCREENER) as work:
        letter = taken(work, a_letter)
        with pytest.raises(RuleBroken, match="A second person is asked when"):
            escalation.escalate(work, letter, GOOD, "")
        escalation.escalate(work, letter, {"threats": Given(Answer.UNSURE)}, "")

    assert reload(department, a_letter).stage is LetterStage.ESCALATED


def test_its_key_is_the_banks_while_it_waits(department, a_letter):
    escalated(department, a_letter)

    with pytest.raises(Unreadable), department.writing(SCREENER) as work:
        print(opening(work, letter_here(work, a_letter).newest, REVIEW).addressee)


def test_whoever_asked_does_not_decide(department, a_letter):
    passed(department, a_letter, SCREENER, PLANNER)
    escalated(department, a_letter, COORDINATOR)

    with pytest.raises(RuleBroken, match="Somebody else"):
        decide(department, a_letter, resume, COORDINATOR)
    with department.reading(COORDINATOR) as work:
        assert escalation.oldest(work) is None
    decide(department, a_letter, resume, SECOND_COORDINATOR)

    assert reload(department, a_letter).step == 2


@pytest.mark.parametrize(("actor", "refusal"), [(PLANNER, RuleBroken), (SCREENER, NotAllowed), (CLERK, NotAllowed)])
def test_nobody_of_another_role_decides(department, a_letter, actor, refusal):
    escalated(department, a_letter)

    with pytest.raises(refusal):
        decide(department, a_letter, resume, actor)


@pytest.mark.parametrize("deed", [resume, refuse])
def test_the_second_person_has_seen_every_page_too(department, a_letter, deed):
    escalated(department, a_letter)
    with department.writing(COORDINATOR) as work:
        letter = letter_here(work, a_letter)
        escalation.claim(work, letter, letter.version)

    with pytest.raises(RuleBroken, match="Still unread"), department.writing(COORDINATOR) as work:
        deed(work, letter_here(work, a_letter))


@pytest.mark.parametrize("readers", [[], [SCREENER], [SCREENER, PLANNER]], ids=["first", "second", "third"])
def test_it_comes_back_where_it_was_with_what_was_found(department, a_letter, readers):
    asking = [SCREENER, PLANNER, COORDINATOR][len(readers)]
    passed(department, a_letter, *readers)
    escalated(department, a_letter, asking)
    decide(department, a_letter, resume, SECOND_COORDINATOR)

    without = {key: given for key, given in GOOD.items() if key != "life_today"}
    with department.writing(asking) as work:
        letter = taken(work, a_letter)
        assert letter.step == len(readers)
        pass_on(work, letter, without, NOTHING_STANDS)
    assert reload(department, a_letter).step == min(len(readers) + 1, 2)


def test_a_passage_that_still_stands_does_not_go_back_into_review(department, a_letter):
    escalated(department, a_letter)

    for answers in ({}, KNOWS, {"life_today": Given(Answer.UNSURE)}):
        with pytest.raises(RuleBroken):
            decide(department, a_letter, lambda work, letter, given=answers: escalation.resume(work, letter, given, ""))

    assert reload(department, a_letter).stage is LetterStage.ESCALATED


def test_a_refusal_says_the_policys_reason_and_quotes_nothing(department, a_letter):
    escalated(department, a_letter)
    decide(department, a_letter, refuse)

    with department.writing(CLERK) as work:
        letter = letter_here(work, a_letter)
        assert reasons_for_writer(work, letter) == [
            reason.words for reason in POLICY.refusal_reasons if reason.key == "could_hurt"
        ]
        review = work.session.scalars(select(Review).where(Review.letter_id == a_letter)).one()
    with department.writing(SCREENER) as work:
        assert opening(work, work.session.merge(review), REVIEW).answers == "{}"


def test_it_may_go_on_waiting_with_its_note(department, a_letter):
    escalated(department, a_letter)
    decide(department, a_letter, lambda work, letter: escalation.keep(work, letter, "Her advocate knows."))

    with department.writing(COORDINATOR) as work:
        letter = letter_here(work, a_letter)
        assert (letter.stage, letter.claimed_by) == (LetterStage.ESCALATED, None)
        escalation.claim(work, letter, letter.version)
        assert escalation.raised(work, letter).safety_note == "Her advocate knows."


def test_no_review_is_given_while_a_second_person_has_not_decided(department, a_letter):
    """A facility's server that moves the letter back by itself carries it no further."""
    passed(department, a_letter, SCREENER)
    escalated(department, a_letter, PLANNER)
    with department.writing(COORDINATOR) as work:
        work.session.execute(text("UPDATE letter SET stage = 'in_review'"))

    with pytest.raises(RuleBroken, match="has not decided"), department.writing(PLANNER) as work:
        pass_on(work, taken(work, a_letter), GOOD)


def shown_to(department, actor, letter_id):
    """All that a page may say of it: the row of its list, by each filter, and its story."""
    with department.reading(actor) as work:
        letter = letter_here(work, letter_id)
        story = [(told.what, told.who, told.at) for told in story_of(work, letter)]
        stages = ("in_review", "escalated", "", "refused")
        lists = [[row.id for row in list_letters(work, stage=stage).rows] for stage in stages]
        return seen(letter, work.policy), story, lists


def test_r2_the_facility_sees_a_letter_in_review_and_nothing_else(department, a_letter):
    passed(department, a_letter, SCREENER)
    before = {actor: shown_to(department, actor, a_letter) for actor in (CLERK, SCREENER)}

    escalated(department, a_letter, PLANNER)
    for actor, shown in before.items():
        assert shown_to(department, actor, a_letter) == shown
    decide(department, a_letter, resume)

    for actor, shown in before.items():
        assert shown_to(department, actor, a_letter) == shown
    with department.reading(COORDINATOR) as work:
        assert "Put before a second person" in [told.what for told in story_of(work, letter_here(work, a_letter))]


def test_r2_a_withdrawal_is_accepted_while_it_waits(department, a_letter):
    escalated(department, a_letter)

    with department.writing(CLERK) as work:
        letter = letter_here(work, a_letter)
        withdraw(work, letter, letter.version)

    with department.reading(COORDINATOR) as work:
        assert escalation.waiting(work).rows == []


def test_what_was_told_and_the_note_lie_sealed(department, a_letter):
    escalated(department, a_letter)

    with department.reading(COORDINATOR) as work:
        (asked,) = work.session.scalars(select(Escalation))
    assert b"street" not in asked.told
    assert b"advocate" not in asked.safety_note


def test_two_people_do_not_decide_at_once(department, a_letter):
    escalated(department, a_letter)
    with department.writing(COORDINATOR) as work:
        letter = letter_here(work, a_letter)
        escalation.claim(work, letter, letter.version)

    with pytest.raises(WrongStage, match="Someone else"), department.writing(SECOND_COORDINATOR) as work:
        letter = letter_here(work, a_letter)
        escalation.claim(work, letter, letter.version)
