"""A scanner as it works: what its cameras see of a stack, side by side, and what was truly there."""

from collections.abc import Iterator
from dataclasses import dataclass

from screening.scanning.sides import Reading
from tests.screening.scanning.leaves_of_paper import Eyes, Leaf, Stack


@dataclass(frozen=True)
class Shot:
    """One side as it comes to `separate`, and, for the oracle alone, where it lay and how its picture is turned."""

    reading: Reading
    blank: bool
    leaf: int
    is_front: bool
    turned: int


def scanned(stack: Stack) -> list[Shot]:
    shots = []
    for at, leaf in enumerate(stack.leaves[: stack.stops_before]):
        if at not in stack.hidden:
            shots += [shot for _ in range(2 if at in stack.twice else 1) for shot in _seen(stack, at, leaf)]
    return shots


def _seen(stack: Stack, at: int, leaf: Leaf) -> Iterator[Shot]:
    """The second camera looks from behind: what points right for the first points left for it."""
    for camera in range(2 if stack.two_sided else 1):
        is_front = (camera == 0) != leaf.face_down
        turned = leaf.head if camera == 0 else -leaf.head % 360
        reading, blank = _front(leaf, turned) if is_front else (Reading(), not (leaf.back or leaf.shines_through))
        if not (blank and stack.leaves_out_empty and not reading.codes):
            yield Shot(reading, blank, at, is_front, turned)


def _front(leaf: Leaf, turned: int) -> tuple[Reading, bool]:
    if not leaf.is_sheet:
        return Reading(), leaf.faint or not leaf.front
    if leaf.eyes is Eyes.AS_IT_IS:
        codes = (leaf.text, leaf.beside) if leaf.beside else (leaf.text,)
        return Reading(codes, -turned % 360), False
    return Reading(damaged=leaf.eyes is Eyes.DAMAGED), leaf.eyes is Eyes.AS_NOTHING
