"""Runs in the sandbox: where a sheet is darker than its paper, seen at half of its resolution.

Paper, light and grain differ from sheet to sheet; a mark is what stands out from the paper around it.
"""

from array import array
from dataclasses import dataclass, replace
from typing import Self

from PIL import Image, ImageChops, ImageFilter

_LONGER_SIDE = 1_100  # dots: a hundred an inch of a letter page
_SQUARE = 8  # dots: the paper is known from squares of this side
_FINELY = ImageFilter.BoxBlur(0.97)  # as wide as a bell of 0.8 dots, a pencil's stroke, and found three times as fast
_MIDDLE = 128
_ONE_DEVIATION = 0.1587  # of all dots lie further out, on one side
_FAINTEST, _OUT_OF_THE_GRAIN = 3.0, 3.3  # levels; deviations


@dataclass(frozen=True, slots=True)
class Ink:
    """`above` is the darkness of a glance over its paper; `bare` its level where there is only paper.

    `grain` is the deviation of bare paper, in levels.
    """

    gray: Image.Image
    above: Image.Image
    bare: float
    grain: float

    @classmethod
    def between(cls, gray: Image.Image, paper: Image.Image, fine: Image.Image) -> Self:
        above = ImageChops.subtract(paper, fine, offset=_MIDDLE)
        levels = above.histogram()
        bare = _level_of(levels, 0.5)
        # Lighter than half of the paper is paper alone: ink is on the other side.
        return cls(gray, above, bare, bare - _level_of(levels, _ONE_DEVIATION))

    @property
    def threshold(self) -> float:
        """Levels from which on a dot is unlikely to be grain."""
        return max(_FAINTEST, _OUT_OF_THE_GRAIN * self.grain)

    def rows(self, top: int, bottom: int) -> Self:
        """These rows of the glance."""
        box = (0, top, self.gray.width, bottom)
        return replace(self, gray=self.gray.crop(box), above=self.above.crop(box))

    def marks(self, levels: float) -> Image.Image:
        """White where a dot is darker than its paper by so many levels, black elsewhere."""
        return self.above.point([255 if level - self.bare >= levels else 0 for level in range(256)])


def ink_of(sheet: Image.Image) -> Ink:
    gray = sheet.convert("L").reduce(max(1, round(max(sheet.size) / _LONGER_SIDE)))
    without_ink = ImageChops.lighter(gray, _in_squares(gray, Image.Resampling.NEAREST))  # steps at its edges do no harm
    return Ink.between(gray, _in_squares(without_ink, Image.Resampling.BILINEAR), gray.filter(_FINELY))


def _in_squares(gray: Image.Image, between: Image.Resampling) -> Image.Image:
    return gray.reduce(_SQUARE).resize(gray.size, between)


def _level_of(levels: list[int], share: float) -> float:
    """The level below which this share of all dots lies, between whole levels."""
    wanted, reached = share * sum(levels), 0
    for level, dots in enumerate(levels):
        if dots and reached + dots >= wanted:
            return level - 0.5 + (wanted - reached) / dots
        reached += dots
    return float(_MIDDLE)


def numbers(picture: Image.Image) -> list[float]:
    """The levels of a picture of one band, row by row."""
    return array("f", picture.convert("F").tobytes()).tolist()
