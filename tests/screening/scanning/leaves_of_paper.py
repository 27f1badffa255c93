"""Stacks as they lie on a desk, leaf on leaf, before any scanner has seen them; all from a seeded chance."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from random import Random

from letterbank.ids import SeededIds
from screening.scanning.coversheets import Desk, claimed, new_code, spelt
from screening.scanning.separation import Known, Standing

NO_LETTER = -1
Face = tuple[int, int, bool]  # of this letter, at this place of it, and whether it is the front


class Eyes(Enum):
    """What the reader makes of the printed face of a sheet."""

    AS_IT_IS = "read"
    DAMAGED = "seen, not read"
    AS_A_PAGE = "taken for a page"
    AS_NOTHING = "taken for an empty side"


@dataclass(frozen=True)
class Leaf:
    """`text` is what a cover sheet's codes say; a page has none. `head` is where its upper edge points as the first
    camera sees it, in degrees clockwise from the way of the paper; writers turn a leaf over like a book's.

    `letter` and `place` say whose leaf it is in truth, wherever it comes to lie; a stranger's is of `NO_LETTER`.
    """

    text: str = ""
    letter: int = NO_LETTER
    place: int = 0
    front: bool = True
    back: bool = False
    head: int = 0
    face_down: bool = False
    eyes: Eyes = Eyes.AS_IT_IS
    beside: str = ""
    faint: bool = False
    shines_through: bool = False

    @property
    def is_sheet(self) -> bool:
        return bool(self.text)


@dataclass
class Stack:
    """`known` is what the table says of each text; `counted` is the number a person entered.

    `truth` has the written faces of each letter as its writer left them; nothing that happens later changes it.
    """

    leaves: list[Leaf]
    known: dict[str, Known]
    two_sided: bool
    counted: int | None = None
    miscounted_by: int = 0
    leaves_out_empty: bool = False
    hidden: set[int] = field(default_factory=set)
    twice: set[int] = field(default_factory=set)
    stops_before: int = 10**6
    faults: list[str] = field(default_factory=list)
    truth: dict[int, list[Face]] = field(default_factory=dict)

    @property
    def sheets(self) -> int:
        return sum(leaf.is_sheet for leaf in self.leaves)


def mac_of(key: bytes):
    return lambda text: hashlib.blake2b(text.encode(), key=key).digest()


HERE = Desk("a department", "NORTH", mac_of(b"north"))
STRANGERS = {
    "other facility": Desk("a department", "RIVER", mac_of(b"river")),
    "other department": Desk("another department", "NORTH", mac_of(b"else")),
    "not genuine": Desk("a department", "NORTH", mac_of(b"forged")),
}


def a_sheet(chance: Random, sides: int | None, desk: Desk = HERE) -> str:
    return spelt(desk, new_code(SeededIds(str(chance.getrandbits(64)))), sides)


def known_as(text: str, standing: Standing, registered: int | None) -> Known:
    return Known(claimed(HERE, text), standing, registered)


def pages(chance: Random, count: int, *, two_sided: bool, head: int) -> Iterator[Leaf]:
    for _ in range(count):
        yield Leaf(head=head, back=two_sided and chance.random() < 0.5)


def written_sides(leaves: list[Leaf]) -> int:
    return sum(leaf.front + leaf.back for leaf in leaves if not leaf.is_sheet)


def faces(leaf: Leaf) -> list[Face]:
    return [(leaf.letter, leaf.place, True)] * leaf.front + [(leaf.letter, leaf.place, False)] * leaf.back


def a_letter(chance: Random, *, two_sided: bool, head: int) -> tuple[list[Leaf], dict[str, Known]]:
    """A sheet and its pages. One in five sheets comes from the drawer: filled in by hand, then registered."""
    body = list(pages(chance, chance.randrange(1, 5), two_sided=two_sided, head=head))
    sides = written_sides(body)
    text = a_sheet(chance, None if chance.random() < 0.2 else sides)
    return [Leaf(text, head=head), *body], {text: known_as(text, Standing.READY, sides)}


def a_good_stack(chance: Random, letters: int | None = None, *, two_sided: bool | None = None) -> Stack:
    two_sided = chance.random() < 0.5 if two_sided is None else two_sided
    upside_down = chance.choice((0, 0, 0, 180, 90, 270))
    stack = Stack([], {}, two_sided, leaves_out_empty=chance.random() < 0.1)
    for number in range(letters or chance.randrange(1, 7)):
        head = upside_down if chance.random() < 0.9 else chance.choice((0, 90, 180, 270))
        if stack.leaves_out_empty and head % 180:
            head = 0  # nothing tells a front from a back then, and a leaf fed sideways needs to know
        leaves, known = a_letter(chance, two_sided=two_sided, head=head)
        leaves = [replace(leaf, letter=number, place=place) for place, leaf in enumerate(leaves)]
        stack.truth[number] = [face for leaf in leaves if not leaf.is_sheet for face in faces(leaf)]
        stack.leaves += leaves
        stack.known |= known
    stack.counted = stack.sheets
    return stack


def changed(stack: Stack, at: int, **change: object) -> None:
    stack.leaves[at] = replace(stack.leaves[at], **change)
