"""Custody moves with the letter: what the facility passed on, the facility's own keys no longer open."""

import pytest
from sqlalchemy import select

from letterbank.errors import NotAllowed, Unreadable
from letterbank.letters import workflow
from letterbank.letters.model import Letter
from letterbank.vault import LetterKey, opening
from letterbank.vault.domains import SUITE_MLKEM1024_P384
from letterbank.vault.sealed import MEND, REVIEW
from tests.worlds import CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER, register, review


@pytest.fixture
def letter(department):
    """At the facility, waiting for its screener; its id."""
    with department.writing(SCREENER) as work:
        made = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, made)
        return made.id


def addressee(department, actor, letter_id, purpose=REVIEW):
    with department.arranging(actor) as work:
        return opening(work, work.session.get_one(Letter, letter_id).newest, purpose).addressee


def give(department, actor, letter_id, step=workflow.Step.PASS):
    with department.writing(actor) as work:
        review(work, work.session.get_one(Letter, letter_id), step)


def test_while_the_facility_reviews_only_the_facility_opens(department, letter):
    assert addressee(department, SCREENER, letter) == "Ruth Alder"

    with pytest.raises(Unreadable):
        addressee(department, PLANNER, letter)


def test_after_the_pass_the_facility_opens_no_more_and_the_bank_does(department, letter):
    give(department, SCREENER, letter)

    assert addressee(department, PLANNER, letter) == "Ruth Alder"
    with pytest.raises(Unreadable):
        addressee(department, SCREENER, letter)


def test_in_the_very_unit_that_passes_it_on_nothing_opens_afterwards(department, letter):
    with department.writing(SCREENER) as work:
        kept = work.session.get_one(Letter, letter)
        opened = opening(work, kept.newest, REVIEW)
        review(work, kept)

        with pytest.raises(Unreadable):
            opened.addressee  # noqa: B018 - reading it is the attempt


def test_a_returned_letter_comes_back_to_its_facility(department, letter):
    give(department, SCREENER, letter)
    give(department, PLANNER, letter, workflow.Step.RETURN)

    assert addressee(department, CLERK, letter, MEND) == "Ruth Alder"
    with pytest.raises(Unreadable):
        addressee(department, COORDINATOR, letter)


def test_a_key_on_its_way_is_sealed_to_the_bank_and_to_nobody_else(department, letter):
    give(department, SCREENER, letter)

    with department.reading(PLANNER) as work:
        key = work.session.scalars(select(LetterKey)).one()
    assert key.holder == "bank"
    assert key.wrapped[:1] == SUITE_MLKEM1024_P384
    openers = []
    for domain in department.ring.held.values():
        try:
            domain.unwrap(key.wrapped, department=department.ring.department, place=f"key/{key.record_id}")
            openers.append(domain.name)
        except Unreadable:
            pass
    assert openers == ["bank"]


def test_another_facility_is_refused_even_if_it_held_the_keys(department, letter):
    with department.writing(SCREENER) as work:
        revision = work.session.get_one(Letter, letter).newest

    with department.writing(RIVER_SCREENER) as work, pytest.raises(NotAllowed):
        opening(work, revision, REVIEW)


def test_a_refused_pass_leaves_custody_where_it_was(department, letter):
    with pytest.raises(ZeroDivisionError), department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, letter))
        raise ZeroDivisionError

    assert addressee(department, SCREENER, letter) == "Ruth Alder"
