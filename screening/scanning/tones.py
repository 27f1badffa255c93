"""Runs in the sandbox: whether two tones say all that a sheet says.

Print, fax and a firm pen say the same in black and white, at a third of the size. Pencil, faint ink and
photographs do not, and stay gray; so does whatever is in doubt.
"""

from collections.abc import Sequence

from PIL import Image, ImageChops, ImageFilter

from screening.scanning.ink import Ink

_FIRM = 115  # levels under white paper: well below where black begins, so a stroke of it is sure to stay
_BESIDE = 2  # dots of the glance on each side of a firm stroke: its soft edges, which may go
_FAINT, _SURELY = 9.0, 1.4  # levels: what a reader could still see; and more than a chance of the grain
_SHADED = 0.82  # of the paper's lightness: gray that is no edge of a stroke
_TILE, _SOME = 16, 4  # dots; as many of a tile's 255ths are something
_GROUND = 250  # 255ths: a tile darker than any writing


def needs_gray(sheet: Image.Image, tones: Sequence[int], ink: Ink) -> bool:
    """Whether something can be read on this sheet that would be lost in black and white.

    `tones` make its paper white: the level that each of its levels stands for.
    """
    firm = _reduced(sheet.point([255 if tone < _FIRM else 0 for tone in tones]), ink.gray.size)
    if _most_in_a_tile(firm) >= _GROUND:  # a photograph, a drawing, a stain
        return True
    shaded = _below(ink.gray, _SHADED * max(range(128, 256), key=ink.gray.histogram().__getitem__))
    seen = ImageChops.lighter(ink.marks(max(_FAINT, _SURELY * ink.threshold)), shaded)
    lost = ImageChops.subtract(seen, _grown(firm))
    return _most_in_a_tile(lost) >= _SOME


def _grown(marks: Image.Image) -> Image.Image:
    """Marked wherever a mark is near. A mean over a square sees it, and costs a tenth of looking for a maximum."""
    return marks.filter(ImageFilter.BoxBlur(_BESIDE)).point([0] + [255] * 255)


def _reduced(marks: Image.Image, size: tuple[int, int]) -> Image.Image:
    """At the size of a glance: marked where any of its dots were."""
    small = marks.reduce(max(1, round(marks.width / size[0])))
    return small.point([0] + [255] * 255)


def _below(gray: Image.Image, level: float) -> Image.Image:
    return gray.point([255 if one < level else 0 for one in range(256)])


def _most_in_a_tile(marks: Image.Image) -> int:
    return max(marks.reduce(_TILE).tobytes())
