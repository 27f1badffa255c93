"""Runs in the sandbox: the frame that only a cover sheet has, found without reading any code.

A sheet whose codes are all spoilt is still seen to be a sheet: three periods of any of its four stripes are
enough. Nothing written by hand, ruled, set in type or photographed repeats these widths.
"""

import re
from collections.abc import Iterator

from PIL import Image

_LONG_SIDE = 550  # dots: about 50 an inch; a unit of 2 mm is then 3.9 dots, the stripe 12 dots thick
_STEP = 3  # so four lines cross a stripe that lies straight, and a crooked one is crossed for 13 dots along each
_NARROW, _WIDE = "{2,6}", "{5,11}"
_PERIODS = 3
_SHORTEST, _LONGEST = 50, 92  # dots of three periods: 71 on a letter page, 56 on a legal one
_LEAST_CONTRAST = 12  # levels of 255

# The stripe of templates/documents/cover_sheet.typ, from either end; 0 is ink and 1 is paper.
_THERE = f"0{_WIDE}1{_NARROW}0{_NARROW}1{_WIDE}"
_BACK = f"0{_NARROW}1{_NARROW}0{_WIDE}1{_WIDE}"
_STRIPE = re.compile(rf"(?<!0)(?:(?:{_THERE}){{{_PERIODS}}}|(?:{_BACK}){{{_PERIODS}}})".encode())


def has_frame(gray: Image.Image) -> bool:
    """Whether some of the frame shows, in any of four turns and up to five degrees askew. Takes mode L."""
    small = gray.reduce(max(1, round(max(gray.size) / _LONG_SIDE)))
    tones = _two_tones(small.histogram())
    if tones is None:
        return False
    small = small.point(tones)
    return _has_stripe(small) or _has_stripe(small.transpose(Image.Transpose.ROTATE_90))


def _two_tones(levels: list[int]) -> list[int] | None:
    """The digits 0 for ink and 1 for paper; None where the side is of one tone and cannot show a frame."""
    dark, light = _level(levels, 0.03), _level(levels, 0.7)
    if light - dark < _LEAST_CONTRAST:
        return None
    middle = (dark + light) // 2
    return [0x30] * middle + [0x31] * (256 - middle)


def _level(levels: list[int], share: float) -> int:
    left = share * sum(levels)
    for level, count in enumerate(levels):
        left -= count
        if left <= 0:
            return level
    return 255


def _has_stripe(small: Image.Image) -> bool:
    """On two lines close together: one line alone may be chance."""
    before = -_STEP * 3
    for line in _lines_with_stripe(small):
        if line - before <= 2 * _STEP:
            return True
        before = line
    return False


def _lines_with_stripe(small: Image.Image) -> Iterator[int]:
    dots, across = small.tobytes(), small.width
    for line in range(0, small.height, _STEP):
        found = _STRIPE.search(dots, line * across, (line + 1) * across)
        if found and _SHORTEST <= len(found[0]) <= _LONGEST:
            yield line
