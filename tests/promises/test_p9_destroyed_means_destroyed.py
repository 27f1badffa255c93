"""P9: when the last key backup has expired (at most seven days), no live copy and no older backup opens it."""

from datetime import timedelta

import pytest

from letterbank.db import Base
from letterbank.errors import RuleBroken, Unreadable
from letterbank.policy import names, packaged
from letterbank.safekeeping.backup import Schema, restore, take_backup
from letterbank.safekeeping.destruction import order
from letterbank.safekeeping.sets import BackupSet
from letterbank.tables import METADATA
from letterbank.vault import LetterKey, SealedRecord, VictimKey, opening, opening_all
from letterbank.vault.sealed import PRINT, READ_VICTIM, REVIEW, VERIFY
from notifications import offers
from notifications.dropbox import DropBase
from notifications.model import OfferStage
from tests.notifications.walks import an_offer
from tests.safekeeping.test_backup import new_department
from tests.worlds import ASSISTANT, COORDINATOR

__all__ = ["new_department"]

SCHEMA = Schema(METADATA, DropBase.metadata)
WEEK = timedelta(days=7)


def parts_of(work, key):
    offer = offers.find(work, key)
    return {
        "letter": ("letter", offer.letter.newest, COORDINATOR, REVIEW, "addressee"),
        "request": ("victim", offer.request, ASSISTANT, VERIFY, "content"),
        "victim": ("victim", offer.request.victim, ASSISTANT, READ_VICTIM, "name"),
    }


def destroy(department, key, part):
    with department.writing(ASSISTANT) as work:
        kind, record, *_ = parts_of(work, key)[part]
        order(work, kind, record.key_id, subject=record.place, reason="she asked")


def read(department, key, part) -> str:
    with department.reading(ASSISTANT) as work:
        actor = parts_of(work, key)[part][2]
    with department.writing(actor) as work:
        _, record, _, purpose, column = parts_of(work, key)[part]
        return str(getattr(opening(work, record, purpose), column))


def keep(department, kind, folder):
    return take_backup(department.office("central"), ASSISTANT, SCHEMA, kind, folder).path


@pytest.mark.parametrize("part", ["letter", "request", "victim"])
def test_no_live_copy_opens(department, part):
    key = an_offer(department, OfferStage.HANDED_OVER)
    assert read(department, key, part)

    destroy(department, key, part)

    with pytest.raises(Unreadable):
        read(department, key, part)


def test_every_page_goes_with_its_letter(department):
    key = an_offer(department, OfferStage.HANDED_OVER)
    destroy(department, key, "letter")

    with department.writing(ASSISTANT) as work:
        for page in opening_all(work, offers.find(work, key).letter.newest.pages, PRINT):
            with pytest.raises(Unreadable):
                page.raw("image")


def test_the_offer_and_its_attempts_go_with_the_request(department):
    key = an_offer(department, OfferStage.HANDED_OVER)
    destroy(department, key, "request")

    with department.writing(ASSISTANT) as work:
        offer = offers.find(work, key)
        for record, column in ((offer, "evidence"), (offer.attempts[0], "note")):
            with pytest.raises(Unreadable):
                getattr(opening(work, record, READ_VICTIM), column)


@pytest.mark.parametrize("part", ["letter", "request", "victim"])
def test_a_week_later_no_older_backup_brings_it_back(department, new_department, tmp_path, part):
    key = an_offer(department, OfferStage.HANDED_OVER)
    records, keys = (keep(department, kind, tmp_path / "old") for kind in (BackupSet.RECORDS, BackupSet.KEYS))
    destroy(department, key, part)

    department.clock.forward(WEEK)
    with pytest.raises(RuleBroken, match="older than 7 days"):
        restore(new_department.office("central"), ASSISTANT, SCHEMA, (records, keys))
    fresh = keep(department, BackupSet.KEYS, tmp_path / "new")
    restore(new_department.office("central"), ASSISTANT, SCHEMA, (records, fresh))

    with pytest.raises(Unreadable):
        read(new_department, key, part)


def test_a_newer_set_of_records_remembers_what_older_keys_forgot(department, new_department, tmp_path):
    key = an_offer(department, OfferStage.HANDED_OVER)
    keys = keep(department, BackupSet.KEYS, tmp_path)
    destroy(department, key, "victim")

    restore(
        new_department.office("central"), ASSISTANT, SCHEMA, (keep(department, BackupSet.RECORDS, tmp_path), keys)
    )  # fmt: skip

    with pytest.raises(Unreadable):
        read(new_department, key, "victim")


@pytest.mark.parametrize("name", names())
def test_no_programme_keeps_a_key_backup_longer_than_a_week(name):
    assert packaged(name).retention.key_backup_days <= 7


def test_every_sealed_record_stands_under_a_key_that_can_be_destroyed():
    found = {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, SealedRecord)}

    assert len(found) >= 8
    assert all(record.key_table in (LetterKey, VictimKey) for record in found)
