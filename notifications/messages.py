"""Messages that wait for a person: why each waits, what it says, whose it may be, and what somebody did (R17)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from letterbank.audit import record
from letterbank.errors import Missing, RuleBroken, Unreadable
from letterbank.ids import Id
from letterbank.people.victims import DOMAIN
from letterbank.permissions import Permission, must
from letterbank.vault import Opened, VictimKey, opening, opening_all
from letterbank.vault.sealed import READ_VICTIM
from notifications.intake import Why
from notifications.model import Request, UnmatchedDrop
from notifications.receipts import spell_receipt

if TYPE_CHECKING:
    from letterbank.work import Work

WHY = {
    Why.UNREADABLE: "It could not be opened. It may be torn, or meant for another department.",
    Why.STRANGE: "It is not what our form sends. Nothing was done with it.",
    Why.NO_MATCH: "No request has this number. Look for the request and do there what is asked.",
    Why.SAME_NUMBER: "The request came again with other answers. Bring the first one up to date with this person.",
    Why.WORDS: "They wrote to us. Speak with them in the safe way they named before.",
}
LABELS = {
    "kind": "Asks for", "receipt": "Number", "words": "Their words", "name": "Name", "writer": "Who harmed them",
    "safe_way": "Safe way", "telephone": "Telephone", "hours": "Hours", "address": "Address",
    "call_us": "The name we say", "word_first": "The word we say first", "what": "What happened",
}  # fmt: skip
KINDS = {
    "request": "being told",
    "pause": "a pause",
    "stop": "an end to everything",
    "message": "to be read; reach them only in their safe way",
}
SETTLED = {
    "done": "I did what it asks",
    "called": "I spoke with them in their safe way",
    "not_ours": "It is not for us, or it says nothing",
}


@dataclass(frozen=True, repr=False)
class Waiting:
    """One message as a page shows it. `request` may be empty; `settled` is what somebody did and found."""

    id: Id
    since: datetime
    why: str
    lines: Sequence[tuple[str, str]]
    request: Id | None
    settled: Sequence[tuple[str, str]] = ()


def find(work: "Work", message_id: Id) -> UnmatchedDrop:
    found = work.session.get(UnmatchedDrop, message_id)
    if found is None:
        raise Missing
    return found


def unsettled() -> Select[UnmatchedDrop]:
    return select(UnmatchedDrop).where(UnmatchedDrop.settled_at.is_(None))


def of_request(work: "Work", request: Request) -> list[Waiting]:
    """Those that wait and bear its number: whoever looks at the request should know of them."""
    query = unsettled().where(UnmatchedDrop.request_id == request.id)
    return read_all(work, work.session.scalars(query.order_by(UnmatchedDrop.opened_at, UnmatchedDrop.id)).all())


def settle(work: "Work", message_id: Id, how: str, why: str) -> None:
    """A person has looked at it and says what they did and found; that is sealed. Twice is once. Raises Missing,
    RuleBroken."""
    must(work.actor, Permission.DROP_OPEN)
    message = find(work, message_id)
    if how not in SETTLED:
        raise RuleBroken("Say what you did with this message.")
    if not why.strip():
        raise RuleBroken("Write down what you found, in a sentence. It may have been a stop.")
    if message.settled_at is None:
        if opening(work, message, READ_VICTIM).is_gone:  # what it said was destroyed; what was done is still kept
            work.vault.new_key(work, VictimKey, message.id, DOMAIN)
        work.vault.seal(work, message, settlement=json.dumps({"how": how, "why": why.strip()}))
        message.settled_at, message.settled_by = work.now, work.actor.id
        record(work, "message: settled", message.place, how=how)


def read_all(work: "Work", rows: Sequence[UnmatchedDrop]) -> list[Waiting]:
    """Opens them for this page; one audit entry names them all."""
    return [_read(row, opened) for row, opened in zip(rows, opening_all(work, rows, READ_VICTIM), strict=True)]


def _read(row: UnmatchedDrop, opened: Opened) -> Waiting:
    """Never fails: one harmed row may not hide the others, and a row nobody can see nobody can settle."""
    settled = _settlement(row, opened)
    try:
        content: Mapping[str, Any] = json.loads(opened.content)
        why = Why(content["why"])
        said = content.get("message") if why is not Why.STRANGE else None
        whose = row.request_id or content.get("request")  # sealed with what came before there was a column for it
        return Waiting(row.id, row.opened_at, WHY[why], _lines(said or {}), whose, settled)
    except (Unreadable, RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return Waiting(row.id, row.opened_at, WHY[Why.UNREADABLE], (), row.request_id, settled)


def _settlement(row: UnmatchedDrop, opened: Opened) -> Sequence[tuple[str, str]]:
    if row.settlement is None or opened.is_gone:
        return ()
    kept = json.loads(opened.settlement)
    return [("What was done", SETTLED[kept["how"]]), ("What was found", kept["why"])]


def _lines(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(label, _spoken(key, str(message[key]))) for key, label in LABELS.items() if message.get(key)]


def _spoken(key: str, said: str) -> str:
    return spell_receipt(said) if key == "receipt" else KINDS.get(said, said) if key == "kind" else said
