"""Runs in the sandbox: the separate dark things on a side that is nearly empty, and what paper itself explains of them.

Sizes are those of a glance: a hundred dots an inch.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

_DARK = 0.72  # of the paper's lightness
_MOST_DOTS = 6_000
_HOLE, _ROUND, _DISC = (14, 38), (0.78, 1.28), (0.66, 0.92)  # width; width to height; share of its square
_FROM_THE_EDGE = 90
_STAPLE, _STRAIGHT = (25, 65), 4.0  # length; dots from its middle line
_FROM_THE_CORNER = 110

Dot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    dots: tuple[Dot, ...]
    sheet: tuple[int, int]

    @property
    def box(self) -> tuple[int, int, int, int]:
        across, down = zip(*self.dots, strict=True)
        return min(across), min(down), max(across) + 1, max(down) + 1

    @property
    def is_hole(self) -> bool:
        """A filled disc near an edge."""
        left, top, right, bottom = self.box
        width, height = right - left, bottom - top
        return (
            all(_HOLE[0] <= side <= _HOLE[1] for side in (width, height))
            and _ROUND[0] <= width / height <= _ROUND[1]
            and _DISC[0] <= len(self.dots) / (width * height) <= _DISC[1]
            and min(self._from_the_edges()) <= _FROM_THE_EDGE
        )

    @property
    def is_staple(self) -> bool:
        """One straight thin line in a corner, as long as a staple."""
        across, down, across_again, down_again = self._from_the_edges()
        if max(min(across, across_again), min(down, down_again)) > _FROM_THE_CORNER:
            return False
        one = min(self.dots)
        end = max(self.dots, key=lambda dot: math.dist(dot, one))
        start = max(self.dots, key=lambda dot: math.dist(dot, end))
        length = math.dist(start, end)
        return _STAPLE[0] <= length <= _STAPLE[1] and all(
            abs(_cross(start, end, dot)) <= _STRAIGHT * length for dot in self.dots
        )

    def _from_the_edges(self) -> tuple[int, int, int, int]:
        left, top, right, bottom = self.box
        return left, top, self.sheet[0] - right, self.sheet[1] - bottom


def pieces_of(gray: Image.Image) -> list[Piece]:
    """None of them where there are too many to be anything but writing."""
    paper = max(range(128, 256), key=gray.histogram().__getitem__)
    dark = gray.point([255 if level < _DARK * paper else 0 for level in range(256)])
    if dark.histogram()[255] > _MOST_DOTS:
        return []
    left = {(at % gray.width, at // gray.width) for at, level in enumerate(dark.tobytes()) if level}
    return [Piece(dots, gray.size) for dots in _joined(left)]


def _joined(left: set[Dot]) -> Iterator[tuple[Dot, ...]]:
    while left:
        piece = [left.pop()]
        for across, down in piece:  # grows as it is walked
            around = {(across + step, down + row) for step in (-1, 0, 1) for row in (-1, 0, 1)} & left
            left -= around
            piece.extend(around)
        yield tuple(piece)


def _cross(start: Dot, end: Dot, dot: Dot) -> int:
    """Twice the area between the three: the length of the line times the dot's distance from it."""
    return (end[0] - start[0]) * (dot[1] - start[1]) - (end[1] - start[1]) * (dot[0] - start[0])
