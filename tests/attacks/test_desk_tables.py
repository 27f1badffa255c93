"""What a facility's own database role sees and does to the tables of the review desk."""

import psycopg
import pytest

from letterbank.letters import workflow
from letterbank.letters.intake import letter_here
from screening import queues
from screening.review import open_page
from tests.worlds import PLANNER, SCREENER, register, review

pytestmark = pytest.mark.postgresql


@pytest.fixture
def at_the_centre(department):
    """A letter of NORTH that its screener passed and the planner has begun to read."""
    with department.writing(SCREENER) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
        review(work, letter)
    with department.writing(PLANNER) as work:
        found = letter_here(work, letter.id)
        queues.claim(work, found, found.version)
        open_page(work, found, 1)
    return letter.id


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
