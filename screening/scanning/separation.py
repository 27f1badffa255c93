"""A scanned stack taken apart by its cover sheets, or, at any doubt, not at all (N5, B24).

What is accepted reconciles four ways: every side lies behind a good sheet, every letter has the sides its
sheet declares, the empty sides fit the paper, and there are as many sheets as a person counted in the paper.
The last is what makes a sheet that was not seen at all (pulled in under another, face down, spoilt past
recognition) impossible to miss: the letter before it could otherwise be filled up by the next one's pages.

What cannot be seen: pages of two letters exchanged, or one lost and a stranger's put in its place, with every
count as declared; a sheet missed by a person's count and by the scan alike. So a person looks at every page
before a letter goes into review.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from screening.scanning.coversheets import Claim, Verdict
from screening.scanning.doubts import Doubt, Reason, gathered
from screening.scanning.leaves import Met, SideFacts, doubts_about_leaves, is_bare, scanned_on_both_sides


class Standing(StrEnum):
    """What the table of sheets says of a code of ours."""

    READY = "ready"
    USED = "used"
    VOID = "void"
    UNREGISTERED = "unregistered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """A text that was read, judged and looked up. `registered` is the number of written sides its letter has now."""

    claim: Claim
    standing: Standing = Standing.UNKNOWN
    registered: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """One written side, by its number in the stack (the first is 1), and the degrees clockwise to turn it by."""

    number: int
    turn: int


@dataclass(frozen=True, slots=True)
class SeparatedLetter:
    """The written sides behind one sheet, in the order they lay in. `code` is the sheet's one-time code."""

    code: str
    sheet: int
    sides: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Separated:
    letters: tuple[SeparatedLetter, ...]


_NOTHING_KNOWN = Known(Claim(Verdict.OURS))
_BY_VERDICT = {
    Verdict.OTHER_FACILITY: Reason.OTHER_FACILITY,
    Verdict.OTHER_DEPARTMENT: Reason.OTHER_DEPARTMENT,
    Verdict.NOT_GENUINE: Reason.NOT_GENUINE,
    Verdict.NOTHING_OF_OURS: Reason.NOT_GENUINE,
    Verdict.NEWER_FORMAT: Reason.NEWER_FORMAT,
}
_BY_STANDING = {
    Standing.USED: Reason.USED,
    Standing.VOID: Reason.VOID,
    Standing.UNREGISTERED: Reason.UNREGISTERED,
    Standing.UNKNOWN: Reason.UNKNOWN,
}


def separate(sides: Sequence[SideFacts], sheets: Mapping[str, Known], *, letters: int | None) -> Separated | Doubt:
    """The letters of a stack, or every reason why a person must look.

    `sheets` has every text of every reading; one that it lacks is unknown. `letters` is the number of cover sheets
    a person counted in the paper. None is a doubt of its own: ask, and separate again.
    """
    stack = _Stack(sides, sheets)
    found = [*stack.doubts(), *doubts_about_leaves(sides), *_doubts_about_number(stack, letters)]
    if found:
        return Doubt(gathered((reason, [at + 1 for at in where]) for reason, where in found))
    return Separated(tuple(stack.letters()))


def _doubts_about_number(stack: "_Stack", letters: int | None) -> Iterator[Met]:
    if letters is None:
        yield Reason.UNCOUNTED, []
    elif stack.marked and len(stack.marked) != letters:
        yield Reason.OTHER_NUMBER, []


class _Stack:
    """The sides, cut wherever a cover sheet shows, be it good or not. Places count from 0 in here."""

    def __init__(self, sides: Sequence[SideFacts], sheets: Mapping[str, Known]) -> None:
        self.sides = sides
        self.sheets = sheets
        self.on_both_sides = scanned_on_both_sides(sides)
        self.marked = [at for at in range(len(sides)) if self._is_a_sheet(at)]

    def doubts(self) -> Iterator[Met]:
        if not self.marked:
            yield Reason.NO_SHEET, []
        elif before := self._written(0, self.marked[0]):
            yield Reason.BEFORE_FIRST, before
        for at, end in self._parts():
            yield from self._doubts_about_sheet(at) or self._doubts_about_count(at, end)
        yield from self._doubles()

    def letters(self) -> Iterator[SeparatedLetter]:
        for at, end in self._parts():
            turn = self.sides[at].reading.turn
            placed = tuple(Placed(side + 1, self._turn(side, turn)) for side in self._written(at + 1, end))
            yield SeparatedLetter(self._known(at).claim.code, at + 1, placed)

    def _is_a_sheet(self, at: int) -> bool:
        """A sheet's own empty back may let its marks shine through, unreadable; that is no second sheet."""
        reading = self.sides[at].reading
        shines_through = self.on_both_sides and at % 2 == 1 and is_bare(self.sides[at])
        return bool(reading.codes) or (
            reading.damaged and not (shines_through and bool(self.sides[at - 1].reading.codes))
        )

    def _parts(self) -> Iterator[tuple[int, int]]:
        yield from pairwise([*self.marked, len(self.sides)])

    def _written(self, start: int, end: int) -> list[int]:
        return [at for at in range(start, end) if not is_bare(self.sides[at])]

    def _known(self, at: int) -> Known:
        return self.sheets.get(self.sides[at].reading.codes[0], _NOTHING_KNOWN)

    def _doubts_about_sheet(self, at: int) -> list[Met]:
        codes = self.sides[at].reading.codes
        if not codes:
            return [(Reason.DAMAGED, [at])]
        if len(codes) > 1:
            return [(Reason.TWO_CODES, [at])]
        known = self._known(at)
        reason = _BY_VERDICT.get(known.claim.verdict) or _BY_STANDING.get(known.standing)
        if reason is None and not known.registered:
            reason = Reason.UNREGISTERED
        return [(reason, [at])] if reason else []

    def _doubts_about_count(self, at: int, end: int) -> Iterator[Met]:
        known, pages = self._known(at), self._written(at + 1, end)
        declared = known.registered or 0
        if known.claim.sides not in (None, declared):
            yield Reason.COUNT_CHANGED, [at]
        if not pages:
            yield Reason.NO_PAGES, [at]
        elif len(pages) > declared:
            yield Reason.TOO_MANY, [at]
        elif len(pages) < declared:
            yield (Reason.ENDS_EARLY if end == len(self.sides) else Reason.TOO_FEW), [at]

    def _doubles(self) -> Iterator[Met]:
        """The same one-time code on two sides, be it in one text or, after a change of its count, in two."""
        places: dict[str, set[int]] = {}
        for at in self.marked:
            for text in self.sides[at].reading.codes:
                places.setdefault(self.sheets.get(text, _NOTHING_KNOWN).claim.code or text, set()).add(at)
        yield from ((Reason.SAME_TWICE, sorted(where)) for where in places.values() if len(where) > 1)

    def _turn(self, at: int, turn: int) -> int:
        """Pages follow their sheet, which lay on the glass as they did.

        Both cameras of an office scanner see the same edge of the paper go in first. So the back of a page that
        was turned like a book's stands as its front does when the head or the foot went in first, and the other
        way round when a long edge did. A back that was turned over its head (a pad's) comes out upside down, and
        so do pages fed sideways when an empty leaf behind the sheet looks like its back: nothing on the sheet
        tells, and the person who looks at every page turns it.
        """
        is_back = self.on_both_sides and at % 2 == 1
        return -turn % 360 if is_back else turn % 360
