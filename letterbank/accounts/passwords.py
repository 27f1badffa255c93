"""Passwords: argon2id, at least 12 signs and up to 128 of any kind, none that are easy to think of (AC-11, AC-12).

Hashing is slow on purpose: callers leave the unit of work for it (`Unit.outside`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app

SHORTEST, LONGEST = 12, 128
LEFT_OVER = 6  # signs that must remain once everything easy to think of is taken out
LOOKED_AT = date(2026, 11, 1)  # when the list of easy passwords was last looked through
QUARTER = timedelta(days=92)
_LIST = Path(__file__).with_name("easy_passwords.txt")


@dataclass(frozen=True)
class Cost:
    """argon2id's price: passes, memory in KiB, lanes."""

    passes: int
    memory: int
    lanes: int


USUAL = Cost(passes=3, memory=64 * 1024, lanes=2)


def list_is_overdue(on: date) -> bool:
    """Whether the list of easy passwords was not looked through for a quarter (AC-12): for `letterbank doctor`."""
    return on - LOOKED_AT > QUARTER


def normal(password: str) -> str:
    """One spelling for what a keyboard may send in two."""
    return unicodedata.normalize("NFKC", password)


def scramble(password: str, cost: Cost = USUAL) -> str:
    return _hasher(cost).hash(normal(password))


def fits(scrambled: str, password: str) -> bool:
    try:
        return _hasher(USUAL).verify(scrambled, normal(password))
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def nobodys(cost: Cost) -> str:
    """What an unknown name is measured against, so that it takes as long as a known one (AC-24)."""
    return scramble("nobody signs in with this", cost)


def cost_here() -> Cost:
    """The price this application pays; tests pay less."""
    cost: Cost = current_app.config.get("PASSWORD_COST", USUAL)
    return cost


def objection(password: str, context: Iterable[str]) -> str | None:
    """What is wrong with a new password, as a sentence; none when it may be used."""
    text = normal(password)
    if len(text) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Four words you can remember are a good password."
    if len(text) > LONGEST:
        return f"Use at most {LONGEST} characters."
    rest = text.lower()
    for word in sorted({*_easy(), *_words(context)}, key=len, reverse=True):
        rest = rest.replace(word, " ")
    if len(set(_without_runs(rest))) < LEFT_OVER:
        return "That is too easy to guess. Leave out your name, this programme and common words, and add others."
    return None


def _without_runs(text: str) -> str:
    """What is left without spaces and without neighbours on the keyboard of numbers and letters: 1234, cba, aaaa."""
    signs = "".join(text.split())
    steps = [ord(second) - ord(first) for first, second in pairwise(signs)]
    return "".join(
        sign for at, sign in enumerate(signs) if not any(abs(step) <= 1 for step in steps[max(at - 1, 0) : at + 1])
    )


@cache
def _easy() -> frozenset[str]:
    return frozenset(_words(_LIST.read_text(encoding="utf-8").splitlines()))


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]{4,}", text.lower())}


@cache
def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)
