"""A mark by which a written side is known again by its picture alone, wherever it went and however it lies.

Forty blots of ink, or gaps between them, in the middle of the side, where no stain and no torn corner reaches; as black
as any dirt, so that they are to be seen for as long as anything is.
"""

from collections.abc import Collection
from functools import cache
from itertools import product
from random import Random

from PIL import Image, ImageDraw

_ACROSS, _DOWN, _BLOT = 8, 5, 70  # blots, and dots of one at 200 dots an inch
_BITS = _ACROSS * _DOWN
_MARKS, _APART = 96, 12  # how many there are, and in how many blots any two differ, also upside down
_CLOSE, _PLAIN = 8, 30  # blots that a ring of coffee may have changed; levels between the darkest and the lightest
_AROUND, _STEP, _COARSE = 120, 20, 10  # dots: how far from the middle it is looked for, how finely, and how sharply


def marked(side: Image.Image, number: int) -> Image.Image:
    side = side.copy()
    pen, left, top = ImageDraw.Draw(side), side.width // 2 - _ACROSS * _BLOT // 2, side.height // 2 - _DOWN * _BLOT // 2
    pen.rectangle((left, top, left + _ACROSS * _BLOT, top + _DOWN * _BLOT), fill=side.getpixel((9, 9)))
    for at, (row, column) in enumerate(product(range(_DOWN), range(_ACROSS))):
        if _words()[number] >> at & 1:
            x, y = left + column * _BLOT, top + row * _BLOT
            pen.ellipse((x + 2, y + 2, x + _BLOT - 2, y + _BLOT - 2), fill=0)
    return side


def found_on(side: Image.Image, numbers: Collection[int]) -> tuple[int, int] | None:
    """Which of these marks it has, and by how many degrees clockwise the side lies turned; None where it has none."""
    gray, words = side.convert("L"), _words()
    readings = (
        ((word ^ words[number]).bit_count(), -contrast, number, turn)
        for turn in (0, 90, 180, 270)
        for word, contrast in _read_around(gray.rotate(turn, expand=True))
        for number in numbers
        if contrast >= _PLAIN
    )
    best = min(readings, default=(_BITS, 0, 0, 0))
    return best[2:] if best[0] <= _CLOSE else None


def _read_around(upright: Image.Image):
    half = (_ACROSS * _BLOT // 2 + _AROUND, _DOWN * _BLOT // 2 + _AROUND)
    x, y = upright.width // 2, upright.height // 2
    middle = upright.crop((x - half[0], y - half[1], x + half[0], y + half[1])).reduce(_COARSE)
    size, blot, step = (_ACROSS, _DOWN), _BLOT // _COARSE, _STEP // _COARSE
    for left, top in product(range(0, 2 * _AROUND // _COARSE + 1, step), repeat=2):
        box = (left, top, left + _ACROSS * blot, top + _DOWN * blot)
        levels = middle.resize(size, Image.Resampling.BOX, box).tobytes()
        between = (min(levels) + max(levels)) / 2
        yield sum(1 << at for at, level in enumerate(levels) if level < between), max(levels) - min(levels)


@cache
def _words() -> list[int]:
    chance, words = Random("marks"), []
    while len(words) < _MARKS:
        word = chance.getrandbits(_BITS)
        others = [other for known in words for other in (known, _upside_down(known))]
        if all((word ^ other).bit_count() >= _APART for other in [*others, _upside_down(word)]):
            words.append(word)
    return words


def _upside_down(word: int) -> int:
    return int(f"{word:0{_BITS}b}"[::-1], 2)
