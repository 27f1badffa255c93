"""Runs in the sandbox: the pages of a PDF to sheets.

A page that is exactly one picture gives the picture itself, decoded: three times faster than
rendering it and without a second scaling. Everything else is rendered as it would be printed.
"""

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageStat
from pypdfium2 import raw

from letterbank.sandbox import Places, Refuse
from screening.scanning.only_picture import OnlyPicture, the_only_picture
from screening.scanning.opening import opened
from screening.scanning.paper import fitted
from screening.scanning.pictures import must_be_openable, read_at, scaled, to_gray, two_toned
from screening.scanning.refusals import MAX_POINTS, MIN_POINTS
from screening.scanning.turn import CLOCKWISE

_POINTS = 72
_PLAIN_COLOURS = (
    raw.FPDF_COLORSPACE_DEVICEGRAY,
    raw.FPDF_COLORSPACE_DEVICERGB,
    raw.FPDF_COLORSPACE_CALGRAY,
    raw.FPDF_COLORSPACE_CALRGB,
    raw.FPDF_COLORSPACE_ICCBASED,
)
_LIGHT_ENOUGH = 100  # paper is light; a darker mean says that the file inverts its colours
_GLANCE = (64, 64)
_AT_ONCE = 16  # pages until the file is opened anew, so that a long stack takes no more memory than a short one


def sheets_of_pdf(given: Places, most: int) -> Iterator[Image.Image]:
    document = opened(given)
    count = len(document)
    if count > most:
        raise Refuse("pages")
    for number in range(count):
        if number and number % _AT_ONCE == 0:  # the codec keeps whatever it has read
            document.close()
            document = opened(given)
        page = document[number]
        yield _sheet(page, number)
        page.close()


def _sheet(page: pypdfium2.PdfPage, number: int) -> Image.Image:
    if max(page.get_size()) > MAX_POINTS or min(page.get_size()) < MIN_POINTS:
        raise Refuse("page-size")
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        must_be_openable(picture.get_px_size())
    only = the_only_picture(page, number)
    return (_taken_out(only, page) if only else None) or _rendered(page)


def _rendered(page: pypdfium2.PdfPage) -> Image.Image:
    inches = page.get_width() / _POINTS, page.get_height() / _POINTS
    points = round(page.get_width() * 10), round(page.get_height() * 10)  # finer than any result
    across, _ = fitted(points, inches)
    bitmap = page.render(scale=across / page.get_width(), grayscale=True)
    return to_gray(bitmap.to_pil())


def _taken_out(only: OnlyPicture, page: pypdfium2.PdfPage) -> Image.Image | None:
    """None where the picture is not simply what the page shows."""
    picture = only.picture
    about = picture.get_metadata()
    if about.colorspace not in _PLAIN_COLOURS or about.bits_per_pixel not in (1, 8, 24):
        return None
    matrix = picture.get_matrix()
    pixels = picture.get_px_size()
    size = fitted(pixels, (matrix.a / _POINTS, matrix.d / _POINTS))
    if only.is_plain and list(picture.get_filters()) == ["DCTDecode"]:
        sheet = _from_jpeg(bytes(picture.get_data()), size)
    else:
        sheet = _from_pixels(picture, size, about.bits_per_pixel)
    if sheet is None or ImageStat.Stat(sheet.resize(_GLANCE, Image.Resampling.NEAREST)).mean[0] < _LIGHT_ENOUGH:
        return None
    turn = CLOCKWISE.get(page.get_rotation())
    return sheet if turn is None else sheet.transpose(turn)


def _from_jpeg(coded: bytes, size: tuple[int, int]) -> Image.Image | None:
    with Image.open(io.BytesIO(coded), formats=["JPEG"]) as opened:
        must_be_openable(opened.size)
        return read_at(opened, size) if opened.mode in ("L", "RGB") else None


def _from_pixels(picture: pypdfium2.PdfImage, size: tuple[int, int], bits: int) -> Image.Image:
    gray = to_gray(picture.get_bitmap().to_pil())
    return scaled(two_toned(gray) if bits == 1 else gray, size)
