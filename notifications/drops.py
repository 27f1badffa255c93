"""What a message from the public form may say: the words both sides of the drop box agree on.

The public side builds it, the intake checks it again: whoever has taken over the public host can seal anything.
"""

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple, TypeGuard

from letterbank.policy import Policy
from notifications.receipts import is_receipt

REQUEST, PAUSE, STOP, MESSAGE = "request", "pause", "stop", "message"
KINDS = (REQUEST, PAUSE, STOP, MESSAGE)


SHE_CALLS = "i_will_call"


class Named(NamedTuple):
    """A way she may name: the policy's word for it, and the answer it needs to lead to her; her own call needs none."""

    channel: str
    needs: str


WAYS: Mapping[str, Named] = {
    "telephone": Named("telephone", "telephone"),
    "letter": Named("post", "address"),
    SHE_CALLS: Named("she_calls", ""),
}

# The most bytes of each answer in UTF-8: together they must fit the draft's cookie, whatever the script.
TEXTS: Mapping[str, int] = {
    "name": 80, "writer": 80, "writer_number": 20, "county": 40, "year": 20, "what": 300, "relation": 40,
    "safe_way": 12, "telephone": 30, "voicemail": 3, "hours": 80, "address": 160, "call_us": 40, "word_first": 30,
    "words": 200,
}  # fmt: skip
# Of these, what is kept with the person: who she is and how she may be reached.
OF_HER = ("name", "safe_way", "telephone", "voicemail", "hours", "address", "call_us", "word_first")
LISTS: Mapping[str, frozenset[str]] = {
    "may_tell": frozenset({"requested", "received", "read"}),
    "wishes": frozenset({"dialogue", "offender_programming", "victim_services", "writing_invited"}),
}

# Signs that turn the text after them around: a name or an address would read as another one.
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})

Drop = Mapping[str, object]


def ways_of(policy: Policy) -> list[str]:
    """The ways this programme can go."""
    return [way for way, named in WAYS.items() if named.channel in policy.contact.channels]


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
    fits = isinstance(value, str) and len(value.encode(errors="replace")) <= TEXTS.get(key, 0)
    return fits and not any(is_hidden(sign) for sign in str(value) if sign != "\n")


def is_hidden(sign: str) -> bool:
    """Whether a sign shows nothing itself and changes how others are read. The form leaves them out."""
    return unicodedata.category(sign) == "Cc" or unicodedata.bidirectional(sign) in _TURNING


def _can_be_reached(message: Drop) -> bool:
    """A name, who hurt her and one safe way are all a request needs."""
    return all(text_of(message, key) for key in ("name", "writer")) and leads_to_her(message)


def leads_to_her(answers: Drop) -> bool:
    """Whether the way that was named is one of ours, and has the number or address it needs."""
    named = WAYS.get(text_of(answers, "safe_way"))
    return named is not None and (not named.needs or bool(text_of(answers, named.needs)))
