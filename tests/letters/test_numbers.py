"""A number said aloud means one letter at its facility and one offer at the centre, however often it is drawn."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from letterbank.ids import SystemIds, is_number
from letterbank.letters import intake
from letterbank.letters.deposit_gates import nothing_stands
from letterbank.letters.intake import Registration
from letterbank.letters.model import Letter
from letterbank.permissions import Role
from notifications import matching
from notifications.model import Offer
from tests.notifications.walks import a_standing_request
from tests.worlds import ASSISTANT, CLERK, bank_a_letter, offender_of, person

SHEET = SimpleNamespace(width=1, height=1, image=b"pixels", kind=SimpleNamespace(media_type="image/jpeg"))


class SameAgain:
    """Draws each number twice: numbers are made of eight bytes, ids of sixteen."""

    def __init__(self):
        self._drawn = 0

    def random(self, count):
        if count != 8:
            return SystemIds().random(count)
        self._drawn += 1
        return ((self._drawn + 1) // 2).to_bytes(8, "big")


@pytest.fixture
def unlucky(department):
    return replace(department, ids=SameAgain())


def register_one(department, clerk):
    with department.writing(clerk) as work:
        writer = offender_of(work, clerk.facility)
        given = Registration(
            offender_id=writer.id, case_id=writer.cases[0].id, addressee="Ruth", acknowledged=True, declared=1,
            facts=nothing_stands(work.policy),
        )
        return intake.register_letter(work, given, [SHEET]).number


def test_two_letters_of_a_facility_never_have_one_number(unlucky):
    numbers = [register_one(unlucky, CLERK) for _ in range(3)]

    assert len(set(numbers)) == 3
    assert all(map(is_number, numbers))


def test_what_number_a_letter_gets_tells_nothing_of_another_facility(unlucky):
    at_river = person(Role.INTAKE_CLERK, facility="RIVER")

    assert register_one(unlucky, CLERK) == register_one(unlucky, at_river)


def test_two_offers_never_have_one_number(unlucky):
    for _ in range(3):
        bank_a_letter(unlucky)
    a_standing_request(unlucky)

    with unlucky.writing(ASSISTANT) as work:
        found = matching.find_offers(work)
        numbers = work.session.scalars(select(Offer.number)).all()

    assert (found, len(set(numbers))) == (3, 3)
    with unlucky.reading(CLERK) as work:
        assert len(work.session.scalars(select(Letter.id)).all()) == 3
