"""Runs in the sandbox: by how much a sheet's lines of writing lean, found from how sharply rows part when it is turned.

A sheet without lines of writing has no such angle and is left as it lies.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image

from screening.scanning.ink import Ink, numbers

MOST = 5.0  # degrees
_BLOCK = (8, 2)  # dots of the glance: fine where rows are told apart, coarse along them
_ROUGHER = (2, 2)
_LEAST_INK, _MOST_INK = 0.002, 0.30  # of the sheet
_CLEARLY = 1.5  # times as sharp as at most angles
_AS_SHARP = 0.97  # of the sharpest: angles that cannot be told apart
_FEWEST_LINES = 3
_STANDS_OUT = 12.0  # levels
_ROUGH_ANGLES = [step / 4 * 3 for step in range(-7, 8)]
_FINE_STEPS = [step / 10 for step in range(-6, 7)]


def lean(ink: Ink) -> float:
    """Degrees clockwise by which the lines lean, to about a tenth; 0.0 where there are none to go by."""
    rows = ink.marks(max(_STANDS_OUT, ink.threshold)).reduce(_BLOCK)
    inked = sum(level * dots for level, dots in enumerate(rows.histogram())) / (255 * rows.width * rows.height)
    if not _LEAST_INK <= inked <= _MOST_INK:
        return 0.0
    found = _sharpness(rows.reduce(_ROUGHER), _ROUGH_ANGLES)
    best = max(range(len(found)), key=found.__getitem__)
    if abs(_ROUGH_ANGLES[best]) >= MOST or found[best] < _CLEARLY * sorted(found)[len(found) // 2]:
        return 0.0
    angles = [_ROUGH_ANGLES[best] + step for step in _FINE_STEPS]
    found = _sharpness(rows, angles)
    sharp = [angle for angle, one in zip(angles, found, strict=True) if one >= _AS_SHARP * max(found)]
    angle = round(sum(sharp) / len(sharp), 1)
    return angle if _lines_in(_profile(_sheared(rows, _slope(angle)))) >= _FEWEST_LINES else 0.0


def _sharpness(rows: Image.Image, angles: Sequence[float]) -> list[float]:
    """How much neighbouring rows differ once the sheet is sheared back by each of these angles."""
    profiles = (_profile(_sheared(rows, _slope(angle))) for angle in angles)
    return [math.dist(profile[1:], profile[:-1]) ** 2 for profile in profiles]


def _slope(angle: float) -> float:
    return math.tan(math.radians(angle)) * _BLOCK[0] / _BLOCK[1]


def _sheared(rows: Image.Image, slope: float) -> Image.Image:
    return rows.transform(rows.size, Image.Transform.AFFINE, (1, 0, 0, slope, 1, -slope * rows.width / 2))


def _profile(rows: Image.Image) -> list[float]:
    return numbers(rows.convert("F").resize((1, rows.height), Image.Resampling.BOX))


def _lines_in(profile: list[float]) -> int:
    """How often the rows go from paper to ink."""
    half = max(profile) / 3
    return sum(one < half <= other for one, other in pairwise(profile))
