"""R27: nothing is posted to where others open the mail."""

import pytest

from letterbank.errors import RuleBroken
from letterbank.people.model import Facility
from notifications import offers, where_not
from notifications.model import OfferStage
from tests.notifications.walks import an_offer, pack, stage_of
from tests.worlds import ASSISTANT

PRISONS = [
    "Mississippi State Penitentiary\nHighway 49\nParchman, MS", "c/o Hinds County Jail\nBox 4", "Box 9\nINMATE MAIL",
    "The  Lighthouse Unit\nBox 2",
]  # fmt: skip
HOMES = ["12 Old Prison Road\nNatchez, MS", "4b Jail Street", "Box 12\nJackson, MS 39201", "7 Detention Pond Lane"]


@pytest.fixture
def lighthouse(department):
    with department.database.writing() as session:
        session.add(Facility(code="LIGHT", name="Lighthouse Unit"))


@pytest.mark.parametrize("address", PRISONS)
def test_a_packet_to_a_prison_is_not_printed_and_no_page_opened(department, lighthouse, address):
    key = an_offer(department, OfferStage.CLEARED, address=address)

    with pytest.raises(RuleBroken, match="Nothing is posted there"):
        pack(department, key)

    assert stage_of(department, key) is OfferStage.CLEARED


@pytest.mark.parametrize("address", HOMES)
def test_a_street_called_after_one_is_a_street(department, lighthouse, address):
    with department.reading(ASSISTANT) as work:
        assert where_not.of_custody(work, address) is None


def test_the_request_says_so_long_before(department, browser_of):
    key = an_offer(department, OfferStage.FOUND, address=PRISONS[0])
    with department.reading(ASSISTANT) as work:
        request = offers.find(work, key).request_id

    assert "Nothing is posted to this address" in browser_of(ASSISTANT).get(f"/requests/{request}").text
