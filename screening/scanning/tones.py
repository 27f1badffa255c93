"""Runs in the sandbox: whether two tones say all that a sheet says.

Print, fax and a firm pen say the same in black and white, at a third of the size. Pencil, faint ink and
photographs do not, and stay gray; so does whatever is in doubt.
"""

from collections.abc import Sequence

from PIL import Image, ImageChops

from screening.scanning.ink import Ink

_FIRM = 115  # levels under white paper: well below where black begins, so a stroke of it is sure to stay
_BESIDE = 2  # dots of the glance on each side of a firm stroke: its soft edges, which may go
_FAINT, _SURELY = 5.0, 1.4  # levels: what a reader could still see; and more than a chance of the grain
_SHADED = 0.82  # of the paper's lightness: gray that is no edge of a stroke
_TILE, _SOME = 16, 4  # dots; as many of a tile's 255ths are something
_STRIP = 16 * _TILE  # dots: looked at together
_GROUND = 250  # 255ths: a tile darker than any writing


def needs_gray(sheet: Image.Image, tones: Sequence[int], ink: Ink) -> bool:
    """Whether something can be read on this sheet that would be lost in black and white.

    `tones` make its paper white: the level that each of its levels stands for.
    """
    dots = max(1, round(sheet.width / ink.gray.width))  # of the sheet to one of the glance
    firm = [255 if tone < _FIRM else 0 for tone in tones]
    shade = _SHADED * max(range(128, 256), key=ink.gray.histogram().__getitem__)
    for top in range(0, ink.gray.height, _STRIP):  # most of what is gray shows near its top
        above, below = max(0, top - _BESIDE), min(ink.gray.height, top + _STRIP + _BESIDE)
        here = sheet.crop((0, above * dots, sheet.width, min(sheet.height, below * dots)))
        core = (0, top - above, ink.gray.width, min(top + _STRIP, ink.gray.height) - above)
        if _loses(_reduced(here.point(firm), dots), ink.rows(above, below), shade, core):
            return True
    return False


def _loses(firm: Image.Image, ink: Ink, shade: float, core: tuple[int, int, int, int]) -> bool:
    """Takes the rows of one strip, with those beside it; what is looked at is its core."""
    if _most_in_a_tile(firm.crop(core)) >= _GROUND:  # a photograph, a drawing, a stain
        return True
    seen = ImageChops.lighter(ink.marks(max(_FAINT, _SURELY * ink.threshold)), _below(ink.gray, shade))
    lost = ImageChops.subtract(seen, _grown(firm))
    return _most_in_a_tile(lost.crop(core)) >= _SOME


def _grown(marks: Image.Image) -> Image.Image:
    """Marked wherever a mark is within `_BESIDE` dots, across and down."""
    width, height = marks.size
    for across, down in ((1, 0), (0, 1)):  # laid over itself, twice as wide a time: a third of what a filter costs
        grown, wide, whole = _moved(marks, 0, 0, by=2 * _BESIDE), 1, 2 * _BESIDE + 1
        while wide < whole:
            step = min(wide, whole - wide)
            grown = ImageChops.lighter(grown, _moved(grown, -step * across, -step * down))
            wide += step
        marks = grown.crop((_BESIDE * across, _BESIDE * down, width + _BESIDE * across, height + _BESIDE * down))
    return marks


def _moved(marks: Image.Image, left: int, up: int, *, by: int = 0) -> Image.Image:
    """Larger by so many dots; what comes in from outside is unmarked."""
    return marks.crop((left, up, marks.width + left + by, marks.height + up + by))


def _reduced(marks: Image.Image, dots: int) -> Image.Image:
    """At the size of a glance: marked where any of its dots were."""
    return marks.reduce(dots).point([0] + [255] * 255)


def _below(gray: Image.Image, level: float) -> Image.Image:
    return gray.point([255 if one < level else 0 for one in range(256)])


def _most_in_a_tile(marks: Image.Image) -> int:
    return max(marks.reduce(_TILE).tobytes())
