"""R3: what keeps a letter out of the bank is asked for every writer alike, at intake and again at the last pass."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letterbank.errors import RuleBroken
from letterbank.letters import deposit_gates, workflow
from letterbank.letters.deposit_cap import plain_name
from letterbank.letters.deposit_gates import asked_at_intake, must_take_in, to_look_up
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter, LetterStage
from screening.review import open_page
from tests.worlds import CLERK, COORDINATOR, NOTHING_STANDS, PLANNER, POLICY, SCREENER, bank_a_letter, register, review

NOTHING = {gate.key: False for gate in asked_at_intake(POLICY)}


def ruled(court_ordered, effect=None):
    """Mississippi, ruling otherwise about letters a court ordered; with a gate of its own for them, or none."""
    others = [gate for gate in POLICY.gates if gate.key != "court_ordered"]
    own = [replace(gate, effect=effect) for gate in POLICY.gates if gate.key == "court_ordered" and effect]
    return replace(POLICY, letters=replace(POLICY.letters, court_ordered=court_ordered), gates=(*others, *own))


@pytest.mark.parametrize(
    ("policy", "facts", "says"),
    [
        (POLICY, {"court_ordered": True}, "where the court's order says"),
        (ruled("route_out"), {"court_ordered": True}, "where the court's order says"),
        (ruled("refuse"), {"court_ordered": True}, "A letter of the writer's own is welcome"),
        (ruled("refuse", "refuse"), {"court_ordered": True}, "A letter of the writer's own is welcome"),
    ],
)
def test_a_letter_that_is_not_taken_in_is_told_where_it_goes(policy, facts, says):
    with pytest.raises(RuleBroken, match=says):
        must_take_in(policy, {**NOTHING, **facts})


def test_every_question_of_intake_is_answered():
    for key in NOTHING:
        with pytest.raises(RuleBroken, match="Say for each"):
            must_take_in(POLICY, {other: False for other in NOTHING if other != key})


@pytest.mark.parametrize(
    ("policy", "facts", "warnings"),
    [
        (POLICY, {}, 0),
        (POLICY, {"appeal_open": True}, 1),
        (ruled("route_out", "hold"), {"court_ordered": True}, 1),
        (ruled("accept"), {}, 0),
    ],
)
def test_what_only_warns_or_holds_is_taken_in(policy, facts, warnings):
    assert len(must_take_in(policy, {**NOTHING, **facts})) == warnings


def test_a_programme_that_accepts_them_does_not_ask():
    assert "court_ordered" in {gate.key for gate in asked_at_intake(ruled("refuse"))}
    assert "court_ordered" not in {gate.key for gate in asked_at_intake(ruled("accept"))}


def test_nothing_of_a_victims_side_is_asked_of_anybody_here(department):
    with department.arranging(CLERK) as work:
        asked = [*to_look_up(work, register(work)), *asked_at_intake(POLICY)]

    assert {gate.known_from for gate in asked} == {"register", "intake"}


@pytest.fixture
def before_the_last(department):
    """A letter that waits for the coordinator; the clerk answered what is asked at intake."""
    with department.writing(CLERK) as work:
        letter = register(work)
        deposit_gates.note(work, letter, NOTHING)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
    for reader in (SCREENER, PLANNER):
        with department.writing(reader) as work:
            review(work, letter_here(work, letter.id))
    return letter.id


def last_pass(department, letter_id, **facts):
    with department.writing(COORDINATOR) as work:
        letter = letter_here(work, letter_id)
        letter.claimed_by, letter.claimed_until = COORDINATOR.id, work.now
        for page in letter.newest.pages:
            open_page(work, letter, page.ordinal)
        deposit_gates.note(work, letter, facts)
        workflow.advance(work, workflow.Step.PASS, letter)
        return letter.stage


def test_the_last_reader_looks_up_what_the_register_says(department, before_the_last):
    with department.reading(COORDINATOR) as work:
        asked = [gate.key for gate in to_look_up(work, letter_here(work, before_the_last))]

    assert asked == ["no_contact_directive", "misconduct"]  # the clerk has answered the others
    with pytest.raises(RuleBroken, match="Look these up"):
        last_pass(department, before_the_last, misconduct=False)
    assert last_pass(department, before_the_last, misconduct=False, no_contact_directive=False) is LetterStage.BANKED


@pytest.mark.parametrize("key", sorted(NOTHING_STANDS))
def test_a_fact_that_stands_keeps_the_letter_out(department, before_the_last, key):
    with pytest.raises(RuleBroken, match="cannot come into the bank while this is so"):
        last_pass(department, before_the_last, **{**NOTHING_STANDS, key: True})


def test_an_old_answer_of_intake_is_asked_again(department, before_the_last):
    department.clock.forward(timedelta(days=366))

    with department.reading(COORDINATOR) as work:
        asked = {gate.key for gate in to_look_up(work, letter_here(work, before_the_last))}
    assert "court_ordered" in asked


def test_a_facilitys_word_for_the_register_does_not_count(department, before_the_last):
    with department.arranging(CLERK) as work:
        deposit_gates.note(work, letter_here(work, before_the_last), NOTHING_STANDS)

    with pytest.raises(RuleBroken, match="Look these up"):
        last_pass(department, before_the_last)


def test_a_writer_gives_only_so_many_letters_to_one_person_in_a_year(department):
    few = replace(department, policy=replace(POLICY, deposits_per_addressee=2))
    bank_a_letter(few, "Ruth Alder")
    bank_a_letter(few, "Ms. Ruth  ALDER")
    bank_a_letter(few, "Ada Stone")

    with pytest.raises(RuleBroken, match="already gave 2 letters to the same person"):
        bank_a_letter(few, "ruth alder")
    few.clock.forward(timedelta(days=366))
    bank_a_letter(few, "Ruth Alder")


def test_the_cap_is_a_fact_of_the_writers_own_letters(department):
    few = replace(department, policy=replace(POLICY, deposits_per_addressee=1))
    bank_a_letter(few, "Ruth Alder")

    bank_a_letter(few, "Ruth Aldern")
    with few.reading(COORDINATOR) as work:
        assert work.session.query(Letter).where(Letter.stage == LetterStage.BANKED).count() == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ms. Ruth Alder", "ruth alder", True), ("Alder, Ruth", "Ruth Alder", False), ("Dr O'Neil", "O'NEIL", True),
        ("Ruth Alder", "Ruth Elder", False),
    ],
)  # fmt: skip
def test_names_are_compared_as_one_hand_may_write_them(one, other, same):
    assert (plain_name(one) == plain_name(other)) is same
