"""A picture is taken out of its page only where a reader of the page sees it just as it lies in the file."""

import io
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops

from screening.scanning import CleanPage
from tests.screening.scanning.papers import labelled, pdf_with

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
