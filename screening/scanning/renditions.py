"""Runs in the sandbox: one sheet to the smallest picture that is still good to read and to print."""

import io
import math

from PIL import Image

from screening.scanning.pages import CleanPage, PageKind
from screening.scanning.paper import DPI

BUDGET = 150_000  # bytes for a handwritten page
_FINE, _MIDDLE, _COARSE = 75, 50, 35
_MOST_GRAIN, _MOST_CLIPPED = 10.0, 8.0  # of 255 levels


def rendition(sheet: Image.Image) -> CleanPage:
    """Two tones stay two tones; everything else becomes gray, a little coarser if it must be."""
    sheet = fresh(straightened(sheet))
    if sheet.mode == "1":
        return CleanPage(*sheet.size, PageKind.BITONAL_PNG, _png(sheet))
    sheet = whitened(sheet)
    return CleanPage(*sheet.size, PageKind.GRAY_JPEG, _jpeg_within_budget(sheet))


def fresh(sheet: Image.Image) -> Image.Image:
    """The same pixels in a new picture: Pillow would write what it remembers of a file's words."""
    canvas = Image.new(sheet.mode, sheet.size)
    canvas.paste(sheet)
    return canvas


def straightened(sheet: Image.Image) -> Image.Image:
    """The place for small angles and dark borders; for now a sheet stays as it was laid."""
    return sheet


def whitened(gray: Image.Image) -> Image.Image:
    """Paper to white: the grain of the paper is most of the bytes and none of the letter.

    Only where the page is plainly light paper, and never by more than faint pencil can bear.
    """
    levels = gray.histogram()
    paper = max(range(128, 256), key=levels.__getitem__)
    lighter = sum(levels[paper:])
    if 2 * sum(levels[128:]) < sum(levels) or not lighter:
        return gray
    grain = math.sqrt(sum(n * step**2 for step, n in enumerate(levels[paper:])) / lighter)
    if grain > _MOST_GRAIN:  # something lighter than the "paper" is there: a table under the page
        return gray
    white = paper - min(_MOST_CLIPPED, 1.5 * grain)
    return gray.point([min(255, round(level * 255 / white)) for level in range(256)])


def _jpeg_within_budget(sheet: Image.Image) -> bytes:
    """The middle quality says which way to go, so that no page is coded more than twice."""
    image = _jpeg(sheet, _MIDDLE)
    if len(image) * 2 <= BUDGET:
        return _jpeg(sheet, _FINE)
    return image if len(image) <= BUDGET else _jpeg(sheet, _COARSE)


def _jpeg(gray: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    gray.save(out, "JPEG", quality=quality, optimize=True, dpi=(DPI, DPI))
    return out.getvalue()


def _png(two_tone: Image.Image) -> bytes:
    out = io.BytesIO()
    two_tone.save(out, "PNG", compress_level=9)
    return out.getvalue()
