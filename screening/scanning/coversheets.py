"""The code of a cover sheet: what it says, how it is typed, and whether it is one of ours.

A text is a claim. It names no person; what it points to is looked up by the one-time code, and only after
the short MAC has shown that this desk made it. Nothing here opens a key: the MAC is handed in.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hmac import compare_digest

from letterbank.errors import RuleBroken
from letterbank.ids import IdSource

FAMILY = "LBANK"
VERSION = 1
CENTRAL = "CENTRAL"  # the place of the coordinator's own paper; every other place is a facility's code
MOST_SIDES = 300

SIGNS = "0123456789ABCDEFGHJKMNPQRTVWXYZ"  # 31, a prime: without I, L, O, S and U, which a hand writes like others
_MEANT = str.maketrans("OILSU", "0115V")
_RANDOM, _CHECKS, _GROUP = 13, 2, 5  # 64 random bits; two check signs find any two wrong signs, so any swap
_TAG, _MAC = 6, 10
_NO_SIDES = "-"

_FAMILY = re.compile(rf"{FAMILY}([0-9]{{1,3}})\.[0-9A-Z $%*+\-./:]{{0,100}}")  # as long as the densest print allows
_TEXT = re.compile(
    rf"({FAMILY}{VERSION}\.([{SIGNS}]{{{_TAG}}})\.([A-Z][A-Z0-9]{{0,19}})\.([{SIGNS}]{{{_RANDOM + _CHECKS}}})"
    rf"\.([1-9][0-9]{{0,2}}|{_NO_SIDES}))\.([{SIGNS}]{{{_MAC}}})"
)

Mac = Callable[[str], bytes]


class Verdict(StrEnum):
    """What a text is, to this desk, before its code is looked up."""

    OURS = "ours"
    OTHER_FACILITY = "other-facility"
    OTHER_DEPARTMENT = "other-department"
    NOT_GENUINE = "not-genuine"
    NEWER_FORMAT = "newer-format"
    NOTHING_OF_OURS = "nothing-of-ours"


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """Where sheets are made and read: the department's random id, the place, and the place's own keyed digest."""

    department: str
    place: str
    mac: Mac


@dataclass(frozen=True, slots=True)
class Claim:
    """`sides` is the number of written sides printed on the paper; none on a sheet that was filled in by hand.

    Without the verdict `OURS` the rest is what a stranger wrote, or nothing.
    """

    verdict: Verdict
    code: str = ""
    place: str = ""
    sides: int | None = None


def new_code(ids: IdSource) -> str:
    """A one-time code: 64 random bits and two check signs, as it is stored (without its hyphens)."""
    return _checked(_signs(int.from_bytes(ids.random(16)), _RANDOM))


def shown(code: str) -> str:
    """As it is printed: K7QF2-M9TXW-4PA8B."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def typed(text: str) -> str:
    """The code a person meant: any spacing, small letters, and O, I, L, S, U for the signs they look like.

    Raises RuleBroken where a sign is missing, wrong or in another's place.
    """
    signs = re.sub(r"[\s\-\u2010-\u2015.]", "", text).upper().translate(_MEANT)
    if len(signs) != _RANDOM + _CHECKS or not set(signs) <= set(SIGNS):
        raise RuleBroken("A sheet's code has three groups of five letters and digits. Type all of them.")
    if signs != _checked(signs[:_RANDOM]):
        raise RuleBroken("This code has a wrong sign. Compare it with the sheet, sign by sign, and type it again.")
    return signs


def spelt(desk: Desk, code: str, sides: int | None) -> str:
    """The text of a sheet's QR code, in its alphanumeric alphabet. A sheet to be filled in by hand says no sides."""
    if sides is not None and not 1 <= sides <= MOST_SIDES:
        raise RuleBroken(f"A letter has between 1 and {MOST_SIDES} written sides.")
    said = _NO_SIDES if sides is None else str(sides)
    text = f"{FAMILY}{VERSION}.{_tag(desk.department)}.{desk.place}.{code}.{said}"
    return f"{text}.{_mac(desk, text)}"


def is_of_our_family(text: str) -> bool:
    """A cover sheet of this programme, of whatever department and version; any other code on a page is let be."""
    return bool(_FAMILY.fullmatch(text))


def without_words(text: str) -> str:
    """The text as it may be kept unsealed: of what only begins like a sheet of ours, no more than that beginning.

    Anybody can draw such a code on their letter, and put words into it.
    """
    family = _FAMILY.fullmatch(text)
    return text if family is None or _TEXT.fullmatch(text) else f"{FAMILY}{family[1]}."


def claimed(desk: Desk, text: str) -> Claim:
    """What a text is to this desk. Whose sheet it is comes first: another desk's MAC cannot be tried here."""
    family, whole = _FAMILY.fullmatch(text), _TEXT.fullmatch(text)
    if family is None:
        return Claim(Verdict.NOTHING_OF_OURS)
    if int(family[1]) > VERSION:
        return Claim(Verdict.NEWER_FORMAT)
    if whole is None:
        return Claim(Verdict.NOT_GENUINE)
    signed, tag, place, code, said, mac = whole.groups()
    sides = None if said == _NO_SIDES else int(said)
    return Claim(_verdict(desk, signed, tag, place, mac), code, place, sides)


def _verdict(desk: Desk, signed: str, tag: str, place: str, mac: str) -> Verdict:
    if tag != _tag(desk.department):
        return Verdict.OTHER_DEPARTMENT
    if place != desk.place:
        return Verdict.OTHER_FACILITY
    return Verdict.OURS if compare_digest(mac, _mac(desk, signed)) else Verdict.NOT_GENUINE


def _tag(department: str) -> str:
    """Tells departments apart on paper without printing the id that their seals are bound to."""
    return _signs(int.from_bytes(hashlib.sha256(b"cover sheet\x00" + department.encode()).digest()), _TAG)


def _mac(desk: Desk, text: str) -> str:
    return _signs(int.from_bytes(desk.mac(text)), _MAC)


def _signs(number: int, count: int) -> str:
    drawn = ""
    for _ in range(count):
        number, place = divmod(number, len(SIGNS))
        drawn += SIGNS[place]
    return drawn


def _checked(signs: str) -> str:
    """With the two signs that make the sum, and the sum weighted by place, come to nothing.

    Two codes of this kind differ in three signs or more, because 31 is prime and no place weighs like another.
    """
    prime, values = len(SIGNS), [SIGNS.index(sign) for sign in signs]
    plain, weighted = sum(values), sum(place * value for place, value in enumerate(values, start=1))
    last = ((_RANDOM + 1) * plain - weighted) % prime
    return signs + SIGNS[(-plain - last) % prime] + SIGNS[last]
