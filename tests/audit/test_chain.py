"""AU-10, AU-11: whatever is done to a written log, verify says so, and where."""

import pytest
from sqlalchemy import delete, select, text, update

from letterbank.audit import Anchor, anchor, verify
from letterbank.audit.model import CentralEntry
from tests.audit.conftest import DEPARTMENT, write

E = CentralEntry


def verdict(session, against=None):
    return verify(session, "central", DEPARTMENT, against)


def change(session, entry, **values):
    session.execute(update(E).where(E.number == entry).values(**values))


def rows(session):
    return session.execute(select(E.number, E.written, E.digest).order_by(E.number)).all()


def test_a_log_nobody_touched_is_whole(log):
    assert verdict(log).whole
    assert verdict(log).entries == 6


@pytest.mark.parametrize("column", ["written", "digest"])
def test_every_changed_byte_is_found_at_its_entry(log, column):
    for row in rows(log):
        before = getattr(row, column)
        for at in range(len(before)):
            flipped = bytes([*before[:at], before[at] ^ 1, *before[at + 1 :]])
            change(log, row.number, **{column: flipped})
            assert verdict(log).broken_at == row.number
        change(log, row.number, **{column: before})
    assert verdict(log).whole


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_deleted_entry_is_found(log, number):
    log.execute(delete(E).where(E.number == number))

    assert verdict(log).broken_at == number


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_deletion_covered_by_counting_down_is_found(log, number):
    log.execute(delete(E).where(E.number == number))
    for later in range(number + 1, 7):
        change(log, later, number=later - 1)

    assert verdict(log).broken_at == number


def test_an_inserted_entry_is_found(log):
    for later in range(6, 2, -1):
        change(log, later, number=later + 1)
    log.add(E(chain="central", number=3, written=b"{}", digest=bytes(32)))
    log.flush()

    assert verdict(log).broken_at == 3


def test_two_entries_that_changed_places_are_found(log):
    for origin, target in ((2, 99), (3, 2), (99, 3)):
        change(log, origin, number=target)

    assert verdict(log).broken_at == 2


@pytest.mark.parametrize("left", range(6))
def test_a_cut_tail_is_found_against_an_anchor(log, left):
    kept_outside = anchor(log, "central", DEPARTMENT)
    log.execute(delete(E).where(E.number > left))

    assert verdict(log).whole
    assert verdict(log, kept_outside).broken_at == left + 1


def test_a_chain_rewritten_from_the_start_is_found_against_an_anchor(log):
    kept_outside = anchor(log, "central", DEPARTMENT)
    log.execute(delete(E))
    write(log, 5)
    write(log, 3)

    assert verdict(log).whole
    assert verdict(log, kept_outside).broken_at == 6


def test_a_chain_of_another_department_is_not_believed(log):
    assert verify(log, "central", "another-department").broken_at == 1


def test_growing_after_the_anchor_is_no_fault(log):
    kept_outside = anchor(log, "central", DEPARTMENT)
    write(log, 4)

    assert verdict(log, kept_outside).whole
    assert Anchor.parse(str(kept_outside)) == kept_outside


def test_an_entry_edited_as_text_by_hand_is_found(log):
    if log.get_bind().dialect.name == "postgresql":
        change(log, 3, written=rows(log)[2].written.replace(b"entry", b"Entry") + b" ")
    else:
        log.execute(text("UPDATE audit_central SET written = replace(written, 'a', 'b') WHERE number = 3"))

    assert verdict(log).broken_at == 3
