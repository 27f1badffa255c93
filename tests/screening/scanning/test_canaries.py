"""CR-17: nothing that names a scanner, a telephone, a place or a writer leaves with a page or its thumbnail."""

import io
import zlib

import pytest
from PIL import Image, TiffImagePlugin

from letterbank.sandbox import Sandbox
from screening.scanning import read_sides, turned
from tests.screening.scanning.papers import arrow, pdf_of, pdf_with, saved, scan_with_words
from tests.screening.scanning.test_sanitise import CANARY, MARKED, with_exif

LONDON = {1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)}
INFO = b"/PieceInfo << /Scanner << /LastModified (D:2026) /Private (SCANNER-SERIAL-4711) >> >>"


def telephone() -> bytes:
    """Where it was taken, whose it is, and a thumbnail of what lay on the table before."""
    exif = with_exif()
    exif.get_ifd(0x8825).update(LONDON)
    exif.get_ifd(0x8769).update({0xA430: CANARY, 0x9286: b"ASCII\0\0\0" + CANARY.encode()})
    return saved(arrow(), "JPEG", exif=exif.tobytes() + saved(Image.new("RGB", (160, 120), (255, 0, 255)), "JPEG"))


def tagged_tiff() -> bytes:
    """Words in every tag that takes them, and in private ones; a smaller copy of another page comes along."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for number in (269, 270, 271, 272, 285, 305, 306, 315, 316, 33432, 65000):
        tags.tagtype[number], tags[number] = TiffImagePlugin.TiffTags.ASCII, CANARY
    return saved(arrow(), "TIFF", tiffinfo=tags)


def pdf_with_everything() -> bytes:
    """Its own properties, a packet of XMP, a private corner, a thumbnail, and words of the scanner's reading."""
    packet = zlib.compress(CANARY.encode())
    more = (
        b"<< /Type /Metadata /Subtype /XML /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packet), packet),
    )
    words = b"BT /F1 30 Tf 90 600 Td (I am sorry) Tj ET"
    return pdf_with(words, catalog=b"/Metadata 6 0 R " + INFO, page=INFO, more=more)


EVERY = {
    **MARKED,
    "telephone": telephone,
    "TIFF with every tag": tagged_tiff,
    "PDF with everything": pdf_with_everything,
    "PDF with words read": lambda: scan_with_words(arrow(), b"BT 3 Tr /F1 9 Tf 9 9 Td (SCANNER-SERIAL-4711) Tj ET"),
    "PDF of a telephone's JPEG": lambda: pdf_of(Image.open(io.BytesIO(telephone())), dpi=72),
}


@pytest.mark.parametrize("kind", list(EVERY))
def test_no_side_of_a_stack_and_no_thumbnail_tells_where_it_comes_from(sandbox: Sandbox, kind: str) -> None:
    (side,) = read_sides(sandbox, EVERY[kind]())
    upright = turned(sandbox, side.page, 90)

    for image in (side.page.image, side.thumbnail, upright.image):
        assert CANARY.encode() not in image
        with Image.open(io.BytesIO(image)) as again:
            assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
            assert not again.getexif()


def test_a_thumbnail_shows_the_page_and_not_what_the_file_says_it_shows(sandbox: Sandbox) -> None:
    (side,) = read_sides(sandbox, telephone())

    with Image.open(io.BytesIO(side.thumbnail)) as small:
        darkest, lightest = small.convert("L").getextrema()
    assert darkest < 60
    assert lightest > 200  # the paper's white; the planted thumbnail is one even colour
