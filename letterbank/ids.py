"""Names of records: 16 random bytes shown as 26 base32 letters, and the numbers people say aloud.

No id is ever ordered in time and none comes from a counter, so nothing can be read from a gap (B05, P2).
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Collection, Iterable
from typing import Protocol

_ID_LENGTH = 26
Id = str

# Damm's quasigroup: every single wrong digit and every swap of neighbours is found.
_DAMM = ("0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
         "3674209581", "5869720134", "8945362017", "9438617205", "2581436790")  # fmt: skip


class IdSource(Protocol):
    def random(self, count: int) -> bytes:
        """`count` bytes nobody can guess (or, in a test, the next of a seeded stream)."""
        ...


class SystemIds:
    def random(self, count: int) -> bytes:
        return secrets.token_bytes(count)


class SeededIds:
    """The same stream for the same seed: lets two worlds be compared byte for byte. Never for keys."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._drawn = 0

    def random(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(self._seed + self._drawn.to_bytes(8, "big")).digest(count)


def new_id(ids: IdSource) -> Id:
    """26 lower-case letters and digits, 128 random bits (CR-11)."""
    return base64.b32encode(ids.random(16)).decode().rstrip("=").lower()


def is_id(text: str) -> bool:
    return len(text) == _ID_LENGTH and all(sign in "abcdefghijklmnopqrstuvwxyz234567" for sign in text)


def check_digit(digits: str) -> str:
    """Damm's check digit of a string of decimal digits."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def new_number(ids: IdSource, digits: int = 7) -> str:
    """A number to be said aloud: `digits` random digits and a check digit."""
    drawn = str(int.from_bytes(ids.random(8), "big") % 10**digits).zfill(digits)
    return drawn + check_digit(drawn)


def free_numbers(ids: IdSource, count: int, taken: Callable[[Collection[str]], Iterable[str]]) -> list[str]:
    """`count` different numbers; `taken` says which of some are in use. Ten million are soon drawn twice."""
    free: dict[str, None] = {}
    while len(free) < count:
        drawn = [new_number(ids) for _ in range(count - len(free))]
        used = set(taken(drawn))
        free.update((number, None) for number in drawn if number not in used)
    return list(free)


def is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and check_digit(text[:-1]) == text[-1]


def new_code(ids: IdSource, letters: int = 10) -> str:
    """A code a person can type: letters and digits that cannot be mistaken for one another."""
    alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
    number = int.from_bytes(ids.random(2 * letters), "big")
    drawn = ""
    for _ in range(letters):
        number, place = divmod(number, len(alphabet))
        drawn += alphabet[place]
    return drawn
