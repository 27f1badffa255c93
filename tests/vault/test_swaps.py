"""B18: whoever can write the database cannot make one sealed value stand for another, anywhere."""

from itertools import permutations

import pytest
from sqlalchemy import select, update

from letterbank.errors import Unreadable
from letterbank.letters.bank import Deposit
from letterbank.letters.model import Page, Review, Revision
from letterbank.people.victims import Victim
from letterbank.rounds import WORKER
from letterbank.vault import LetterKey, Opened, VictimKey
from letterbank.vault.sealed import sealed_columns
from notifications import intake
from notifications.drops import REQUEST
from notifications.model import Request
from notifications.receipts import new_receipt
from tests.worlds import COORDINATOR, bank_a_letter

SEALED = (Revision, Page, Review, Deposit, Victim, Request)


@pytest.fixture
def lived_in(department):
    """Two letters in the bank, two victims who asked: a sealed value in every kind of column."""
    for name in ("Ruth Alder", "Iris Brook"):
        bank_a_letter(department, name)
        with department.arranging(WORKER) as work:
            message = {"kind": REQUEST, "receipt": new_receipt(work.ids), "name": name, "telephone": "555 0134"}
            intake.open_request(work, work.new_id(), message)
    return department


def cells(work):
    """Every sealed value there is: its record and its column."""
    for table in SEALED:
        for record in work.session.scalars(select(table).order_by(table.id)):
            for column in sealed_columns(record):
                if getattr(record, column) is not None:
                    yield record, column


def test_every_value_opens_in_its_own_place(lived_in):
    with lived_in.writing(COORDINATOR) as work:
        found = [Opened(work, record).raw(column) for record, column in cells(work)]

    assert len(found) > 20
    assert b"Ruth Alder" in found


def test_no_value_opens_in_anothers_place(lived_in):
    with lived_in.reading(COORDINATOR) as work, work.session.no_autoflush:
        everywhere = [(record, column, getattr(record, column)) for record, column in cells(work)]
        for (record, column, own), (_, _, foreign) in permutations(everywhere, 2):
            setattr(record, column, foreign)
            with pytest.raises(Unreadable):
                Opened(work, record).raw(column)
            setattr(record, column, own)
        work.session.expire_all()


@pytest.mark.parametrize("table", [LetterKey, VictimKey])
def test_no_key_opens_as_anothers(lived_in, table):
    with lived_in.arranging(COORDINATOR) as work:
        keys = work.session.execute(select(table.record_id, table.wrapped)).all()
        for mine, other in permutations(keys, 2):
            work.session.execute(update(table).where(table.record_id == mine.record_id).values(wrapped=other.wrapped))
        owners = [record for record, _ in cells(work) if record.key_table is table]

        for record in owners:
            with pytest.raises(Unreadable):
                Opened(work, record).raw(next(iter(sealed_columns(record))))
