"""What a facility's own database role sees and does to the tables of the review desk."""

import psycopg
import pytest

from letterbank.letters import deposit_gates, workflow
from letterbank.letters.intake import letter_here
from letterbank.letters.model import LetterStage
from letterbank.letters.review_drafts import ReviewDraft
from screening import escalation, queues
from screening.criteria import Answer, Given
from screening.review import open_page
from tests.worlds import CLERK, COORDINATOR, PLANNER, SCREENER, bank_a_letter, register, review

pytestmark = pytest.mark.postgresql


@pytest.fixture
def waiting_at_north(department):
    """A letter that waits for the screener of NORTH."""
    with department.writing(SCREENER) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
        return letter.id


@pytest.fixture
def at_the_centre(department, waiting_at_north):
    """The same, passed by the screener; the planner has begun to read it."""
    with department.writing(SCREENER) as work:
        review(work, letter_here(work, waiting_at_north))
    with department.writing(PLANNER) as work:
        found = letter_here(work, waiting_at_north)
        queues.claim(work, found, found.version)
        open_page(work, found, 1)
    return waiting_at_north


def refused(connection, *statements):
    for statement in statements:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    return True


def test_a_facility_knows_of_the_pages_opened_at_its_own_desk_only(at_north, at_the_centre):
    readings = at_north.execute("SELECT desk, reader_id FROM page_reading").fetchall()

    assert readings == [("facility/NORTH", SCREENER.id)] * 2
    assert refused(
        at_north,
        "UPDATE page_reading SET desk = 'central'",
        "DELETE FROM page_reading",
        "INSERT INTO page_reading (id, page_id, facility_code, desk, reader_id, claimed_until, at) "
        "SELECT 'x', id, 'NORTH', 'central', 'x', now(), now() FROM letter_page LIMIT 1",
    )


def test_a_facility_never_reads_back_what_it_put_before_a_second_person(department, at_north, waiting_at_north):
    with department.writing(SCREENER) as work:
        letter = letter_here(work, waiting_at_north)
        queues.claim(work, letter, letter.version)
        escalation.escalate(work, letter, {"threats": Given(Answer.YES, "third line")}, "Call her advocate.")

    assert at_north.execute("SELECT safety_note, told FROM escalation").fetchall() == []
    assert at_north.execute("SELECT record_id FROM letter_key").fetchall() == []
    assert at_north.execute("SELECT step FROM letter_step").fetchall() == [("submit",)]
    assert at_north.execute("UPDATE letter SET stage = 'withdrawn'").rowcount == 1  # R2: on the writer's word, always


def test_a_facility_puts_before_a_second_person_only_what_it_holds(at_north, at_the_centre):
    assert refused(
        at_north,
        "UPDATE letter SET stage = 'escalated'",
        "INSERT INTO escalation (id, letter_id, revision_id, facility_code, desk, step, raised_by, raised_at) "
        "SELECT 'x', letter_id, id, 'NORTH', 'central', 0, 'x', now() FROM letter_revision",
    )


def test_a_facility_learns_nothing_of_what_the_centre_put_before_a_second_person(department, at_north, at_the_centre):
    with department.writing(PLANNER) as work:
        escalation.escalate(work, letter_here(work, at_the_centre), {"threats": Given(Answer.YES)}, "")
    with department.writing(COORDINATOR) as work:
        letter = letter_here(work, at_the_centre)
        escalation.claim(work, letter, letter.version)
        for page in letter.newest.pages:
            open_page(work, letter, page.ordinal, stage=LetterStage.ESCALATED)
        escalation.resume(work, letter, {"threats": Given(Answer.NO)}, "")

    for table in ("escalation", "finding"):
        assert at_north.execute(f"SELECT id FROM {table}").fetchall() == []
    assert at_north.execute("SELECT step FROM letter_step ORDER BY step").fetchall() == [("pass",), ("submit",)]


def test_a_facility_notes_at_its_own_desk_and_reads_nothing_of_the_centres(department, at_north, at_the_centre):
    for actor in (PLANNER, SCREENER):
        with department.arranging(actor) as work:
            deposit_gates.note(work, letter_here(work, at_the_centre), {"misconduct": True})

    assert at_north.execute("SELECT desk FROM deposit_check").fetchall() == [("facility/NORTH",)]
    assert refused(
        at_north,
        "UPDATE deposit_check SET stands = false",
        "INSERT INTO deposit_check (id, letter_id, facility_code, desk, gate, stands, noted_by, noted_at) "
        "SELECT 'x', id, 'NORTH', 'central', 'misconduct', false, 'x', now() FROM letter",
    )


def keep(department, reader, letter_id):
    """One reader's answers, laid there as the desk does."""
    with department.arranging(reader) as work:
        letter = letter_here(work, letter_id)
        draft = ReviewDraft(
            id=work.new_id(), letter_id=letter.id, revision_id=letter.newest.id, facility_code=letter.facility_code,
            desk=work.actor.place, reader_id=work.actor.id, kept_at=work.now, kept_from=work.new_id(),
        )  # fmt: skip
        work.vault.seal(work, draft, answers="{}", words="{}")
        work.session.add(draft)


def test_a_facility_knows_nothing_of_what_the_centres_readers_keep(department, at_north, at_the_centre):
    keep(department, PLANNER, at_the_centre)

    assert at_north.execute("SELECT id FROM review_draft").fetchall() == []
    assert at_north.execute("DELETE FROM review_draft").rowcount == 0
    for desk in ("central", "facility/NORTH"):  # its key has left, and with it the right to add anything
        assert refused(
            at_north,
            "INSERT INTO review_draft "
            "(id, letter_id, revision_id, facility_code, desk, reader_id, kept_at, kept_from, version) "
            f"SELECT 'x', letter_id, id, 'NORTH', '{desk}', '{PLANNER.id}', now(), 'x', 1 FROM letter_revision",
        )


def test_what_one_reader_keeps_is_never_made_anothers(department, at_north, at_river, waiting_at_north):
    keep(department, SCREENER, waiting_at_north)

    assert at_river.execute("SELECT id FROM review_draft").fetchall() == []
    assert at_north.execute("SELECT reader_id FROM review_draft").fetchall() == [(SCREENER.id,)]
    assert refused(at_north, "UPDATE review_draft SET reader_id = 'x'", "UPDATE review_draft SET revision_id = 'x'")


def test_a_facilitys_role_corrects_only_what_waits_and_takes_out_only_what_it_holds(department, at_north):
    bank_a_letter(department)

    assert at_north.execute("UPDATE letter_revision SET addressee = 'x'").rowcount == 0
    assert refused(at_north, "UPDATE letter SET stage = 'struck'")


def test_a_facilitys_role_corrects_a_name_that_waits(department, at_north):
    with department.writing(CLERK) as work:
        register(work)

    assert at_north.execute("UPDATE letter_revision SET addressee = 'x'").rowcount == 1
    assert at_north.execute("UPDATE letter SET stage = 'struck'").rowcount == 1
