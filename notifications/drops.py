"""What a message from the public form may say: the words both sides of the drop box agree on.

The public side builds it, the intake checks it again: whoever has taken over the public host can seal anything.
"""

from collections.abc import Mapping
from typing import TypeGuard

from notifications.receipts import is_receipt

REQUEST, PAUSE, STOP, MESSAGE = "request", "pause", "stop", "message"
KINDS = (REQUEST, PAUSE, STOP, MESSAGE)
WAYS = ("telephone", "letter", "i_will_call")

# The most bytes of each answer in UTF-8: together they must fit the draft's cookie, whatever the script.
TEXTS: Mapping[str, int] = {
    "name": 80, "writer": 80, "writer_number": 20, "county": 40, "year": 20, "what": 300, "relation": 40,
    "safe_way": 12, "telephone": 30, "voicemail": 3, "hours": 80, "address": 160, "call_us": 40, "word_first": 30,
    "words": 200,
}  # fmt: skip
LISTS: Mapping[str, frozenset[str]] = {
    "may_tell": frozenset({"requested", "received", "read"}),
    "wishes": frozenset({"dialogue", "offender_programming", "victim_services", "writing_invited"}),
}

Drop = Mapping[str, object]


def text_of(message: Drop, key: str) -> str:
    return str(message.get(key, ""))


def is_sound(message: object) -> TypeGuard[Drop]:
    """Whether this is a message the form could have made. Anything else is for a person to look at."""
    return (
        isinstance(message, dict)
        and message.get("kind") in KINDS
        and is_receipt(text_of(message, "receipt"))
        and all(_is_answer(key, value) for key, value in message.items() if key not in ("kind", "receipt"))
        and (message["kind"] != REQUEST or _can_be_reached(message))
    )


def _is_answer(key: str, value: object) -> bool:
    if key in LISTS:
        return isinstance(value, list) and len(value) <= 4 and all(each in LISTS[key] for each in map(str, value))
    return isinstance(value, str) and len(value.encode(errors="replace")) <= TEXTS.get(key, 0)


def _can_be_reached(message: Drop) -> bool:
    """A name, who hurt her and one safe way are all a request needs."""
    way = text_of(message, "safe_way")
    place = {"telephone": "telephone", "letter": "address", "i_will_call": "safe_way"}.get(way, "")
    return all(text_of(message, key) for key in ("name", "writer", place))
