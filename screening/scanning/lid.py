"""Runs in the sandbox: the scanner's lid where it shows beside a sheet that lies askew, painted over with paper.

Along the paper's edge a lid a little lighter or darker looks like a stroke, and a compressed scan rings beside it.
"""

from PIL import Image, ImageChops, ImageDraw, ImageFilter

_WIDEST, _TILE = 32, 16  # dots: as much as shows a degree and a half askew; where the paper beside it is looked at
_RINGS, _RINGING = 10, 7  # levels by which a lid must be lighter for a scan to ring beside it, and dots of ringing
_DUSKY, _ONE_TONE = 16, 3  # levels: a lid so little darker than its paper is no dark border, and nearly of one tone
_FIRST_TO_LEFT = (
    (None, None),
    (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270),
    (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_180),
    (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_90),
)


def without_lid(gray: Image.Image, whole: Image.Image, rim: int) -> Image.Image:
    """`gray` is `whole` without so many dots all around; its own rim is painted over in place."""
    for edge, (turn, back) in enumerate(_FIRST_TO_LEFT):
        near = _turned(gray.crop(_strip(gray.size, edge, _WIDEST + _TILE)), turn)
        beside = near.crop((_WIDEST, 0, _WIDEST + _TILE, near.height)).reduce(_TILE)
        paper = beside.resize((_WIDEST, near.height), Image.Resampling.BILINEAR)
        painted = ImageChops.darker(near.crop((0, 0, _WIDEST, near.height)), paper)
        lid = _lid(_turned(whole.crop(_strip(whole.size, edge, rim + _WIDEST)), turn), beside)
        painted.paste(paper, mask=lid.crop((rim, rim, rim + _WIDEST, rim + near.height)))
        gray.paste(_turned(painted, back), _strip(gray.size, edge, _WIDEST))
    return gray


def _strip(size: tuple[int, int], edge: int, depth: int) -> tuple[int, int, int, int]:
    """The left, upper, right or lower one."""
    width, height = size
    left, upper = (0, 0, depth, height), (0, 0, width, depth)
    return (left, upper, (width - depth, 0, width, height), (0, height - depth, width, height))[edge]


def _turned(picture: Image.Image, by: Image.Transpose | None) -> Image.Image:
    return picture if by is None else picture.transpose(by)


def _lid(strip: Image.Image, beside: Image.Image) -> Image.Image:
    """White where the lid shows, and where it rings."""
    lighter = ImageChops.subtract(strip, beside.resize(strip.size, Image.Resampling.BILINEAR))
    lid = lighter.point([255 * (level > _RINGS) for level in range(256)])
    for corner, paper in ((0, 0), (strip.height - 1, beside.height - 1)):
        if 0 < _level(beside, paper) - _level(strip, corner) < _DUSKY:
            lid = ImageChops.lighter(lid, _of_the_tone_of(strip, corner))
    return lid.filter(ImageFilter.MaxFilter(_RINGING)) if lid.getbbox() else lid


def _level(picture: Image.Image, row: int) -> int:
    """At its left edge."""
    return picture.crop((0, row, 1, row + 1)).tobytes()[0]


def _of_the_tone_of(strip: Image.Image, corner: int) -> Image.Image:
    filled = strip.point([max(1, level) for level in range(256)])
    ImageDraw.floodfill(filled, (0, corner), 0, thresh=_ONE_TONE)
    return filled.point([255, *(255 * [0])])
