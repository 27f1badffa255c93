"""Runs in the sandbox: whether nobody wrote on a side. In doubt somebody did.

A back may have grain, soft shadows of its front, punched holes, dark edges, a lid that shows beside it and a
staple's shadow, and is blank. A page with one short line in faint pencil is not.
"""

from PIL import Image, ImageFilter

from screening.scanning.ink import Ink, ink_of
from screening.scanning.lid import without_lid
from screening.scanning.pieces import Piece, pieces_of

_TILE = 16  # dots of the glance
_SOME, _SOME_IN_A_ROW = 10, 20  # 255ths of a tile, and of three tiles side by side
_RIM = 12  # dots: nobody writes so near to the edge, and every scanner leaves something there
_BESIDE, _AROUND = 4, 20  # dots
_INSIDE, _PLAINLY = 80, 12  # dots from every edge, where no hole, staple or lid comes; tiles of dark marks there
# The other side shows through softly, faintly and everywhere; a pencil is sharp, or darker, or in one place.
_SHARPLY = (0.7, 2.0)  # dots: between these a stroke stands out and a shadow does not
_SOFT, _SOFT_EVERYWHERE = 0.5, 0.06  # of a tile's marks, and of all marks, that stand out sharply
_DARKEST_SHADOW, _TOO_GRAINY, _EVERYWHERE = 9.0, 1.4, 40  # levels; levels of grain; tiles


def is_blank(ink: Ink) -> bool:
    if _is_plainly_written_on(ink):
        return False
    if min(ink.gray.size) < 2 * _RIM + 4 * _TILE:
        return False
    gray = ink.gray.crop((_RIM, _RIM, ink.gray.width - _RIM, ink.gray.height - _RIM))
    for piece in pieces_of(gray):
        if piece.is_hole or piece.is_staple:
            _cover(gray, piece)
    return not _is_written_on(ink_of(without_lid(gray, ink.gray, _RIM)))


def _is_plainly_written_on(ink: Ink) -> bool:
    """As nearly every side that is not blank, and found without looking at each of its strokes."""
    width, height = ink.gray.size
    if min(width, height) < 2 * _INSIDE + 4 * _TILE:
        return False
    dark = ink.marks(max(ink.threshold, _DARKEST_SHADOW)).crop((_INSIDE, _INSIDE, width - _INSIDE, height - _INSIDE))
    return sum(some >= _SOME for some in dark.reduce(_TILE).tobytes()) >= _PLAINLY


def _cover(gray: Image.Image, piece: Piece) -> None:
    """With the paper around it."""
    left, top, right, bottom = piece.box
    near, far = (
        (max(0, left - by), max(0, top - by), min(gray.width, right + by), min(gray.height, bottom + by))
        for by in (_BESIDE, _AROUND)
    )
    gray.paste(max(range(128, 256), key=gray.crop(far).histogram().__getitem__), near)


def _is_written_on(ink: Ink) -> bool:
    marks = ink.marks(ink.threshold).reduce(_TILE)
    tiles = marks.tobytes()
    in_a_row = max(map(sum, zip(tiles, tiles[1:], tiles[2:], strict=False)), default=0)
    if max(tiles) < _SOME and in_a_row < _SOME_IN_A_ROW:
        return False
    return not _is_a_shadow(ink, tiles)


def _is_a_shadow(ink: Ink, tiles: bytes) -> bool:
    if ink.grain > _TOO_GRAINY or max(ink.marks(_DARKEST_SHADOW).reduce(_TILE).tobytes()):
        return False
    sharp = _sharp_marks(ink.gray).reduce(_TILE).tobytes()
    marked = [(some, crisp) for some, crisp in zip(tiles, sharp, strict=True) if some >= _SOME]
    return (
        len(marked) >= _EVERYWHERE
        and all(crisp < _SOFT * some for some, crisp in marked)
        and sum(crisp for _, crisp in marked) < _SOFT_EVERYWHERE * sum(some for some, _ in marked)
    )


def _sharp_marks(gray: Image.Image) -> Image.Image:
    fine, broad = (gray.filter(ImageFilter.GaussianBlur(radius)) for radius in _SHARPLY)
    ink = Ink.between(gray, broad, fine)
    return ink.marks(ink.threshold)
