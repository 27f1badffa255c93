"""Taking in what was dropped, exactly once: filed and committed first, removed from the drop box after (P6).

A run that died in between finds the drop filed and only removes it. One bad drop never holds up another: whatever
cannot be opened, matched or understood waits, sealed, for a person (R17).
"""

import base64
import json
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from letterbank.audit import record as write_down
from letterbank.db import Database
from letterbank.errors import Refusal, RuleBroken, Unreadable
from letterbank.ids import Id
from letterbank.people.victims import DOMAIN, Victim
from letterbank.permissions import Actor, Permission, must
from letterbank.vault import VictimKey
from notifications import dropbox, drops, known, requests
from notifications.model import ReceiptDigest, Request, RequestStage, UnmatchedDrop

if TYPE_CHECKING:
    from letterbank.work import Office, Work

Drop = tuple[Id, bytes]


class Outcome(StrEnum):
    REQUEST = "request"
    CHANGE = "change"
    WAITS = "waits"
    KNOWN = "known"
    TOO_EARLY = "too early"
    LEFT = "left"


class Why(StrEnum):
    """Why a message waits for a person."""

    UNREADABLE = "unreadable"
    STRANGE = "strange"
    NO_MATCH = "no_match"
    SAME_NUMBER = "same_number"
    WORDS = "words"


@dataclass(frozen=True)
class Taken:
    """What one run found: new requests, pauses and stops done, messages that wait for a person, and those that stay
    in the drop box for the next run."""

    requests: int
    changes: int
    waiting: int
    left: int


def take_in(office: "Office", actor: Actor) -> Taken:
    """Empty the drop box, one unit of work for each drop. Raises NotAllowed."""
    must(actor, Permission.DROP_OPEN)
    if office.dropbox is None:
        raise RuleBroken("The drop box cannot be reached from here.")
    counts: Counter[Outcome] = Counter()
    too_early: list[Drop] = []
    after = ""
    while batch := _waiting(office.dropbox, after):
        for drop in batch:
            outcome = _take(office, actor, drop)
            counts[outcome] += 1
            too_early += [drop] if outcome is Outcome.TOO_EARLY else []
        after = batch[-1][0]
    # The box keeps no order: a stop may lie before the request it belongs to.
    counts.update(_take(office, actor, drop, last=True) for drop in too_early)
    return Taken(counts[Outcome.REQUEST], counts[Outcome.CHANGE], counts[Outcome.WAITS], counts[Outcome.LEFT])


def _waiting(box: Database, after: Id) -> list[Drop]:
    with box.reading() as session:
        return dropbox.waiting(session, after)


def _take(office: "Office", actor: Actor, drop: Drop, *, last: bool = False) -> Outcome:
    """File one drop, commit, then remove it. In this order: a crash in between costs nothing."""
    assert office.dropbox is not None
    try:
        with office.writing(actor) as work:
            outcome = _file(work, *drop, last=last)
    except (IntegrityError, StaleDataError):
        return Outcome.LEFT  # somebody else is at it in this very moment; the next run finds it filed
    except (Refusal, RecursionError):
        return Outcome.LEFT  # nothing of it was kept; the others do not wait for it, and no release goes past it
    if outcome is not Outcome.TOO_EARLY:
        with office.dropbox.writing() as session:
            dropbox.remove(session, drop[0])
    return outcome


def _file(work: "Work", drop_id: Id, sealed: bytes, *, last: bool) -> Outcome:
    if _is_filed(work, drop_id):
        return Outcome.KNOWN
    try:
        message = dropbox.open_message(work.vault, drop_id, sealed)
    except Unreadable:
        return _keep_sealed(work, drop_id, sealed, Why.UNREADABLE)
    if not drops.is_sound(message):
        return _keep_sealed(work, drop_id, sealed, Why.STRANGE)
    request = find_by_receipt(work, drops.text_of(message, "receipt"))
    if message["kind"] == drops.REQUEST:
        return _ask(work, drop_id, message, request)
    if request is None and not last:
        return Outcome.TOO_EARLY
    return _change(work, drop_id, message, request)


