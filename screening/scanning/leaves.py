"""Which side is the back of which.

The cover sheets' own empty backs tell; where they do not agree, the stack is doubted.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from screening.scanning.doubts import Reason
from screening.scanning.sides import Reading

Met = tuple[Reason, Sequence[int]]


class SideFacts(Protocol):
    """What is seen of one side; `screening.scanning.sides.Side` is one."""

    @property
    def reading(self) -> Reading: ...

    @property
    def blank(self) -> bool: ...


def is_bare(side: SideFacts) -> bool:
    """Nothing on it. A code that was read outweighs a side that looked empty."""
    return side.blank and not side.reading.codes


def scanned_on_both_sides(sides: Sequence[SideFacts]) -> bool:
    """A cover sheet's back is empty: a stack scanned on both sides has empty sides, and one behind a sheet."""
    return any(is_bare(sides[at]) and _back_of_a_sheet(sides, at) for at in range(len(sides)))


def doubts_about_leaves(sides: Sequence[SideFacts]) -> Iterator[Met]:
    """Where (places count from 0) the stack is neither scanned on one side throughout nor on both."""
    if scanned_on_both_sides(sides):
        yield from _doubts_about_pairs(sides)
    elif stray := [at for at, side in enumerate(sides) if is_bare(side) and not side.reading.damaged]:
        yield Reason.STRAY_BLANK, stray


def _doubts_about_pairs(sides: Sequence[SideFacts]) -> Iterator[Met]:
    if len(sides) % 2:
        yield Reason.UNEVEN, [len(sides) - 1]
    for at, side in enumerate(sides):
        if side.reading.codes:
            yield from _doubts_about_back(sides, at)
    for front in range(0, len(sides) - 1, 2):
        if is_bare(sides[front]) and is_bare(sides[front + 1]):
            yield Reason.EMPTY_LEAF, [front, front + 1]


def _doubts_about_back(sides: Sequence[SideFacts], sheet: int) -> Iterator[Met]:
    other = _other_side(sheet)
    if other < len(sides) and not is_bare(sides[other]):
        yield (Reason.UNEVEN if sheet % 2 else Reason.WRITTEN_BACK), [other]
    elif sheet % 2:
        yield Reason.FACE_DOWN, [sheet]


def _other_side(at: int) -> int:
    return at - 1 if at % 2 else at + 1


def _back_of_a_sheet(sides: Sequence[SideFacts], at: int) -> bool:
    other = _other_side(at)
    return other < len(sides) and bool(sides[other].reading.codes)
