"""R25: the packet speaks to one person in the words that person gave us."""

import json

import pytest

from notifications import offers, packet, release
from notifications.model import OfferStage
from tests.notifications.test_the_way_by_pages import give_it_pixels
from tests.notifications.walks import an_offer
from tests.worlds import ASSISTANT


def packed(department, **sent):
    """The printed document of an offer whose request said this."""
    key = an_offer(department, OfferStage.CLEARED)
    give_it_pixels(department, key)
    with department.arranging(ASSISTANT) as work:
        offer = offers.find(work, key)
        work.vault.seal(work, offer.request, content=json.dumps({"kind": "request", **sent}))
        version, policy, now = offer.version, work.policy, work.now
    composed = []

    def compose(contents):
        composed.append(packet.document(policy, contents, now))
        return b"%PDF"

    release.pack(department.office("central"), ASSISTANT, compose, key, version)
    return composed[0]


def test_the_cover_letter_names_the_writer_as_the_request_did(department):
    assert packed(department, writer="Danny, my cousin").writer_name_as_she_gave == "Danny, my cousin"


@pytest.mark.parametrize("sent", [{}, {"writer": ""}])
def test_without_a_name_in_the_request_the_register_gives_it(department, sent):
    assert packed(department, **sent).writer_name_as_she_gave == "Dale North"
