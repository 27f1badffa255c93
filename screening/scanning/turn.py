"""Runs in the sandbox: one of our own pages, turned by quarters because somebody saw that it lies on its side.

A gray page is coded with the same steps as before, so turning it again and again wears next to nothing off.
"""

import io
from collections.abc import Iterator, Mapping

from PIL import Image

from letterbank.sandbox import Places, Refuse
from screening.scanning.pages import CleanPage, NotClean, PageKind, unpacked
from screening.scanning.paper import DPI
from screening.scanning.renditions import fresh, rendition

CLOCKWISE: Mapping[int, Image.Transpose] = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_BLOCK = 8  # dots a side


def turn(given: Places) -> Iterator[bytes]:
    """The job: a byte that says how many quarters clockwise, and a packed page; answers with the packed page."""
    quarters, *claim = given.read()
    try:
        page = unpacked(bytes(claim))
    except NotClean:
        raise Refuse("damaged") from None
    yield _turned(page, 90 * quarters).packed()


def _turned(page: CleanPage, by: int) -> CleanPage:
    with Image.open(io.BytesIO(page.image), formats=["JPEG", "PNG"]) as picture:
        sheet = picture.transpose(CLOCKWISE[by])
        if page.kind is PageKind.BITONAL_PNG:
            return rendition(sheet)
        steps = list(picture.quantization[0])  # type: ignore[attr-defined]  # a JPEG has them
    if by != 180:
        steps = [steps[row + _BLOCK * column] for row in range(_BLOCK) for column in range(_BLOCK)]
    out = io.BytesIO()
    fresh(sheet).save(out, "JPEG", qtables=[steps], optimize=True, dpi=(DPI, DPI))
    return CleanPage(*sheet.size, page.kind, out.getvalue())
