"""Runs in the sandbox: what a side says of itself by the marks of a cover sheet."""

from collections.abc import Iterator

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageStat

from screening.scanning.coversheets import is_of_our_family
from screening.scanning.frame import has_frame
from screening.scanning.sides import Reading

_QR = zxingcpp.BarcodeFormat.QRCode
_DOTS = 3  # across a module, when a code is looked at again


def read_marks(sheet: Image.Image) -> Reading:
    """What stands on a sheet at 200 dpi, mode L or 1, however it lay on the glass.

    Other codes on a page are let be. A code seen in a mirror shines through from the back: a sheet is there,
    and what it says is not read from behind.
    """
    gray = sheet if sheet.mode == "L" else sheet.convert("L")
    codes = _codes_on(gray)
    framed = not codes and has_frame(gray)
    if framed:
        codes = next((found for way in _ways_to_look(gray) if (found := _codes_on(way))), [])
    straight = [code for code in codes if not _is_mirrored(gray, code)]
    if not straight:
        return Reading(damaged=framed or bool(codes))
    return Reading(tuple(dict.fromkeys(code.text for code in straight)), _turn(straight[0]))


def _codes_on(gray: Image.Image) -> list[zxingcpp.Barcode]:
    found = zxingcpp.read_barcodes(gray, formats=zxingcpp.BarcodeFormats(_QR), try_invert=False)
    return [code for code in found if is_of_our_family(code.text)]


def _ways_to_look(gray: Image.Image) -> Iterator[Image.Image]:
    """Of the same size, so that places stay; what is a frame without a code is worth a tenth of a second."""
    yield gray.filter(ImageFilter.GaussianBlur(1.5))  # faint and grainy
    yield gray.filter(ImageFilter.MedianFilter(3))  # single dots of dirt
    yield gray.filter(ImageFilter.UnsharpMask(6, 200, 0))  # out of focus


def _turn(code: zxingcpp.Barcode) -> int:
    return -round(code.orientation / 90) * 90 % 360


def _is_mirrored(gray: Image.Image, code: zxingcpp.Barcode) -> bool:
    """The reader takes a mirrored code like any other: the code is drawn anew, and compared both ways."""
    anew = zxingcpp.create_barcode(code.text, _QR, ec_level="H").to_image(add_quiet_zones=False)
    drawn = memoryview(anew)  # type: ignore[arg-type]  # its stub does not say that it is a buffer
    modules = len(drawn)
    straight = Image.frombytes("L", (modules, modules), drawn.tobytes())
    corners = code.position
    places = (corners.top_left, corners.bottom_left, corners.bottom_right, corners.top_right)
    quad = [length for place in places for length in (place.x, place.y)]
    size = (modules * _DOTS, modules * _DOTS)
    seen = gray.transform(size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR).reduce(_DOTS)
    mirrored = straight.transpose(Image.Transpose.TRANSPOSE)
    return _difference(seen, mirrored) < _difference(seen, straight)


def _difference(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]
