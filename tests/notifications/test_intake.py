"""From the drop box into the main database: exactly once, nothing lost, nothing that could hold up the rest (P6)."""

import json
import os
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from letterbank.audit import CentralEntry, verify
from letterbank.db import Database
from letterbank.errors import NotAllowed
from letterbank.ids import SeededIds, new_id
from letterbank.rounds import WORKER
from letterbank.vault import Vault, opening
from letterbank.vault.ring import CENTRAL_DOMAINS, new_ring
from letterbank.vault.sealed import READ_VICTIM, VERIFY
from notifications import dropbox, drops
from notifications.intake import Taken, take_in
from notifications.messages import settle
from notifications.model import ReceiptDigest, Request, RequestStage, UnmatchedDrop
from notifications.receipts import new_receipt
from tests.worlds import ASSISTANT, MORNING, PLANNER, Department

RECEIPT = new_receipt(SeededIds("hers"))
ASKS = {
    "kind": "request", "receipt": RECEIPT, "name": "Ruth Alder", "writer": "Dale North", "safe_way": "telephone",
    "telephone": "601 555 0142", "word_first": "Bluebird", "may_tell": ["received"],
}  # fmt: skip


def put(department: Department, message: object = ASKS, *, vault: Vault | None = None, seed: str = "one") -> str:
    """Drop a message as the public surface would; its id."""
    public = department.office("public")
    drop_id = new_id(SeededIds(f"drop {seed}"))
    sealed = dropbox.seal_message(vault or public.vault, drop_id, message)
    with public.database.writing() as session:
        dropbox.drop(session, drop_id, sealed)
    return drop_id


def run(department: Department) -> Taken:
    return take_in(department.office("central"), WORKER)


def left_in_the_box(department: Department) -> int:
    with department.dropbox.reading() as session:
        return len(dropbox.waiting(session))


def only(work, table):
    return work.session.query(table).one()


def why_it_waits(department: Department) -> list[str]:
    with department.writing(ASSISTANT) as work:
        waiting = work.session.query(UnmatchedDrop).where(UnmatchedDrop.settled_at.is_(None))
        return sorted(json.loads(opening(work, row, READ_VICTIM).content)["why"] for row in waiting)


def test_a_request_becomes_a_victim_and_a_request_and_leaves_the_drop_box(department):
    drop_id = put(department)

    taken = run(department)

    assert taken == Taken(requests=1, changes=0, waiting=0, left=0)
    assert left_in_the_box(department) == 0
    with department.writing(ASSISTANT) as work:
        request = only(work, Request)
        assert (request.drop_id, request.stage, request.opened_at) == (drop_id, RequestStage.OPENED, MORNING)
        assert json.loads(opening(work, request, VERIFY).content) == ASKS
        victim = opening(work, request.victim, READ_VICTIM)
        assert (victim.name, victim.telephone, victim.word_first) == ("Ruth Alder", "601 555 0142", "Bluebird")
        assert (victim.address, victim.voicemail) == ("", "")


def test_her_number_is_kept_only_as_a_keyed_digest(department):
    put(department)

    run(department)

    with department.reading(ASSISTANT) as work:
        assert only(work, ReceiptDigest).digest == work.vault.digest("victims", "receipt", RECEIPT)


def test_a_run_killed_between_filing_and_removing_is_finished_by_the_next(department):
    put(department)
    department.close()  # no connection may be shared with the child
    child = os.fork()
    if child == 0:
        die_before_removing(department)
    _, ended = os.waitpid(child, 0)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    assert left_in_the_box(department) == 1

    taken = run(department)

    assert taken == Taken(requests=0, changes=0, waiting=0, left=0)
    assert left_in_the_box(department) == 0
    with department.reading(ASSISTANT) as work:
        assert only(work, Request).stage is RequestStage.OPENED


def die_before_removing(department: Department) -> None:
    """A process of its own that is killed at the moment it would take the drop out of the box."""

    class Deadly(Database):
        def writing(self, before_commit=None):
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        main, box = (
            each.engine.url.render_as_string(hide_password=False) for each in (department.database, department.dropbox)
        )
        doomed = Department(Database(main), Deadly(box), clock=department.clock, ids=SeededIds("doomed"))
        take_in(doomed.office("central"), WORKER)
    finally:
        os._exit(1)


def test_taking_in_twice_changes_nothing(department):
    put(department)
    put(department, {"kind": "pause", "receipt": RECEIPT}, seed="two")
    run(department)

    assert run(department) == Taken(0, 0, 0, 0)
    with department.reading(ASSISTANT) as work:
        assert work.session.query(Request).count() == 1


@pytest.fixture
def asked(department):
    """A department with one request taken in."""
    put(department)
    run(department)
    return department


@pytest.mark.parametrize(("kind", "stage"), [("pause", RequestStage.PAUSED), ("stop", RequestStage.WITHDRAWN)])
def test_pause_and_stop_act_at_once_by_the_number_alone(asked, kind, stage):
    put(asked, {"kind": kind, "receipt": RECEIPT}, seed="change")

    taken = run(asked)

    assert taken == Taken(requests=0, changes=1, waiting=0, left=0)
    with asked.reading(ASSISTANT) as work:
        assert only(work, Request).stage is stage
    assert why_it_waits(asked) == []


@pytest.mark.parametrize("kinds", [["stop", "pause"], ["pause", "stop"], ["stop", "stop", "pause"]])
def test_a_stop_is_the_last_word_in_whatever_order_messages_are_found(asked, kinds):
    for number, kind in enumerate(kinds):
        put(asked, {"kind": kind, "receipt": RECEIPT}, seed=f"change {number}")
        run(asked)

    with asked.reading(ASSISTANT) as work:
        assert only(work, Request).stage is RequestStage.WITHDRAWN


