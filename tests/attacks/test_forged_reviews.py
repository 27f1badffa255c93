"""P1: a facility's server, taken over, carries no letter past a reading that was never given."""

from datetime import timedelta

import psycopg
import pytest

from letterbank.errors import RuleBroken
from letterbank.letters import readings, workflow
from letterbank.letters.lists import list_letters
from letterbank.letters.model import Letter, LetterStage
from tests.worlds import COORDINATOR, PLANNER, SCREENER, bank_a_letter, register, review

pytestmark = pytest.mark.postgresql

REVIEW = (
    "INSERT INTO review (id, letter_id, revision_id, facility_code, step, desk, reviewer_id, verdict, at) "
    "SELECT 'forged' || {step}, letter_id, id, facility_code, {step}, '{desk}', '{reader}', 'pass', now() "
    "FROM letter_revision"
)
REVISION = (
    "INSERT INTO letter_revision (id, letter_id, facility_code, ordinal, arrived_at) "
    "SELECT 'new', id, 'NORTH', 9, now() FROM letter"
)
PAGE = (
    "INSERT INTO letter_page (id, revision_id, facility_code, ordinal, width, height, kind) "
    "SELECT 'new', id, 'NORTH', 9, 1, 1, 'image/jpeg' FROM letter_revision"
)


@pytest.fixture
def at_the_centre(department):
    """A letter of NORTH that its screener passed; its key is at the bank now."""
    with department.writing(SCREENER) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
    with department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, letter.id))
    return letter.id


def refused(connection, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)
    return True


def test_a_facility_gives_no_review_at_the_centres_desk(at_north, at_the_centre):
    for desk in ("central", "facility/RIVER", ""):
        assert refused(at_north, REVIEW.format(step=1, desk=desk, reader=PLANNER.id))


def test_a_review_once_given_is_not_changed_at_a_facility(at_north, at_the_centre):
    assert refused(at_north, "UPDATE review SET desk = 'central'")
    assert refused(at_north, "UPDATE review SET verdict = 'return'")
    assert refused(at_north, "DELETE FROM review")


def test_a_letter_moved_past_the_planner_is_not_kept(department, at_north, at_the_centre):
    at_north.execute(REVIEW.format(step=1, desk="facility/NORTH", reader=PLANNER.id))
    at_north.execute("UPDATE letter SET step = 2")

    with (
        pytest.raises(RuleBroken, match="review of the Restorative Justice Planner is missing") as refusal,
        department.writing(COORDINATOR) as work,
    ):
        review(work, work.session.get_one(Letter, at_the_centre))

    assert refusal.value.audited == "reviews missing"
    assert refusal.value.subject == f"letter/{at_the_centre}"
    with department.reading(COORDINATOR) as work:
        letter = work.session.get_one(Letter, at_the_centre)
        assert (letter.stage, letter.step) == (LetterStage.IN_REVIEW, 2)


def test_one_person_counts_for_one_step_however_the_rows_read(department, at_north, at_the_centre):
    at_north.execute(REVIEW.format(step=0, desk="facility/NORTH", reader=PLANNER.id))

    with pytest.raises(RuleBroken, match="You have reviewed this letter already"), department.writing(PLANNER) as work:
        review(work, work.session.get_one(Letter, at_the_centre))


def test_only_the_centre_puts_a_letter_into_the_bank(at_north, at_the_centre):
    assert refused(at_north, "UPDATE letter SET stage = 'banked'")


BEGUN = (
    "INSERT INTO letter (id, number, facility_code, offender_id, case_id, acknowledged, stage, step, since, "
    "registered_at, registered_by, version, on_paper_since) SELECT 'a', '1', 'NORTH', offender_id, case_id, true, "
    "'{stage}', 0, now(), now(), 'x', 1, {since} FROM case_offender"
)


def test_a_facility_begins_a_letter_only_at_its_beginning(at_north, department):
    for stage in ("banked", "in_review", "refused"):
        assert refused(at_north, BEGUN.format(stage=stage, since="NULL"))


def test_a_facility_takes_in_no_letter_of_the_old_files(at_north, department):
    """R32: they are the centre's. The same row without the day is one of its own."""
    assert refused(at_north, BEGUN.format(stage="registered", since="DATE '1998-04-02'"))
    at_north.execute(BEGUN.format(stage="registered", since="NULL") + " LIMIT 1")


@pytest.mark.parametrize("moved", [None, "UPDATE letter SET stage = 'returned'"])
def test_nothing_is_added_to_what_the_centre_keeps(department, at_north, moved):
    bank_a_letter(department)
    if moved:
        at_north.execute(moved)

    assert refused(at_north, PAGE)
    assert moved or refused(at_north, REVISION)


def test_a_step_that_does_not_exist_breaks_no_list(department, at_north, at_the_centre):
    at_north.execute("UPDATE letter SET step = 99")

    with department.reading(COORDINATOR) as work:
        (row,) = list_letters(work).rows
    assert "does not have" in row.waits_for
    with pytest.raises(RuleBroken, match="does not have"), department.writing(COORDINATOR) as work:
        review(work, work.session.get_one(Letter, at_the_centre))


def changed(connection) -> int:
    return connection.execute("UPDATE letter_page SET width = 1, image = 'another page'").rowcount


def test_a_page_is_changed_only_while_no_reader_has_looked_at_it(department, at_north):
    with department.writing(SCREENER) as work:
        letter = register(work, pages=1)
        readings.note(work, letter, letter.newest.pages[0])  # at the desk
        workflow.advance(work, workflow.Step.SUBMIT, letter)
        key = letter.id
    before = changed(at_north)
    with department.arranging(SCREENER) as work:
        read = work.session.get_one(Letter, key)
        read.claimed_by, read.claimed_until = work.actor.id, work.now + timedelta(minutes=30)
        readings.note(work, read, read.newest.pages[0])

    assert (before, changed(at_north)) == (1, 0)


def test_a_page_the_centre_holds_is_not_changed(at_north, at_the_centre):
    assert changed(at_north) == 0