def _is_filed(work: "Work", drop_id: Id) -> bool:
    return any(
        work.session.scalar(select(table.id).where(table.drop_id == drop_id)) is not None
        for table in (Request, UnmatchedDrop)
    )


def find_by_receipt(work: "Work", receipt: str) -> Request | None:
    digest = work.vault.digest(DOMAIN, "receipt", receipt)
    known = work.session.get(ReceiptDigest, digest)
    return work.session.get(Request, known.request_id) if known else None


def _ask(work: "Work", drop_id: Id, message: drops.Drop, earlier: Request | None) -> Outcome:
    if earlier is not None:  # she sent it, corrected it and sent it again: a person puts the two together
        return set_aside(work, drop_id, Why.SAME_NUMBER, earlier, message=message)
    request = open_request(work, drop_id, message)
    write_down(work, "request: opened", request.subject)
    return Outcome.REQUEST


def open_request(work: "Work", drop_id: Id, message: drops.Drop) -> Request:
    """A victim and her request, each under a key of their own, found again by her receipt number."""
    victim = Victim(id=work.new_id(), since=work.now)
    work.vault.new_key(work, VictimKey, victim.id, DOMAIN)
    work.vault.seal(work, victim, **{key: drops.text_of(message, key) for key in drops.OF_HER if key in message})
    request = Request(id=work.new_id(), drop_id=drop_id, victim=victim, since=work.now, opened_at=work.now)
    work.vault.new_key(work, VictimKey, request.id, DOMAIN)
    work.vault.seal(work, request, content=json.dumps(message))
    digest = work.vault.digest(DOMAIN, "receipt", drops.text_of(message, "receipt"))
    work.session.add_all([victim, request])
    work.session.flush()
    work.session.add(ReceiptDigest(digest=digest, request_id=request.id))
    known.note(work, request, {key: drops.text_of(message, key) for key in known.FACTS})
    return request


def _change(work: "Work", drop_id: Id, message: drops.Drop, request: Request | None) -> Outcome:
    """R16: pause and stop act at once, by the number alone; the second time they change nothing."""
    if request is None:
        return set_aside(work, drop_id, Why.NO_MATCH, message=message)
    if message["kind"] == drops.MESSAGE or request.stage is RequestStage.REFUSED:
        return set_aside(work, drop_id, Why.WORDS, request, message=message)
    if message["kind"] == drops.STOP and request.stage is not RequestStage.WITHDRAWN:
        requests.withdraw(work, request)
    elif message["kind"] == drops.PAUSE and request.stage in (RequestStage.OPENED, RequestStage.STANDING):
        requests.pause(work, request)
    done = _new_message(work, drop_id)
    done.settled_at, done.settled_by = work.now, work.actor.id
    write_down(work, f"message: {message['kind']}", done.place, request.subject)
    return Outcome.CHANGE


def _keep_sealed(work: "Work", drop_id: Id, sealed: bytes, why: Why) -> Outcome:
    """As it came: whatever a stranger made is not read a second time."""
    return set_aside(work, drop_id, why, sealed=base64.b64encode(sealed).decode())


def set_aside(work: "Work", drop_id: Id, why: Why, request: Request | None = None, **content: object) -> Outcome:
    """Keep it, sealed, until a person has looked: it may be hers (R17)."""
    waits = _new_message(work, drop_id)
    waits.request_id = request.id if request else None
    work.vault.new_key(work, VictimKey, waits.id, DOMAIN)
    work.vault.seal(work, waits, content=json.dumps({"why": why, **content}))
    write_down(work, "message: waits", waits.place, why=str(why))
    return Outcome.WAITS


def _new_message(work: "Work", drop_id: Id) -> UnmatchedDrop:
    message = UnmatchedDrop(id=work.new_id(), drop_id=drop_id, opened_at=work.now)
    work.session.add(message)
    return message
