"""Whoever holds the drop box's public key can seal anything: no drop stops the rest, none hides from a person (P6)."""

import threading
from dataclasses import replace

import pytest

from letterbank.ids import SeededIds, new_id
from letterbank.rounds import WORKER
from letterbank.vault import Vault, VictimKey, keys, opening
from letterbank.vault.sealed import READ_VICTIM
from notifications import dropbox
from notifications.intake import Taken, set_aside, take_in
from notifications.model import Request, RequestStage, UnmatchedDrop
from tests.notifications.test_intake import RECEIPT, left_in_the_box, put, run, why_it_waits
from tests.worlds import ASSISTANT


def put_bytes(department, plain: bytes, seed: str) -> str:
    """A drop whose inside no form ever made."""
    public = department.office("public")
    drop_id = new_id(SeededIds(f"hostile {seed}"))
    sealed = public.vault.seal_to(dropbox.DOMAIN, plain.ljust(dropbox.SIZE), f"drop/{drop_id}")
    with public.database.writing() as session:
        dropbox.drop(session, drop_id, sealed)
    return drop_id


def nested(depth: int, inside: bytes = b"") -> bytes:
    return b'{"kind":' + b"[" * depth + inside + b"]" * depth + b"}"


@pytest.mark.parametrize("depth", [100, 900, 5_000])
def test_a_drop_of_nothing_but_brackets_waits_for_a_person_and_holds_up_nobody(department, browser_of, depth):
    put_bytes(department, nested(depth), "deep")
    put(department)

    taken = run(department)

    assert taken == Taken(requests=1, changes=0, waiting=1, left=0)
    assert left_in_the_box(department) == 0
    assert "It could not be opened" in browser_of(ASSISTANT).get("/messages").text


def test_no_depth_is_too_deep_for_the_worker_and_shallow_enough_for_nobody(department, browser_of):
    """What one stack can read another cannot: the worker's is shallower than a page's."""
    for depth in range(880, 1000, 8):
        put_bytes(department, nested(depth), str(depth))
    worker = threading.Thread(target=take_in, args=(department.office("central"), WORKER))

    worker.start()
    worker.join()

    assert left_in_the_box(department) == 0
    assert browser_of(ASSISTANT).get("/messages").status_code == 200


def test_brackets_in_her_own_words_are_only_signs(department):
    words = '[[[[[[[[[[ \\" {{{{{{{{{{'
    put(department)
    put(department, {"kind": "message", "receipt": RECEIPT, "words": words}, seed="signs")

    run(department)

    assert why_it_waits(department) == ["words"]


def test_a_strange_message_is_kept_as_it_came_and_never_read_again(department):
    put(department, {"kind": "letter", "receipt": RECEIPT})

    run(department)

    assert why_it_waits(department) == ["strange"]
    with department.writing(ASSISTANT) as work:
        assert "message" not in opening(work, work.session.query(UnmatchedDrop).one(), READ_VICTIM).content


@pytest.mark.parametrize("content", ["[" * 5_000, "", "7", '{"why": "no such reason"}', '{"message": []}'])
def test_the_list_shows_the_others_whatever_one_row_holds(department, browser_of, content):
    """Rows from before this rule, or harmed ones, are listed and can be settled."""
    put(department, {"kind": "stop", "receipt": RECEIPT})
    run(department)
    with department.writing(ASSISTANT) as work:
        set_aside(work, new_id(SeededIds("harmed")), "unreadable")
        harmed = work.session.query(UnmatchedDrop).filter_by(drop_id=new_id(SeededIds("harmed"))).one()
        work.vault.seal(work, harmed, content=content)

    page = browser_of(ASSISTANT).get("/messages")

    assert page.status_code == 200
    assert "It could not be opened" in page.text
    assert "an end to everything" in page.text


def test_a_message_whose_key_was_destroyed_can_still_be_settled(department, browser_of):
    put(department, {"kind": "stop", "receipt": RECEIPT})
    run(department)
    with department.arranging(ASSISTANT) as work:
        waiting = work.session.query(UnmatchedDrop).one().id
        keys.destroy(work, VictimKey, waiting)

    settled = browser_of(ASSISTANT).send(f"/messages/{waiting}/settle", how="not_ours", why="Its key was destroyed.")

    assert settled.status_code == 302


def test_a_stop_acts_although_what_she_sent_was_destroyed(department):
    put(department)
    run(department)
    with department.arranging(ASSISTANT) as work:
        keys.destroy(work, VictimKey, work.session.query(Request).one().id)
    put(department, {"kind": "stop", "receipt": RECEIPT}, seed="stop")

    run(department)

    with department.reading(ASSISTANT) as work:
        assert work.session.query(Request).one().stage is RequestStage.WITHDRAWN


def test_a_drop_that_cannot_be_filed_stays_and_the_others_are_taken(department):
    """A centre whose ring lacks the victims' domain can file no request; what nobody could read it still keeps."""
    office = department.office("central")
    poorer = replace(office, vault=Vault(office.vault.ring.only(["dropbox"])))
    put(department)
    put_bytes(department, b"torn", "torn")

    taken = take_in(poorer, WORKER)

    assert taken == Taken(requests=0, changes=0, waiting=1, left=1)
    assert run(department).requests == 1
