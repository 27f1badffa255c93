"""Runs in the sandbox: the picture that is all a reader sees of a page of a PDF.

Such a picture may be taken out instead of being rendered. Whatever would be shown otherwise than it lies in
the file, cut, blended, masked or in a layer, is none.
"""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

_SLACK = 0.02  # of a side: how far a picture may miss the edge of its page and still be the page
_LAYER = "OC\0".encode("utf-16-le")
# The codec tells nothing of these, but writes them down like this when it is asked for a copy of the page. By
# chance they stand in a scan's own bytes once in many millions; that only takes more time.
_OTHERWISE = re.compile(rb"/(?:(?:SMask|Mask|OC|TR2?)\s?(?:\d+ \d+ R|\[|<<)|ColorTransform \d)")
_OTHER_LEVELS = re.compile(rb"/(?:Decode|ICCBased|Cal(?:Gray|RGB)|Default(?:Gray|RGB|CMYK))\s?[\d\[<]")
_LONGEST = 32  # bytes of either that may stand in the piece before


@dataclass(frozen=True, slots=True)
class OnlyPicture:
    """`is_plain`: its bytes mean the same to any codec, with no word of the PDF's about their levels."""

    picture: pypdfium2.PdfImage
    is_plain: bool


class _Copy:
    """What the codec calls with each piece of a copy. Made before the walls closed, like the way of `opening`."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.shown_otherwise = self.has_other_levels = False
        self._end = b""

    def __call__(self, _: object, piece: int, size: int) -> int:
        here = self._end + ctypes.string_at(piece, size)
        self.shown_otherwise = self.shown_otherwise or bool(_OTHERWISE.search(here))
        self.has_other_levels = self.has_other_levels or bool(_OTHER_LEVELS.search(here))
        self._end = here[-_LONGEST:]
        return 1


_copy = _Copy()
_way_out = raw.FPDF_FILEWRITE(version=1, WriteBlock=type(raw.FPDF_FILEWRITE().WriteBlock)(_copy))


def the_only_picture(page: pypdfium2.PdfPage, number: int) -> OnlyPicture | None:
    """Takes the page, and its place in its document, from 0."""
    if raw.FPDFPage_GetAnnotCount(page):
        return None
    seen = [one for one in page.get_objects(max_depth=1) if not _is_hidden_text(one)]
    if len(seen) != 1 or seen[0].type != raw.FPDF_PAGEOBJ_IMAGE:
        return None
    only = seen[0]
    if not _fills(only, page) or _is_cut_or_blended(only) or _is_in_a_layer(only):
        return None
    if not _copied(page.pdf, number) or _copy.shown_otherwise:
        return None
    return OnlyPicture(only, is_plain=not _copy.has_other_levels)


def _is_hidden_text(one: pypdfium2.PdfObject) -> bool:
    """The invisible words a scanner's text recognition lays under the picture."""
    if one.type != raw.FPDF_PAGEOBJ_TEXT:
        return False
    return bool(raw.FPDFTextObj_GetTextRenderMode(one) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _fills(picture: pypdfium2.PdfImage, page: pypdfium2.PdfPage) -> bool:
    across, skew, lean, down, *_ = picture.get_matrix().get()
    if across <= 0 or down <= 0 or abs(skew) > _SLACK * across or abs(lean) > _SLACK * down:
        return False
    left, bottom, right, top = page.get_cropbox()
    slack = _SLACK * (right - left), _SLACK * (top - bottom)
    misses = [abs(is_at - should) for is_at, should in zip(picture.get_bounds(), page.get_cropbox(), strict=True)]
    return all(miss <= slack[side % 2] for side, miss in enumerate(misses))


def _is_cut_or_blended(picture: pypdfium2.PdfImage) -> bool:
    clip = raw.FPDFPageObj_GetClipPath(picture)
    return bool(clip and raw.FPDFClipPath_CountPaths(clip) > 0) or bool(raw.FPDFPageObj_HasTransparency(picture))


def _is_in_a_layer(picture: pypdfium2.PdfImage) -> bool:
    marks = (raw.FPDFPageObj_GetMark(picture, number) for number in range(raw.FPDFPageObj_CountMarks(picture)))
    return any(_name(mark).startswith(_LAYER) for mark in marks)


def _name(mark: object) -> bytes:
    """Empty where it is longer than any that we look for."""
    room, length = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, room, ctypes.sizeof(room), length)
    return bytes(room)


def _copied(document: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether the codec could tell all that belongs to the page; `_copy` has heard it then."""
    _copy.begin()
    with pypdfium2.PdfDocument.new() as alone:
        here = (ctypes.c_int * 1)(number)
        made = raw.FPDF_ImportPagesByIndex(alone, document, here, 1, 0) and raw.FPDF_SaveAsCopy(alone, _way_out, 0)
    return bool(made)