@pytest.mark.parametrize("kind", ["pause", "stop"])
def test_a_stop_that_finds_nobody_waits_for_a_person(department, kind):
    put(department, {"kind": kind, "receipt": RECEIPT})

    taken = run(department)

    assert taken.waiting == 1
    assert why_it_waits(department) == ["no_match"]


def test_a_stop_that_lies_before_its_request_in_the_box_still_acts(department):
    """The box keeps no order, so one run takes requests before it gives up on a stop."""
    for number in range(6):
        receipt = new_receipt(SeededIds(f"of {number}"))
        put(department, {"kind": "stop", "receipt": receipt}, seed=f"stop {number}")
        put(department, {**ASKS, "receipt": receipt}, seed=f"ask {number}")

    taken = run(department)

    assert taken == Taken(requests=6, changes=6, waiting=0, left=0)
    with department.reading(ASSISTANT) as work:
        assert {request.stage for request in work.session.query(Request)} == {RequestStage.WITHDRAWN}


def test_her_own_words_wait_for_a_person_with_her_request_beside_them(asked):
    put(asked, {"kind": "message", "receipt": RECEIPT, "words": "I have moved."}, seed="words")

    run(asked)

    with asked.writing(ASSISTANT) as work:
        content = json.loads(opening(work, only(work, UnmatchedDrop), READ_VICTIM).content)
        assert content["message"]["words"] == "I have moved."
        assert only(work, UnmatchedDrop).request_id == only(work, Request).id


def test_a_corrected_request_with_the_same_number_is_not_lost(asked):
    put(asked, {**ASKS, "telephone": "601 555 9999"}, seed="corrected")

    run(asked)

    assert why_it_waits(asked) == ["same_number"]
    with asked.reading(ASSISTANT) as work:
        assert work.session.query(Request).count() == 1


def test_what_cannot_be_opened_is_kept_as_it_is_and_holds_up_nobody(department):
    other = Vault(new_ring("another department", CENTRAL_DOMAINS))
    put(department, vault=other, seed="other")
    put(department, seed="good")
    with department.office("public").database.writing() as session:
        dropbox.drop(session, new_id(SeededIds("torn")), b"torn")
        dropbox.drop(session, new_id(SeededIds("empty")), b"")

    taken = run(department)

    assert taken == Taken(requests=1, changes=0, waiting=3, left=0)
    assert left_in_the_box(department) == 0
    assert why_it_waits(department) == ["unreadable"] * 3


STRANGE = [
    [], "stop", 7, None, {}, {"kind": "stop"}, {**ASKS, "kind": "letter"}, {**ASKS, "receipt": "12345678901234"},
    {**ASKS, "name": ""}, {**ASKS, "safe_way": "letter"}, {**ASKS, "safe_way": "pigeon"}, {**ASKS, "name": "x" * 500},
    {**ASKS, "stage": "standing"}, {**ASKS, "name": ["Ruth"]}, {**ASKS, "may_tell": ["everything"]},
    {**ASKS, "name": "Ruth \u202ereldA"}, {**ASKS, "address": "Box 1\u2066"}, {**ASKS, "name": "Ruth\x07"},
    {**ASKS, "receipt": {"$gt": ""}}, {"kind": ["stop"], "receipt": RECEIPT},
]  # fmt: skip


@pytest.mark.parametrize("message", STRANGE, ids=range(len(STRANGE)))
def test_a_message_the_form_could_not_have_made_waits_for_a_person(message):
    assert not drops.is_sound(message)


def test_strange_messages_are_kept_and_hold_up_nobody(department):
    half = {**ASKS, "receipt": new_receipt(SeededIds("another")), "name": "half a sign \ud800"}
    for number, message in enumerate([[], half, {"kind": "stop"}]):
        put(department, message, seed=f"strange {number}")
    put(department, seed="good")

    taken = run(department)

    assert taken == Taken(requests=1, changes=0, waiting=3, left=0)


KEYS = st.text() | st.sampled_from(sorted(ASKS))
LEAVES = st.none() | st.booleans() | st.floats() | st.text()


@given(st.recursive(LEAVES, lambda each: st.lists(each) | st.dictionaries(KEYS, each)))
def test_whatever_is_sealed_to_us_is_judged_without_stumbling(message):
    assert drops.is_sound(message) in (True, False)


def test_only_who_may_open_drops_takes_them_in(department):
    put(department)

    with pytest.raises(NotAllowed):
        take_in(department.office("central"), PLANNER)

    assert left_in_the_box(department) == 1


def test_every_drop_taken_in_is_in_the_audit_and_names_nobody(asked):
    with asked.reading(ASSISTANT) as work:
        written = b" ".join(work.session.scalars(select(CentralEntry.written)))
        assert verify(work.session, "central", work.vault.ring.department).whole

    assert b"request: opened" in written
    assert b"Ruth" not in written
    assert RECEIPT.encode() not in written


def test_a_settled_message_stays_settled_by_whom_it_was(department):
    put(department, {"kind": "stop", "receipt": RECEIPT})
    run(department)
    with department.writing(ASSISTANT) as work:
        waiting = only(work, UnmatchedDrop).id

    for _ in range(2):
        with department.writing(ASSISTANT) as work:
            settle(work, waiting, "called", "She meant to wait.")

    with department.reading(ASSISTANT) as work:
        assert (only(work, UnmatchedDrop).settled_by, only(work, UnmatchedDrop).settled_at) == (ASSISTANT.id, MORNING)
