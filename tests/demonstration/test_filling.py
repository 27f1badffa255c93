"""What a newcomer finds in the demonstration, and that it came there by the rules."""

import json

import pytest
from sqlalchemy import func, select

from letterbank.app import open_office
from letterbank.audit import CentralEntry, chains, verify
from letterbank.demonstration.home import Filled, filled
from letterbank.demonstration.lives import lives
from letterbank.letters.model import Letter, LetterStage, Revision
from letterbank.letters.paper.central import Kept, KeptStage
from letterbank.letters.paper.model import Bag, Paper, PaperStage
from letterbank.permissions import Actor
from letterbank.vod.referral import Referral, ReferralStage
from notifications import dropbox
from notifications.model import Offer, OfferStage, Request, RequestStage, UnmatchedDrop

NOBODY = Actor(id="nobody", name="", surface="central", roles=frozenset())


@pytest.fixture
def work(whole):
    office = open_office(whole[0], "central")
    with office.reading(NOBODY) as work:
        yield work
    office.database.close()
    office.dropbox.close()


def stages(work, table):
    return set(work.session.scalars(select(table.stage).distinct()))


def test_letters_wait_at_every_stage_and_for_every_reader(work):
    assert stages(work, Letter) == set(LetterStage)

    steps = work.session.scalars(select(Letter.step).where(Letter.stage == LetterStage.IN_REVIEW).distinct())
    assert set(steps) == set(range(len(work.policy.reviews)))
    assert work.session.scalar(select(Letter.id).where(Letter.claimed_by.is_not(None)))
    assert work.session.scalar(select(Revision.id).where(Revision.ordinal == 2))


def test_paper_is_at_every_place_this_programme_has(work):
    assert stages(work, Paper) == set(PaperStage)
    assert stages(work, Kept) == set(KeptStage) - {KeptStage.IN_PACKET}  # its packets are printed from the scan
    assert work.session.scalar(select(Bag.id).where(Bag.sent_at.is_(None)))


def test_requests_offers_and_referrals_stand_at_every_stage_there_is(work):
    assert stages(work, Request) == set(RequestStage)
    assert stages(work, Offer) == set(OfferStage)
    assert stages(work, Referral) == set(ReferralStage)
    assert work.session.scalar(select(UnmatchedDrop.id).where(UnmatchedDrop.settled_at.is_(None)))
    with work.office.dropbox.reading() as session:
        assert len(dropbox.waiting(session)) == 1


def test_letters_nobody_asked_for_lie_in_the_bank_for_years(work):
    asked = select(Offer.letter_id)
    alone = select(Letter).where(Letter.stage == LetterStage.BANKED, Letter.id.not_in(asked)).order_by(Letter.since)

    waiting = work.session.scalars(alone).all()

    assert len(waiting) >= 4
    assert (work.now - waiting[0].since).days > 600


def test_both_facilities_have_letters_of_many_writers(work):
    for code in ("NORTH", "RIVER"):
        writers = select(func.count(Letter.offender_id.distinct())).where(Letter.facility_code == code)
        assert work.session.scalar(writers) >= 6


def test_everything_is_in_an_audit_that_is_whole_and_in_the_order_of_time(work):
    department = work.vault.ring.department
    assert all(verify(work.session, chain, department).whole for chain in chains(work.session))

    written = work.session.scalars(select(CentralEntry.written).order_by(CentralEntry.number)).all()
    times = [json.loads(entry)["at"] for entry in written]
    assert times == sorted(times)


def test_nothing_of_a_victim_can_be_read_in_the_home(whole):
    names = [str(told.wish["name"]).encode() for told in lives() if told.wish]
    secrets = [*names, b"601 555 01", b"Natchez", b"bluebird", b"marigold"]

    kept = b"".join(path.read_bytes() for path in whole[0].home.rglob("*") if path.is_file())

    assert [secret for secret in secrets if secret in kept] == []


def test_the_filling_says_how_far_it_is(whole):
    settings, said = whole

    assert filled(settings.home) is Filled.WHOLE
    assert len(said) > 5
