"""N5: whatever a person decides on a stack that was put aside or refused is in the audit."""

import pytest
from sqlalchemy import select

from letterbank.audit import FacilityEntry
from screening.stacks import quarantine
from tests.screening.stacks.piles import brought, page, registered, revision_of, sorter_at
from tests.worlds import CLERK, SCREENER


def test_every_decision_is_in_the_audit(department, aside, do):
    letter = registered(department)
    stack_id = aside((page("a"),))
    do(CLERK, quarantine.lay_out, stack_id, {1: revision_of(department, letter)})
    do(SCREENER, quarantine.agree, stack_id)

    before = ["stack begun", "stack: arrive", "stack: put_aside"]
    assert set(acts_on(department, stack_id)) >= {*before, "stack: lay_out", "stack: agree", "stack forgotten"}


@pytest.mark.parametrize(
    ("deeds", "acts"),
    [
        ([(CLERK, quarantine.scan_again)], ["stack: rescan", "stack forgotten"]),
        ([(CLERK, quarantine.look_again)], ["stack: look_again"]),
        ([(CLERK, quarantine.hold_nothing), (CLERK, quarantine.disagree)], ["stack: lay_out", "stack: disagree"]),
        (
            [(CLERK, quarantine.hold_nothing), (SCREENER, quarantine.discard)],
            ["stack: lay_out", "stack: discard", "stack forgotten"],
        ),
        ([(CLERK, lambda work, stack, version: quarantine.count_letters(work, stack, 7, version))], ["stack counted"]),
    ],
)
def test_whatever_is_decided_otherwise_is_in_the_audit_too(department, aside, do, deeds, acts):
    stack_id = aside((page("a"),))
    before = set(acts_on(department, stack_id))

    for actor, deed in deeds:
        do(actor, deed, stack_id)

    after = acts_on(department, stack_id)
    assert set(acts) <= set(after) - before
    assert "stack counted" not in acts or b'"letters":7' in after["stack counted"]


def test_so_is_that_somebody_saw_that_nothing_came_of_a_file(department, sandbox, do):
    stack_id = brought(department, b"Dear Ruth")
    sorter_at(department, sandbox).sort_next()
    before = set(acts_on(department, stack_id))

    do(CLERK, quarantine.close, stack_id)

    assert set(acts_on(department, stack_id)) - before == {"stack: close", "stack forgotten"}


def acts_on(department, stack_id):
    """What the audit says was done to it, and the entry."""
    with department.reading(CLERK) as work:
        written = work.session.scalars(select(FacilityEntry.written)).all()
    found = [entry for entry in written if f'"on":["stack/{stack_id}"]'.encode() in entry]
    return {entry.split(b'"act":"')[1].split(b'"')[0].decode(): entry for entry in found}
