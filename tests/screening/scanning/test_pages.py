"""A page that comes out of the sandbox is a claim: nothing but our own kind of picture is let through."""

import struct
import zlib

import pytest
from PIL import Image

from screening.scanning.pages import CleanPage, NotClean, PageKind, unpacked
from screening.scanning.renditions import rendition
from tests.screening.scanning.papers import arrow, saved

GRAY = rendition(arrow().convert("L"))
TWO_TONED = rendition(arrow().convert("1"))


def claim(image: bytes, *, like: CleanPage = GRAY, width: int = 200) -> bytes:
    return CleanPage(width, like.height, like.kind, image).packed()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def after_header(extra: bytes) -> bytes:
    return TWO_TONED.image[:33] + extra + TWO_TONED.image[33:]


@pytest.mark.parametrize("page", [GRAY, TWO_TONED])
def test_our_own_pages_come_through_unchanged(page: CleanPage) -> None:
    assert unpacked(page.packed()) == page


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def with_segment(marker: int, content: bytes) -> bytes:
    return GRAY.image[:20] + segment(marker, content) + GRAY.image[20:]


GRAYS = {
    "nothing": b"",
    "a comment": GRAY.image[:20] + b"\xff\xfe\x00\x06note" + GRAY.image[20:],
    "an EXIF segment": GRAY.image[:20] + b"\xff\xe1\x00\x08Exif\0\0" + GRAY.image[20:],
    "a second picture after the first": GRAY.image + GRAY.image,
    "words after the end": GRAY.image + b"Dear Mrs Carter",
    "words before the end": GRAY.image[:-2] + b"\xff\xfe\x00\x06note\xff\xd9",
    "a colour JPEG": saved(arrow(), "JPEG", dpi=(200, 200)),
    "a web page": b"<script>alert(1)</script>",
    "a cut picture": GRAY.image[:200],
    "words in a table of steps": with_segment(0xDB, bytes(65) + b"Dear Mrs Carter"),
    "a second table of steps": with_segment(0xDB, b"\0" + b"Dear Mrs Carter ".ljust(64)),
    "words in a table of codes": with_segment(0xC4, bytes(17) + b"Dear Mrs Carter"),
    "words in the scan's header": GRAY.image.replace(
        b"\xff\xda\0\x08\x01\x01\0\0\x3f\0", segment(0xDA, b"\x01\x01\0\0\x3f\0" + b"Dear Mrs Carter")
    ),
    "tables that never end": GRAY.image[:20] + b"\xff\xdb\xff\xff" + bytes(70),
}
PNGS = {
    "words in a chunk": after_header(chunk(b"tEXt", b"Author\0Smith")),
    "a gray PNG": saved(arrow().convert("L"), "PNG"),
    "words after the end": TWO_TONED.image + b"Dear Mrs Carter",
    "pixels beyond the picture": TWO_TONED.image[:33]
    + chunk(b"IDAT", zlib.compress(bytes(10**6)))
    + chunk(b"IEND", b""),
    "too few pixels": TWO_TONED.image[:33] + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""),
    "words in the pixels": TWO_TONED.image[:33]
    + chunk(b"IDAT", zlib.compress(bytes(300 * 26)) + b"note")
    + chunk(b"IEND", b""),
    "a broken check": TWO_TONED.image[:-1] + b"x",
    "no end": TWO_TONED.image[:-12],
}


@pytest.mark.parametrize("what", list(GRAYS))
def test_a_gray_page_with_anything_else_in_it_is_refused(what: str) -> None:
    with pytest.raises(NotClean):
        unpacked(claim(GRAYS[what]))


@pytest.mark.parametrize("what", list(PNGS))
def test_a_two_toned_page_with_anything_else_in_it_is_refused(what: str) -> None:
    with pytest.raises(NotClean):
        unpacked(claim(PNGS[what], like=TWO_TONED))


def test_a_page_of_another_size_than_it_says_is_refused() -> None:
    with pytest.raises(NotClean, match="another size"):
        unpacked(claim(GRAY.image, width=201))


def test_a_page_larger_than_paper_is_refused() -> None:
    vast = rendition(Image.new("L", (4001, 20), 255))

    with pytest.raises(NotClean, match="no sheet of paper"):
        unpacked(vast.packed())


@pytest.mark.parametrize(("kind", "media_type"), [("gray-jpeg", "image/jpeg"), ("bitonal-png", "image/png")])
def test_a_page_says_how_a_browser_shows_it(kind: str, media_type: str) -> None:
    assert PageKind(kind).media_type == media_type
