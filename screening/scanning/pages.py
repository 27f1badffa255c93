"""A clean page, and the check that it is one: nothing but pixels is in the file it carries.

The page was made in the sandbox by code that had just decoded a stranger's file, so its word is not
taken for it: every segment of the picture is named here, with its length, or the page is refused. What the
coded pixels say is not decoded on this side; a code taken over could hide words in them as in any picture.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MAX_SIDE = 4_000
MAX_IMAGE = 8 * 1024 * 1024

_HEADER = struct.Struct(">cHH")
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_START, _JPEG_SCAN, _JPEG_END = 0xD8, 0xDA, 0xD9
_JPEG_FRAME = 0xC0  # baseline, the only one we write
_JPEG_STEPS, _JPEG_CODES = 0xDB, 0xC4
_STEPS = 1 + 64  # bytes: a table's number, and the steps
_CODES = (0x00, 0x10)  # the two tables of codes one gray picture has
_ONE_SCAN = b"\x01\x01\x00\x00\x3f\x00"  # of the only channel, by the first tables, in one go
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00\xc8\x00\xc8\x00\x00"  # 200 dpi, no thumbnail


class PageKind(StrEnum):
    GRAY_JPEG = "gray-jpeg"
    BITONAL_PNG = "bitonal-png"

    @property
    def media_type(self) -> str:
        return "image/jpeg" if self is PageKind.GRAY_JPEG else "image/png"


class NotClean(Exception):
    """What came out of the sandbox is not a page we would have made."""


@dataclass(frozen=True, slots=True, repr=False)
class CleanPage:
    """One side of paper, right way up, at 200 dots an inch or a little less."""

    width: int
    height: int
    kind: PageKind
    image: bytes

    def packed(self) -> bytes:
        return _HEADER.pack(self.kind[0].encode(), self.width, self.height) + self.image


def unpacked(claim: bytes) -> CleanPage:
    """Raises NotClean unless the claim is one gray JPEG or one bitonal PNG of the size it says."""
    try:
        first, width, height = _HEADER.unpack_from(claim)
        image = claim[_HEADER.size :]
        kind = PageKind.GRAY_JPEG if first == b"g" else PageKind.BITONAL_PNG
        measured = _measure_jpeg(image) if kind is PageKind.GRAY_JPEG else _measure_png(image)
    except (struct.error, IndexError) as fault:
        raise NotClean("cut short") from fault
    _must(measured == (width, height), "another size than it says")
    _must(0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE, "no sheet of paper")
    _must(len(image) <= MAX_IMAGE, "too large")
    return CleanPage(width, height, kind, image)


def unpacked_gray(image: bytes) -> tuple[int, int]:
    """Width and height of one of our gray JPEGs. Raises NotClean for anything else."""
    try:
        width, height = _measure_jpeg(image)
    except (struct.error, IndexError) as fault:
        raise NotClean("cut short") from fault
    _must(width > 0 and height > 0, "no picture")
    return width, height


def _measure_jpeg(image: bytes) -> tuple[int, int]:
    """Width and height of a baseline gray JPEG that has our own header, tables, one scan, no more."""
    _must(image.startswith(b"\xff\xd8" + _JFIF) and image.endswith(b"\xff\xd9"), "not our JPEG")
    size = (0, 0)
    tables: list[int] = []
    for marker, content, after in _segments(image, 2 + len(_JFIF)):
        if marker == _JPEG_FRAME:
            depth, height, width, *channels = struct.unpack(">BHHBBBB", content)
            _must(depth == 8 and channels == [1, 1, 0x11, 0] and size == (0, 0), "not gray")
            size = (width, height)
        elif marker == _JPEG_SCAN:
            _must(content == _ONE_SCAN and _is_one_scan(image[after:-2]), "something beside the picture")
            return size
        else:
            tables.append(_table(marker, content))
            _must(len(tables) == len(set(tables)), "a table twice")
    raise NotClean("no picture")


def _table(marker: int, content: bytes) -> int:
    """The number of the table that is all this segment holds, among those a gray picture has."""
    if marker == _JPEG_STEPS:
        _must(len(content) == _STEPS and content[0] == 0, "more than one table of steps")
        return marker
    _must(marker == _JPEG_CODES, "a segment that is no picture")
    _must(content[0] in _CODES and len(content) == 17 + sum(content[1:17]), "more than one table of codes")
    return content[0]


def _segments(image: bytes, at: int) -> Iterator[tuple[int, bytes, int]]:
    while at < len(image):
        marked, marker, length = struct.unpack_from(">BBH", image, at)
        _must(marked == 0xFF and length >= 2, "broken segment")
        after = at + 2 + length
        yield marker, image[at + 4 : after], after
        at = after


def _is_one_scan(coded: bytes) -> bool:
    """In coded pixels 0xFF is followed by 0x00; anything else would be a further segment."""
    return coded.count(b"\xff") == coded.count(b"\xff\x00")


def _measure_png(image: bytes) -> tuple[int, int]:
    """Width and height of a one-bit PNG that has a header, pixels and an end, no more."""
    _must(image.startswith(_PNG), "not our PNG")
    chunks = list(_chunks(image))
    names = [name for name, _ in chunks]
    _must(names[0] == b"IHDR" and names[-1] == b"IEND", "out of order")
    _must(set(names[1:-1]) == {b"IDAT"}, "a chunk that is no picture")
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
    _must(rest == [1, 0, 0, 0, 0], "not one bit a pixel")
    pixels = zlib.decompressobj()
    expected = height * (1 + (width + 7) // 8)
    _must(width <= MAX_SIDE and height <= MAX_SIDE, "no sheet of paper")
    rows = pixels.decompress(b"".join(content for name, content in chunks if name == b"IDAT"), expected + 1)
    _must(len(rows) == expected and pixels.eof and not pixels.unused_data, "more or less than its pixels")
    return width, height


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(image):
        length, name = struct.unpack_from(">I4s", image, at)
        content = image[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", image, at + 8 + length)
        _must(check == zlib.crc32(name + content), "broken chunk")
        yield name, content
        at += 12 + length


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotClean(otherwise)
