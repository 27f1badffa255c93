"""Runs in the sandbox: JPEG, PNG, TIFF and WebP files to sheets, gray or bitonal, right way up."""

import io
from collections.abc import Iterator, Sequence

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from letterbank.sandbox import Places, Refuse
from screening.scanning.paper import fitted, inches_at
from screening.scanning.refusals import MAX_BYTES, MAX_PIXELS
from screening.scanning.tiffs import SUBFILE, directories

# Codecs must be loaded before the walls close; naming them here also says which ones there are.
CODECS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
Image.preinit()  # or every job would look for Pillow's other plugins behind the walls, in vain
Image.MAX_IMAGE_PIXELS = None  # Pillow warns at its own number; ours refuses, at MAX_PIXELS

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SMALLER_COPY = 1  # TIFF NewSubfileType: a thumbnail of another page
_BLACK_BELOW = 150  # a little above the middle, so that thin strokes survive the scaling


def sheets_of_picture(given: Places, kind: str, most: int) -> Iterator[Image.Image]:
    """Every page of a TIFF, the one picture of anything else."""
    if kind == "TIFF":
        for directory in directories(given, most):
            with _opened(directory.page(), kind) as picture:
                if not _is_smaller_copy(picture):
                    yield upright_sheet(picture)
        return
    if given.size > MAX_BYTES:  # one picture of that size is no sheet of paper, and a WebP is read whole
        raise Refuse("size")
    with _opened(given, kind) as picture:
        if kind in ("PNG", "WEBP") and getattr(picture, "n_frames", 1) > 1:
            raise Refuse("moving")
        yield upright_sheet(picture)  # and no other: a telephone's JPEG may carry a depth map behind it


def upright_sheet(picture: Image.Image) -> Image.Image:
    must_be_openable(picture.size)
    orientation = _orientation(picture)
    size = fitted(picture.size, inches_at(picture.size, picture.info.get("dpi")))
    sheet = read_at(picture, size)
    turn = None if picture.format == "TIFF" else _TURNS.get(orientation)  # Pillow turns a TIFF itself
    return sheet if turn is None else sheet.transpose(turn)


def read_at(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Decodes to gray, or to two tones when the source has no more, scaled to this size."""
    picture.draft("L", size)  # a JPEG then skips its colours, and half of its dots where that will do
    picture.load()
    return scaled(to_gray(picture), size)


def to_gray(picture: Image.Image) -> Image.Image:
    """Mode L, or 1 where the source is two-toned; what is transparent shows white paper."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda level: level * (1 / 256)).convert("L")
    if picture.mode in ("I", "F"):
        return _stretched(picture)
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if not picture.mode.endswith("A"):
        return picture if picture.mode in ("1", "L") else picture.convert("L")
    paper = Image.new("L", picture.size, 255)
    paper.paste(picture.convert("L"), mask=picture.getchannel("A"))
    return paper


def scaled(sheet: Image.Image, size: tuple[int, int]) -> Image.Image:
    if sheet.size == size:
        return sheet
    if sheet.mode != "1":
        return sheet.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)
    return two_toned(sheet.convert("L").resize(size, Image.Resampling.BOX))


def two_toned(gray: Image.Image, tones: Sequence[int] = range(256)) -> Image.Image:
    """Black and white; `tones` are the levels that its levels stand for."""
    return gray.point([0 if tone < _BLACK_BELOW else 255 for tone in tones], "1")


def must_be_openable(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise Refuse("pixels")


def _opened(given: Places | io.BytesIO, kind: str) -> Image.Image:
    try:
        return Image.open(given, formats=[kind])  # type: ignore[arg-type]  # it reads, seeks and tells
    except MemoryError:
        raise Refuse("pixels") from None  # a WebP takes its whole canvas before it tells its size


def _is_smaller_copy(picture: Image.Image) -> bool:
    tags = getattr(picture, "tag_v2", {})
    return bool(int(tags.get(SUBFILE, 0)) & _SMALLER_COPY)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError):
        return 1  # broken metadata is no reason to refuse a readable page


def _stretched(picture: Image.Image) -> Image.Image:
    darkest, lightest = (float(level) for level in picture.getextrema())  # type: ignore[arg-type]  # one band
    span = (lightest - darkest) or 1.0
    return picture.point(lambda level: level * (255 / span) - darkest * 255 / span).convert("L")
