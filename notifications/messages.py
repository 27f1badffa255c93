"""Messages that wait for a person, in words: why each waits, what it says, which request it may belong to (R17)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from letterbank.errors import Unreadable
from letterbank.ids import Id
from letterbank.vault import Opened, opening_all
from letterbank.vault.sealed import READ_VICTIM
from notifications.intake import Why
from notifications.model import UnmatchedDrop
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


@dataclass(frozen=True, repr=False)
class Waiting:
    """One message as the list shows it. `request` may be empty."""

    id: Id
    since: datetime
    why: str
    lines: Sequence[tuple[str, str]]
    request: Id | None


def unsettled() -> Select[UnmatchedDrop]:
    return select(UnmatchedDrop).where(UnmatchedDrop.settled_at.is_(None))


def read_all(work: "Work", rows: Sequence[UnmatchedDrop]) -> list[Waiting]:
    """Opens them for this page; one audit entry names them all."""
    return [_read(row, opened) for row, opened in zip(rows, opening_all(work, rows, READ_VICTIM), strict=True)]


def _read(row: UnmatchedDrop, opened: Opened) -> Waiting:
    """Never fails: one harmed row may not hide the others, and a row nobody can see nobody can settle."""
    try:
        content: Mapping[str, Any] = json.loads(opened.content)
        why = Why(content["why"])
        said = content.get("message") if why is not Why.STRANGE else None
        return Waiting(row.id, row.opened_at, WHY[why], _lines(said or {}), content.get("request"))
    except (Unreadable, RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return Waiting(row.id, row.opened_at, WHY[Why.UNREADABLE], (), None)


def _lines(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(label, _spoken(key, str(message[key]))) for key, label in LABELS.items() if message.get(key)]


def _spoken(key: str, said: str) -> str:
    return spell_receipt(said) if key == "receipt" else KINDS.get(said, said) if key == "kind" else said
