"""A picture is taken out of its page only where a reader of the page sees it just as it lies in the file."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops

from screening.scanning import CleanPage
from tests.screening.scanning.papers import labelled, pdf_with, saved

Clean = Callable[[bytes], list[CleanPage]]

SHOWN = b"q 612 0 0 792 0 0 cm /I Do Q"
MARKED_HIDDEN = b"/OC /Notes BDC q 612 0 0 792 0 0 cm /I Do Q EMC"
LAYERS_OFF = b"/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] /Order [7 0 R] >> >>"
LAYER = b"<< /Type /OCG /Name (Notes) >>"


def picture(page: Image.Image, more: bytes = b"") -> bytes:
    bits = 1 if page.mode == "1" else 8
    kind = b"/ImageMask true" if bits == 1 else b"/ColorSpace /DeviceGray"
    pixels = zlib.compress(page.tobytes())
    return (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d %s /BitsPerComponent %d "
        b"/Filter /FlateDecode /Length %d %s >>\nstream\n%s\nendstream"
    ) % (*page.size, kind, bits, len(pixels), more, pixels)


def page_of(*objects: bytes, content: bytes = SHOWN, catalog: bytes = b"") -> bytes:
    named = b"/Resources << /XObject << /I 6 0 R >> /Properties << /Notes 7 0 R >> >>"
    return pdf_with(content, catalog=catalog, page=named, more=objects)


def words_above_and_below() -> Image.Image:
    page = labelled("Dear Ruth, I am sorry.")
    page.paste(page.crop((0, 90, page.width, 200)), (0, page.height - 200))
    return page


def lower_half(page: Image.Image) -> Image.Image:
    hidden = Image.new("L", page.size, 255)
    hidden.paste(0, (0, page.height // 2, *page.size))
    return hidden


def jpeg(page: Image.Image, more: bytes = b"", colours: bytes = b"/DeviceGray") -> bytes:
    coded = saved(page, "JPEG", quality=90)
    return (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 "
        b"/Filter /DCTDecode /Length %d %s >>\nstream\n%s\nendstream"
    ) % (*page.size, colours, len(coded), more, coded)


def all_white_profile() -> bytes:
    """A colour profile of one gray curve, which makes white of every level."""
    curve = b"curv" + bytes(4) + struct.pack(">I2H", 2, 65535, 65535)
    whitepoint = struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    tags = struct.pack(">I4sII4sII", 2, b"wtpt", 156, 20, b"kTRC", 176, len(curve))
    size = 176 + len(curve)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02100000, b"mntr", b"GRAY", b"XYZ ") + bytes(12) + b"acsp"
    return head.ljust(68, b"\0") + whitepoint + bytes(48) + tags + b"XYZ " + bytes(4) + whitepoint + curve


def told_of_its_levels(how: str) -> bytes:
    """A JPEG with words above and below, of which the PDF says that nothing is to be seen."""
    words, white = words_above_and_below(), b"<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1 /Range [0 1] >>"
    if how == "levels decoded to white":
        return page_of(jpeg(words, b"/Decode [1 1]"), LAYER)
    if how == "a colour profile":
        profile = all_white_profile()
        stream = b"<< /N 1 /Length %d >>\nstream\n%s\nendstream" % (len(profile), profile)
        return page_of(jpeg(words, colours=b"[/ICCBased 7 0 R]"), stream)
    shown = b"q /T gs 612 0 0 792 0 0 cm /I Do Q"
    named = b"/Resources << /XObject << /I 6 0 R >> /ExtGState << /T << /TR 7 0 R >> >> >>"
    return pdf_with(shown, page=named, more=(jpeg(words), white))


def where_there_is_ink(page: CleanPage) -> tuple[bool, bool]:
    """In the upper half, in the lower."""
    with Image.open(io.BytesIO(page.image)) as opened:
        dark = ImageChops.invert(opened.convert("L")).point([0] * 128 + [255] * 128)
    middle = dark.height // 2
    halves = dark.crop((0, 0, dark.width, middle)), dark.crop((0, middle, *dark.size))
    return halves[0].getbbox() is not None, halves[1].getbbox() is not None


def masked(how: str) -> bytes:
    page = words_above_and_below()
    if how == "soft":
        return page_of(picture(page, b"/SMask 7 0 R"), picture(lower_half(page)))
    if how == "hard":
        return page_of(picture(page, b"/Mask 7 0 R"), picture(ImageChops.invert(lower_half(page)).convert("1")))
    page.paste(60, (0, page.height // 2, *page.size))  # nearly black, and not to be painted
    return page_of(picture(page, b"/Mask [60 60]"))


def test_a_picture_that_is_shown_as_it_lies_has_ink_above_and_below(clean: Clean) -> None:
    (page,) = clean(page_of(picture(words_above_and_below()), LAYER))
    assert where_there_is_ink(page) == (True, True)


@pytest.mark.parametrize("how", ["soft", "hard", "by its level"])
def test_what_a_mask_hides_stays_hidden(clean: Clean, how: str) -> None:
    (page,) = clean(masked(how))
    assert where_there_is_ink(page) == (True, False)


@pytest.mark.parametrize("how", ["the picture names its layer", "the page names the layer"])
def test_a_layer_that_is_switched_off_stays_off(clean: Clean, how: str) -> None:
    words = words_above_and_below()
    scan = {
        "the picture names its layer": page_of(picture(words, b"/OC 7 0 R"), LAYER, catalog=LAYERS_OFF),
        "the page names the layer": page_of(picture(words), LAYER, content=MARKED_HIDDEN, catalog=LAYERS_OFF),
    }[how]
    (page,) = clean(scan)
    assert where_there_is_ink(page) == (False, False)


@pytest.mark.parametrize("how", ["levels decoded to white", "a colour profile", "a transfer function"])
def test_levels_are_those_the_page_shows(clean: Clean, how: str) -> None:
    (page,) = clean(told_of_its_levels(how))
    assert where_there_is_ink(page) == (False, False)


def test_the_colours_of_a_jpeg_are_those_the_page_shows(clean: Clean) -> None:
    words = Image.merge("RGB", [words_above_and_below()] * 3)
    (page,) = clean(page_of(jpeg(words, b"/DecodeParms << /ColorTransform 0 >>", b"/DeviceRGB"), LAYER))
    assert page.width == 1700  # rendered; taken out it would have its own 850 dots
