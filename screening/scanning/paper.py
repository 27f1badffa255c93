"""How large a sheet becomes: 200 dots an inch where the file knows its size, else as a letter page."""

import math

DPI = 200
_LETTER_LONG_SIDE = 11 * DPI
_LONGEST_SHEET = 17.5  # inches; what claims to be larger has its size wrong, not a larger scanner
_LEAST_DPI, _MOST_DPI = 75, 1_300


def fitted(pixels: tuple[int, int], inches: tuple[float, float] | None) -> tuple[int, int]:
    """The size to scale to. Never larger than the source, but square dots (a fax has 204 by 98)."""
    across, down = _factors(pixels, inches)
    return max(1, round(pixels[0] * across)), max(1, round(pixels[1] * down))


def inches_at(pixels: tuple[int, int], dpi: object) -> tuple[float, float] | None:
    """The size of the sheet when the file's own claim of its dots an inch can be true."""
    try:
        across, down = (float(one) for one in dpi)  # type: ignore[attr-defined]  # whatever the file said
    except (TypeError, ValueError, ArithmeticError):
        return None
    if not all(math.isfinite(one) and _LEAST_DPI <= one <= _MOST_DPI for one in (across, down)):
        return None
    return pixels[0] / across, pixels[1] / down


def _factors(pixels: tuple[int, int], inches: tuple[float, float] | None) -> tuple[float, float]:
    if inches is None or max(inches) > _LONGEST_SHEET:
        factor = min(1.0, _LETTER_LONG_SIDE / max(pixels))
        return factor, factor
    across, down = DPI * inches[0] / pixels[0], DPI * inches[1] / pixels[1]
    enlarged = max(1.0, min(across, down))
    return across / enlarged, down / enlarged
