"""Turns pen marks into what a desk scanner delivers: ruled paper, a little crooked, unevenly lit, with noise.

Every accident comes from the seed, so the same letter gives the same pixels (Pillow's own noise cannot be seeded).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from letterbank.demonstration.handwriting.hands import Colour, Hand
from letterbank.demonstration.handwriting.pen import Mark, Place, Ruling

WIDTH, HEIGHT = 8.5, 11.0
FINER = 2
COARSER = 16
MOST_SKEW = 1.5


@dataclass(frozen=True)
class Paper:
    """What one writer's pad of paper looks like."""

    tint: Colour = (250, 248, 240)
    rule: Colour = (168, 190, 222)
    margin: Colour = (226, 150, 156)
    holes: bool = True
    shadow_left: bool = True


SHEETS = (
    Paper(),
    Paper(tint=(247, 246, 244), rule=(176, 192, 214), shadow_left=False),
    Paper(tint=(253, 246, 214), rule=(158, 186, 206), margin=(222, 140, 138), holes=False),
)


class Sheet:
    """One page being scanned: turns inches into pixels, crooked by the skew (degrees); draws finer than the scan."""

    def __init__(self, paper: Paper, dpi: int, *, skew: float = 0.0) -> None:
        self.paper = paper
        self.size = (round(WIDTH * dpi), round(HEIGHT * dpi))
        self._dots = dpi * FINER
        angle = math.radians(max(-MOST_SKEW, min(MOST_SKEW, skew)))
        self._turn = (math.cos(angle), math.sin(angle))

    def places(self, inches: Iterable[Place]) -> list[Place]:
        (cos, sin), dots, middle, centre = self._turn, self._dots, WIDTH / 2, HEIGHT / 2
        return [
            (
                (middle + (x - middle) * cos - (y - centre) * sin) * dots,
                (centre + (x - middle) * sin + (y - centre) * cos) * dots,
            )
            for x, y in inches
        ]

    def ruled(self, ruling: Ruling) -> Image.Image:
        page = Image.new("RGB", (self.size[0] * FINER, self.size[1] * FINER), self.paper.tint)
        draw = ImageDraw.Draw(page)
        thin = max(2, round(self._dots * 0.008))
        for row in range(-1, ruling.lines + 1):
            height = ruling.first + row * ruling.pitch
            draw.line(self.places([(-1, height), (WIDTH + 1, height)]), self.paper.rule, thin)
        draw.line(self.places([(1.25, -1), (1.25, HEIGHT + 1)]), self.paper.margin, thin)
        for height in (1.4, 5.5, 9.6) if self.paper.holes else ():
            self._hole(draw, height)
        return page.reduce(FINER)

    def _hole(self, draw: ImageDraw.ImageDraw, height: float) -> None:
        (place,) = self.places([(0.42, height)])
        draw.circle(place, 0.135 * self._dots, (198, 198, 198))
        draw.circle((place[0] + 0.012 * self._dots, place[1] + 0.012 * self._dots), 0.122 * self._dots, (226, 226, 226))

    def inked(self, marks: Sequence[Mark], hand: Hand) -> Image.Image:
        """How much ink lies where: 0 none, 255 full."""
        ink = Image.new("L", (self.size[0] * FINER, self.size[1] * FINER))
        draw = ImageDraw.Draw(ink)
        for mark in marks:
            width = max(2, round(hand.pen * self._dots * mark.pressure))
            places = self.places(mark.places)
            draw.line(places, 255, width, joint="curve" if len(places) < 4 else None)
            for x, y in (*places[::2], places[-1]):
                draw.ellipse((x - width / 2, y - width / 2, x + width / 2 - 1, y + width / 2 - 1), 255)
        return ink.reduce(FINER)

    def light(self, random: Random) -> Image.Image:
        """Uneven light: a faint mottle everywhere and a soft shadow where the paper bends at one edge."""
        small = (self.size[0] // COARSER, self.size[1] // COARSER)
        grain = Image.frombytes("L", small, random.randbytes(small[0] * small[1])).point(
            [246 + value // 28 for value in range(256)]
        )
        across, down = small
        lean = down * self._turn[1] / 2
        edge, outside = (0.5, -across) if self.paper.shadow_left else (across - 1.5, 2 * across)
        bend = [(edge + lean, 0), (edge - lean, down), (outside, down), (outside, 0)]
        ImageDraw.Draw(grain).polygon(bend, 176)
        return grain.filter(ImageFilter.GaussianBlur(2.5)).resize(self.size, Image.Resampling.BICUBIC)


def scanned(marks: Sequence[Mark], hand: Hand, sheet: Sheet, ruling: Ruling, *, random: Random) -> Image.Image:
    """One page as the scanner sees it, RGB."""
    page = sheet.ruled(ruling)
    noise = Image.frombytes("L", sheet.size, random.randbytes(sheet.size[0] * sheet.size[1]))
    ink = ImageChops.multiply(sheet.inked(marks, hand), noise.point([200 + value // 6 for value in range(256)]))
    page.paste(hand.ink, (0, 0), ink)
    page = ImageChops.multiply(page, sheet.light(random).convert("RGB"))
    grey = noise.filter(ImageFilter.BoxBlur(1)).point([118 + value // 13 for value in range(256)])
    return ImageChops.add(page, Image.merge("RGB", (grey, grey, grey)), 1, -128)
