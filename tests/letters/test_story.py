"""A letter's story, its list and its search: roles and steps, no names, nobody of elsewhere."""

from datetime import timedelta

import pytest

from letterbank.errors import NotAllowed
from letterbank.letters import workflow
from letterbank.letters.intake import letter_here
from letterbank.letters.lists import list_letters
from letterbank.letters.model import Letter, LetterStage
from letterbank.letters.story import story_of
from letterbank.letters.visibility import GONE, seen
from letterbank.people.model import Offender
from tests.worlds import (
    ASSISTANT,
    CLERK,
    COORDINATOR,
    PLANNER,
    RIVER_SCREENER,
    SCREENER,
    bank_a_letter,
    register,
    review,
    revise,
)


def walked(department, *deeds):
    """A letter on which these people did these things, one unit each."""
    with department.arranging(CLERK) as work:
        key = register(work).id
    for actor, deed in deeds:
        department.clock.forward(timedelta(hours=1))
        with department.writing(actor) as work:
            deed(work, work.session.get_one(Letter, key))
    return key


def submit(work, letter):
    workflow.advance(work, workflow.Step.SUBMIT, letter)


def give_back(work, letter):
    review(work, letter, workflow.Step.RETURN)


def rescan(work, letter):
    revise(work, letter)
    submit(work, letter)


def told(department, key, actor=SCREENER):
    with department.reading(actor) as work:
        return [(one.what, one.who) for one in story_of(work, letter_here(work, key))]


def test_the_story_names_roles_and_steps(department):
    reviews = [(SCREENER, review), (PLANNER, give_back), (CLERK, rescan), (SCREENER, review)]
    key = walked(department, (CLERK, submit), *reviews)

    assert told(department, key) == [
        ("Registered", "Intake clerk"),
        ("Sent into review", "Intake clerk"),
        ("Passed", "facility letter screener"),
        ("Returned to the writer with reasons", "Restorative Justice Planner"),
        ("On paper again", "Intake clerk"),
        ("Sent into review", "Intake clerk"),
        ("Passed", "facility letter screener"),
    ]


def test_the_story_is_the_same_for_the_facility_and_the_centre(department):
    key = bank_a_letter(department)

    assert told(department, key, SCREENER) == told(department, key, COORDINATOR)


def test_the_story_is_for_those_who_may_list_letters(department):
    key = bank_a_letter(department)

    with pytest.raises(NotAllowed), department.reading(ASSISTANT) as work:
        story_of(work, letter_here(work, key))


def test_a_facility_lists_and_finds_its_own_letters_only(department):
    key = bank_a_letter(department)
    with department.reading(SCREENER) as work:
        number = work.session.get_one(Letter, key).number

    def numbers(actor, **asked):
        with department.reading(actor) as work:
            return [row.number for row in list_letters(work, **asked).rows]

    assert numbers(SCREENER) == numbers(COORDINATOR, number=f" {number[:4]} {number[4:]}") == [number]
    assert numbers(RIVER_SCREENER) == numbers(RIVER_SCREENER, number=number) == []
    assert numbers(SCREENER, stage="banked") == [number]
    assert numbers(SCREENER, stage="refused") == numbers(SCREENER, number="00000000") == []


def test_every_stage_has_words(department):
    with department.reading(CLERK) as work:
        for stage in LetterStage:
            letter = Letter(id="a" * 26, number="1", stage=stage, step=0, since=work.now, registered_at=work.now)
            assert seen(letter, department.policy).stage


def test_a_writer_who_moved_away_is_not_shown_at_the_old_facility(department):
    key = bank_a_letter(department)
    with department.arranging(COORDINATOR) as work:
        letter = work.session.get_one(Letter, key)
        work.session.get_one(Offender, letter.offender_id).facility_code = "RIVER"

    with department.reading(SCREENER) as work:
        row = list_letters(work).rows[0]

    assert (row.writer, row.writer_number) == (GONE, "")
