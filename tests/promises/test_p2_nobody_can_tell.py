"""P2: nothing a facility, the writer or a stranger can observe differs, but by a fact she allowed.

How two worlds are compared, and the leaks that are planted to see that it finds them, is in tests/two_worlds.
"""

import pytest

from letterbank.database.windows import DOOR, WINDOWS
from letterbank.tables import METADATA
from letterbank.vault import opening
from letterbank.vault.sealed import READ_VICTIM
from notifications import disclosure, offers
from notifications.model import OfferStage
from tests.house.directions import imports
from tests.house.tree import python
from tests.notifications.walks import an_offer, say_yes
from tests.two_worlds.meeting import scanning, two_worlds
from tests.two_worlds.scripts import HER_WAY, looked_at_after
from tests.worlds import ASSISTANT

__all__ = ["scanning", "two_worlds"]

SEEN = {window.table for window in WINDOWS} | set(DOOR)
HERS = {"victim", "victim_key", "request", "request_step", "offer", "offer_step", "contact_attempt", "packet",
        "unmatched_drop", "receipt_digest", "person_digest", "gate_answer", "dialogue_referral", "deposit",
        "after_care", "audit_central"}  # fmt: skip
AFTER_RECEPTION = {"kept_paper", "kept_paper_step", "paper_bag_words", "paper_loss"}


def test_the_whole_way_of_one_letter_looks_like_no_way_at_all(two_worlds):
    assert two_worlds.compare(looked_at_after(HER_WAY, looking=13)) == []
    assert two_worlds.happened == HER_WAY


def test_every_table_of_her_side_is_unknown_to_a_facility():
    assert set(METADATA.tables) >= HERS
    assert SEEN.isdisjoint(HERS)


def test_r37_no_table_of_what_becomes_of_received_paper_is_known_to_a_facility():
    assert set(METADATA.tables) >= AFTER_RECEPTION
    assert SEEN.isdisjoint(AFTER_RECEPTION)


@pytest.mark.parametrize("table", sorted(SEEN & set(METADATA.tables)))
def test_no_row_a_facility_sees_points_to_her_side(table):
    pointed_at = {key.column.table.name for key in METADATA.tables[table].foreign_keys}

    assert pointed_at <= SEEN


def test_no_code_of_letters_and_screening_knows_her_side():
    for source in python():
        if source.path.startswith(("letterbank/letters/", "screening/")):
            known = {target for _, target in imports(source)}
            assert not {name for name in known if name.startswith(("notifications", "letterbank.people.victims"))}
            assert not {name for name in known if name.startswith("letterbank.vod")}


def test_a_yes_tells_nobody_anything_unless_she_says_so(department):
    key = an_offer(department, OfferStage.CONTACTING)

    with department.writing(ASSISTANT) as work:
        offer = offers.find(work, key)
        say_yes(work, offer)
        assert disclosure.chosen(_opened(work, offer)) == []


def test_a_yes_taken_back_takes_its_facts_back(department):
    key = an_offer(department, OfferStage.ACCEPTED)
    with department.writing(ASSISTANT) as work:
        offer = offers.find(work, key)
        disclosure.choose(work, offer, work.policy.disclosure.may_tell)
        offers.take_back(work, offer)

    with department.writing(ASSISTANT) as work:
        assert disclosure.chosen(_opened(work, offers.find(work, key))) == []


def _opened(work, offer):
    return opening(work, offer, READ_VICTIM)
