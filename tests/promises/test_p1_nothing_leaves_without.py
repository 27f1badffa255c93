"""P1: nothing leaves the bank without every review, a verified request, her own yes, open gates and a second person.

Each shortcut to the hand-over is tried: by every step from every stage, and with the stage forged in the database.
"""

import pytest
from sqlalchemy import text

from letterbank.errors import NotAllowed, Refusal, RuleBroken, WrongStage
from letterbank.letters.model import Letter, LetterStage, Review
from letterbank.letters.workflow import LETTERS
from letterbank.permissions import Role
from letterbank.vault import LetterKey, VictimKey
from letterbank.workflow import Table, take
from notifications import matching, offers, release
from notifications.model import Offer, OfferStage
from notifications.workflow import OFFERS, Move
from tests.notifications.walks import DEEDS, a_standing_request, an_offer, check, go_on, hand_over, stage_of, step
from tests.worlds import ASSISTANT, SECOND_ASSISTANT, bank_a_letter, person

S = OfferStage
DOORS = [S.VERIFIED, S.CONTACTING, S.ACCEPTED, S.CLEARED, S.PACKED, S.CHECKED]
EARLIER = [S.FOUND, *DOORS[:-1]]


def reachable(table: Table, start: str, without: str) -> set[str]:
    """Every stage the table leads to from `start` when nobody may stand at `without`."""
    found, edge = {start}, {start}
    while edge:
        ends = {end for rule in table.rules.values() for end in rule.to if edge & rule.starts}
        edge = ends - found - {without}
        found |= edge
    return found


def forge(department, table, key, stage):
    """Somebody writes into the database, past the programme."""
    with department.database.writing() as session:
        session.execute(text(f"UPDATE {table} SET stage = :stage WHERE id = :id"), {"stage": stage, "id": key})


@pytest.mark.parametrize("door", DOORS)
def test_the_table_has_no_way_around_any_door(door):
    assert S.HANDED_OVER in reachable(OFFERS, S.FOUND, without="nothing")
    assert S.HANDED_OVER not in reachable(OFFERS, S.FOUND, without=door)


def test_a_letter_has_no_way_to_the_bank_around_its_reviews():
    assert LetterStage.BANKED not in reachable(LETTERS, LetterStage.REGISTERED, without=LetterStage.IN_REVIEW)


@pytest.mark.parametrize("stage", EARLIER)
def test_no_step_of_anybody_hands_it_over_before_its_time(department, stage):
    key = an_offer(department, stage)

    for role in Role:
        actor = person(role, 9, "NORTH" if role in (Role.INTAKE_CLERK, Role.FACILITY_SCREENER) else None)
        with department.writing(ASSISTANT) as work, pytest.raises((NotAllowed, WrongStage)):
            work.actor = actor
            take(work, OFFERS, Move.HAND_OVER, offers.find(work, key))

    assert stage_of(department, key) is stage


@pytest.mark.parametrize("stage", EARLIER)
def test_a_forged_stage_opens_no_door(department, stage):
    key = an_offer(department, stage)
    forge(department, "offer", key, S.CHECKED)

    with pytest.raises(RuleBroken):
        hand_over(department, key)


def test_a_letter_forged_into_the_bank_is_handed_to_nobody(department):
    key = an_offer(department, S.ACCEPTED)
    with department.arranging(ASSISTANT) as work:
        work.session.query(Review).filter_by(letter_id=offers.find(work, key).letter_id, step=2).delete()

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="every review"):
        release.clear(work, offers.find(work, key))


@pytest.mark.parametrize("alone", [ASSISTANT, SECOND_ASSISTANT])
def test_one_person_alone_never_gets_an_envelope_out(department, alone):
    key = an_offer(department, S.CLEARED)
    with department.reading(alone) as work:
        version = offers.find(work, key).version
    release.pack(department.office("central"), alone, lambda contents: b"%PDF", key, version)

    with department.writing(alone) as work, pytest.raises(RuleBroken, match="second person"):
        check(work, offers.find(work, key))


def test_an_unverified_request_finds_no_letter(department):
    bank_a_letter(department)
    request = a_standing_request(department)
    forge(department, "request", request, "opened")

    with department.writing(ASSISTANT) as work:
        assert matching.find_offers(work) == 0


@pytest.mark.parametrize("reached", [stage for stage in DEEDS if stage is not S.VERIFIED])
def test_a_step_out_of_turn_moves_nothing(department, reached):
    key = an_offer(department, S.FOUND)

    with pytest.raises(Refusal):
        step(department, key, reached)

    assert stage_of(department, key) is S.FOUND


def test_the_right_way_leads_out_and_only_it(department):
    key = an_offer(department, S.FOUND)

    go_on(department, key, S.HANDED_OVER)

    with department.reading(ASSISTANT) as work:
        offer = work.session.get_one(Offer, key)
        (packet,) = offer.packets
        readers = {review.reviewer_id for review in work.session.query(Review).filter_by(letter_id=offer.letter_id)}
        assert len(readers) == len(work.policy.reviews) == 3
        assert packet.checked_by not in (None, packet.packed_by)
        assert {row.record_id for row in work.session.query(LetterKey)} & {offer.revision_id}
        assert work.session.get(VictimKey, offer.request_id)
        assert work.session.get_one(Letter, offer.letter_id).stage is LetterStage.BANKED
