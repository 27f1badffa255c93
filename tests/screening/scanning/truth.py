"""The oracle: what was made of a stack, beside whose paper it truly is. It knows of paper only, of no count or rule."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from screening.scanning.coversheets import claimed
from screening.scanning.separation import Separated, SeparatedLetter
from tests.screening.scanning.feeder import Shot
from tests.screening.scanning.leaves_of_paper import HERE, NO_LETTER, Face, Leaf, Stack


class Outcome(StrEnum):
    """Of a stack that was accepted. What is neither right nor wrong is what no sheet can show."""

    RIGHT = "accepted: each letter as its writer left it"
    COUNTS_KEPT = "accepted, not to be seen: pages exchanged, lost or doubled, with every count kept"
    NEITHER = "accepted, not to be seen: a sheet that neither the person nor the scanner counted"
    OTHER_ORDER = "accepted, a letter's own pages in another order"
    TURNED = "accepted, a page upside down or on its side"
    WRONG = "WRONG"


def judged(stack: Stack, shots: Sequence[Shot], separated: Separated) -> Outcome:
    """Wrong is whatever the paper, as it was fed and seen, does not account for."""
    seen = _behind_each_sheet(stack, shots)
    if not all(_is_faithful(stack, shots, letter, seen) for letter in separated.letters):
        return Outcome.WRONG
    taken = [shots[letter.sheet - 1].leaf for letter in separated.letters]
    if taken != [at for at, leaf in enumerate(stack.leaves) if leaf.is_sheet]:
        explained = stack.counted != stack.sheets and taken == sorted(set(taken))
        return Outcome.NEITHER if explained else Outcome.WRONG
    return max((_judged(stack, shots, letter) for letter in separated.letters), key=_GRAVEST.index)


_GRAVEST = (Outcome.RIGHT, Outcome.TURNED, Outcome.OTHER_ORDER, Outcome.COUNTS_KEPT, Outcome.WRONG)


def _judged(stack: Stack, shots: Sequence[Shot], letter: SeparatedLetter) -> Outcome:
    sheet = stack.leaves[shots[letter.sheet - 1].leaf]
    placed = [shots[side.number - 1] for side in letter.sides]
    found, truth = [_face(stack, shot) for shot in placed], stack.truth[sheet.letter]
    if found != truth:
        return Outcome.OTHER_ORDER if sorted(found) == sorted(truth) else Outcome.COUNTS_KEPT
    turned = [shot for shot, side in zip(placed, letter.sides, strict=True) if (side.turn + shot.turned) % 360]
    if all(_lies_otherwise(stack.leaves[shot.leaf], sheet) or _backs_are_unsure(stack, shots) for shot in turned):
        return Outcome.TURNED if turned else Outcome.RIGHT
    return Outcome.WRONG


def _is_faithful(stack: Stack, shots: Sequence[Shot], letter: SeparatedLetter, seen: dict[int, list[int]]) -> bool:
    """A sheet of a letter of ours, under its own code, with just the sides that were seen behind it, as they came."""
    leaf = stack.leaves[shots[letter.sheet - 1].leaf]
    ours = leaf.is_sheet and leaf.letter != NO_LETTER and letter.code == claimed(HERE, leaf.text).code
    return ours and [side.number for side in letter.sides] == seen.get(letter.sheet)


def _behind_each_sheet(stack: Stack, shots: Iterable[Shot]) -> dict[int, list[int]]:
    """For each side that shows a sheet to the reader, the numbers of the sides behind it that show anything at all."""
    sheet, seen = 0, {0: []}
    for number, shot in enumerate(shots, start=1):
        if shot.is_front and stack.leaves[shot.leaf].is_sheet and shot.reading.codes:
            sheet = number
            seen[sheet] = []
        elif not shot.blank:
            seen[sheet].append(number)
    return seen


def _face(stack: Stack, shot: Shot) -> Face:
    leaf = stack.leaves[shot.leaf]
    return leaf.letter, leaf.place, shot.is_front


def _lies_otherwise(leaf: Leaf, sheet: Leaf) -> bool:
    return (leaf.head, leaf.face_down) != (sheet.head, sheet.face_down)


def _backs_are_unsure(stack: Stack, shots: Sequence[Shot]) -> bool:
    """Empty sides were left out, or an empty leaf behind a sheet that was scanned on one side looks like its back."""
    return stack.leaves_out_empty or (not stack.two_sided and any(shot.blank for shot in shots))
