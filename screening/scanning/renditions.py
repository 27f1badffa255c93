"""Runs in the sandbox: one sheet to the smallest picture that is still good to read and to print."""

import io
import math
import zlib
from functools import cache

from PIL import Image

from screening.scanning.blank import is_blank
from screening.scanning.ink import Ink, ink_of
from screening.scanning.pages import CleanPage, PageKind
from screening.scanning.paper import DPI
from screening.scanning.pictures import two_toned
from screening.scanning.sides import LONGEST_THUMBNAIL
from screening.scanning.tones import needs_gray

BUDGET = 150_000  # bytes for a handwritten page
_MIDDLE = 50
# Qualities, the finest first, each with what it makes of a page's size at the middle one.
_QUALITIES = ((75, 2.0), (_MIDDLE, 1.0), (35, 0.82), (25, 0.68))
_COARSEST = 20  # every stroke is still plain, seen beside the paper; what is larger then may be
_WHITE_STAYS_WHITE = 8  # the widest first step at which a block of bare paper does not turn gray
_STRIP = 8  # rows: what JPEG codes at a time
_ONE_IN, _ONE_IN_FOR_CHOOSING = 8, 16  # strips: enough to foretell a size; and to tell which of two is smaller
_AS_THEY_ARE = list(range(256))
_MOST_GRAIN, _MOST_CLIPPED = 10.0, 8.0  # of 255 levels


def rendition(sheet: Image.Image, ink: Ink | None = None) -> CleanPage:
    """Two tones where they say it all; everything else in gray, a little coarser if it must be."""
    sheet = fresh(sheet)
    if sheet.mode == "1":
        return _two_toned_page(sheet)
    sample = _sample(sheet)
    tones = whitening(sample.histogram()) or _AS_THEY_ARE
    ink = ink or ink_of(sheet)
    if not needs_gray(sheet, tones, ink):
        two_tone = two_toned(sheet, tones)
        if _is_marked(two_tone) or is_blank(ink):
            return _two_toned_page(two_tone)
        tones = _AS_THEY_ARE  # somebody wrote on it, too faintly for anything else
    return CleanPage(*sheet.size, PageKind.GRAY_JPEG, _jpeg(sheet.point(tones), _quality_for(sample.point(tones))))


def _is_marked(two_tone: Image.Image) -> bool:
    darkest, _ = two_tone.getextrema()
    return darkest == 0


def _two_toned_page(sheet: Image.Image) -> CleanPage:
    return CleanPage(*sheet.size, PageKind.BITONAL_PNG, _smallest_png(sheet))


def thumbnail(sheet: Image.Image) -> bytes:
    """A small gray JPEG of the sheet, for a person who looks over a stack."""
    small = sheet.convert("L").reduce(4) if min(sheet.size) > 4 * LONGEST_THUMBNAIL else sheet.convert("L")
    small.thumbnail((LONGEST_THUMBNAIL, LONGEST_THUMBNAIL), Image.Resampling.BOX)
    return _jpeg(fresh(small), _MIDDLE)


def fresh(sheet: Image.Image) -> Image.Image:
    """The same pixels in a new picture: Pillow would write what it remembers of a file's words."""
    canvas = Image.new(sheet.mode, sheet.size)
    canvas.paste(sheet)
    return canvas


def whitening(levels: list[int]) -> list[int] | None:
    """Paper to white: the grain of the paper is most of the bytes and none of the letter.

    Only where the page is plainly light paper, and never by more than faint pencil can bear. Takes a
    histogram; answers with the new level of each, or None where all should stay.
    """
    paper = max(range(128, 256), key=levels.__getitem__)
    lighter = sum(levels[paper:])
    if 2 * sum(levels[128:]) < sum(levels) or not lighter:
        return None
    grain = math.sqrt(sum(n * step**2 for step, n in enumerate(levels[paper:])) / lighter)
    if grain > _MOST_GRAIN:  # something lighter than the "paper" is there: a table under the page
        return None
    white = paper - min(_MOST_CLIPPED, 1.5 * grain)
    return [min(255, round(level * 255 / white)) for level in range(256)] if white < 255 else None


def _quality_for(sample: Image.Image) -> int:
    """Coding the sample says which quality will do, so that the page is coded once."""
    expected = len(_jpeg(sample, _MIDDLE)) * _ONE_IN
    return next((quality for quality, share in _QUALITIES if expected * share <= BUDGET), _COARSEST)


def _sample(sheet: Image.Image, one_in: int = _ONE_IN) -> Image.Image:
    """One strip in so many, from all over the sheet."""
    strips = range(0, sheet.height, _STRIP * one_in)
    sample = Image.new(sheet.mode, (sheet.width, len(strips) * _STRIP), 255)
    for number, top in enumerate(strips):
        sample.paste(sheet.crop((0, top, sheet.width, top + _STRIP)), (0, number * _STRIP))
    return sample


def _jpeg(gray: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    gray.save(out, "JPEG", qtables=[_steps(quality)], optimize=True, dpi=(DPI, DPI))
    return out.getvalue()


@cache
def _steps(quality: int) -> list[int]:
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG", quality=quality)
    with Image.open(out, formats=["JPEG"]) as coded:
        first, *others = coded.quantization[0]  # type: ignore[attr-defined]  # a JPEG has them
    return [min(first, _WHITE_STAYS_WHITE), *others]


def _smallest_png(two_tone: Image.Image) -> bytes:
    """Runs alone do best for handwriting, repeated shapes for type: the sample says which."""
    sample = _sample(two_tone, _ONE_IN_FOR_CHOOSING)
    ways = (zlib.Z_RLE, zlib.Z_DEFAULT_STRATEGY)
    return _png(two_tone, min(ways, key=lambda way: len(_png(sample, way))))


def _png(two_tone: Image.Image, strategy: int) -> bytes:
    out = io.BytesIO()
    two_tone.save(out, "PNG", compress_level=6, compress_type=strategy)
    return out.getvalue()
