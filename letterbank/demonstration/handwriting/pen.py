"""Writes a text with one hand on ruled paper, as strokes in inches; the same seed writes the same strokes again.

What a stroke looks like on a scanned page is told in `paper`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from letterbank.demonstration.handwriting.alphabet import JOINED_HAND, PRINT_HAND, SPELT_ALIKE, Point, Sign, Stroke
from letterbank.demonstration.handwriting.hands import Hand

VARIANTS = 6
STEPS = (0.25, 0.5, 0.75, 1.0)
SMALL_LETTER = 10.0

Place = tuple[float, float]


@dataclass(frozen=True)
class Ruling:
    """Where lines run on the paper; inches from the top left corner."""

    first: float = 1.5
    pitch: float = 9 / 32 * 1.2
    last: float = 10.55
    left: float = 1.36
    right: float = 8.05

    @property
    def lines(self) -> int:
        return int((self.last - self.first) / self.pitch + 1e-6) + 1


class Mark(NamedTuple):
    """One movement of the pen: its places and how hard it was pressed (1 is usual)."""

    places: list[Place]
    pressure: float


class _Shape(NamedTuple):
    """One way this hand draws a sign: sampled strokes on the alphabet's grid, and how far the pen has moved on."""

    strokes: list[list[Place]]
    advance: float
    joins_before: bool
    joins_after: bool


class Pen:
    """Keeps a few slightly different shapes of each sign, as a person's letters differ but stay theirs."""

    def __init__(self, hand: Hand, seed: str) -> None:
        self.hand = hand
        self.random = Random(seed)  # noqa: S311 - style, not a secret
        self._signs = JOINED_HAND if hand.joined else PRINT_HAND
        self._shapes: dict[str, list[_Shape]] = {}
        self._unit = hand.height / SMALL_LETTER

    def length(self, word: str) -> float:
        """How wide a word stands on the paper, in inches."""
        return sum(self._shape_list(sign)[0].advance for sign in word) * self._unit

    @property
    def space(self) -> float:
        return self.hand.word_gap * self.hand.height

    def word(self, word: str, left: float, baseline: float) -> Iterator[Mark]:
        """The marks of one word; a joined hand lifts the pen only where its letters ask for it."""
        running: list[Place] = []
        after_join = False
        drift = self.random.gauss(0, self.hand.wander) * self.hand.height
        for sign in word:
            shape = self.random.choice(self._shape_list(sign))
            left += self.hand.gap * self.hand.height * 0.6 if after_join and not shape.joins_before else 0.0
            lift = drift + self.random.gauss(0, self.hand.wander * 0.35) * self.hand.height
            strokes = [self._placed(stroke, left, baseline + lift) for stroke in shape.strokes]
            if running and not shape.joins_before:
                yield self._mark(running)
                running = []
            running = [*running, *_bend(running[-2:], strokes[0][:2]), *strokes[0]] if running else strokes[0]
            yield from (self._mark(stroke) for stroke in strokes[1:])
            if not shape.joins_after:
                yield self._mark(running)
                running = []
            left, after_join = left + shape.advance * self._unit, shape.joins_after
        if running:
            yield self._mark(running)

    def _mark(self, places: list[Place]) -> Mark:
        return Mark(places, self.random.gauss(1, 0.055))

    def _placed(self, stroke: list[Place], left: float, baseline: float) -> list[Place]:
        unit, slant, width = self._unit, self.hand.slant, self.hand.width
        return [(left + (x * width + y * slant) * unit, baseline - y * unit) for x, y in stroke]

    def _shape_list(self, sign: str) -> list[_Shape]:
        sign = SPELT_ALIKE.get(sign, sign)
        if sign not in self._shapes:
            drawn = self._signs.get(sign, self._signs["-"])
            self._shapes[sign] = [self._shape(sign, drawn) for _ in range(VARIANTS)]
        return self._shapes[sign]

    def _shape(self, sign: str, drawn: Sign) -> _Shape:
        joined = self.hand.joined and sign.isalpha() and sign.islower()
        strokes = [_sampled([self._shaken(point) for point in stroke]) for stroke in drawn]
        if joined:
            return _Shape(strokes, drawn[0][-1].x * self.hand.width, joins_before=True, joins_after=True)
        widest = max(point.x for stroke in drawn for point in stroke)
        return _Shape(
            strokes, (widest + self.hand.gap * SMALL_LETTER) * self.hand.width, joins_before=False, joins_after=False
        )

    def _shaken(self, point: Point) -> Point:
        by = self.hand.unsteady * SMALL_LETTER
        return Point(point.x + self.random.gauss(0, by), point.y + self.random.gauss(0, by), point.corner)


def _sampled(stroke: Stroke | Sequence[Point]) -> list[Place]:
    """Passes a curve (Catmull-Rom) through the points; a corner ends one curve and begins the next."""
    places = [(stroke[0].x, stroke[0].y)]
    for at in range(len(stroke) - 1):
        here, there = stroke[at], stroke[at + 1]
        before = here if at == 0 or here.corner else stroke[at - 1]
        after = there if at + 2 == len(stroke) or there.corner else stroke[at + 2]
        places.extend(
            (_curve(t, before.x, here.x, there.x, after.x), _curve(t, before.y, here.y, there.y, after.y))
            for t in STEPS
        )
    return places


def _curve(t: float, before: float, here: float, there: float, after: float) -> float:
    return here + 0.5 * t * (
        there - before + t * (2 * before - 5 * here + 4 * there - after + t * (3 * (here - there) + after - before))
    )


def _bend(leaving: Sequence[Place], arriving: Sequence[Place]) -> list[Place]:
    """A short curve from the end of one letter into the start of the next."""
    points = [Point(x, y) for x, y in (*leaving, *arriving)]
    return _sampled(points)[len(STEPS) : 2 * len(STEPS) + 1]


def written(text: str, pen: Pen, ruling: Ruling) -> list[list[Mark]]:
    """The marks of each page. A line of text is a paragraph; spaces before it indent it; an empty line stays empty."""
    pages: list[list[Mark]] = []
    for number, line in enumerate(_lines(text, pen, ruling)):
        page, row = divmod(number, ruling.lines)
        if row == 0:
            pages.append([])
        pages[page].extend(_line(line, pen, ruling, row))
    return pages


def _lines(text: str, pen: Pen, ruling: Ruling) -> Iterator[tuple[float, list[str]]]:
    for paragraph in text.strip("\n").split("\n"):
        indent = (len(paragraph) - len(paragraph.lstrip())) * pen.space
        left, line = indent, list[str]()
        for word in paragraph.split():
            width = pen.length(word)
            if line and ruling.left + left + width > ruling.right:
                yield indent, line
                indent, left, line = 0.0, 0.0, []
            line.append(word)
            left += width + pen.space
        yield indent, line


def _line(line: tuple[float, list[str]], pen: Pen, ruling: Ruling, row: int) -> Iterator[Mark]:
    indent, words = line
    left = ruling.left + indent + abs(pen.random.gauss(0, 0.02))
    baseline = ruling.first + row * ruling.pitch - 0.012
    climb = pen.random.gauss(0, 0.0015)
    for word in words:
        yield from pen.word(word, left, baseline + climb * left)
        left += pen.length(word) + pen.space * pen.random.uniform(0.85, 1.15)
