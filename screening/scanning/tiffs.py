"""Runs in the sandbox: each page of a TIFF as a small file of its own, made of nothing but what its pixels need.

Pillow reads a TIFF whole for each of its pages, and follows whatever else the file points to. Here a stack
of any size costs one page at a time, and no thumbnail, profile or maker's note is ever looked at.
"""

import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from letterbank.sandbox import Places, Refuse

SUBFILE = 254
_OFFSETS = {273: 279, 324: 325, 513: 514}  # where strips, tiles or an old JPEG lie: the tag of their lengths
_KEPT = frozenset({
    SUBFILE, 256, 257, 258, 259, 262, 266, 274, 277, 278, 282, 283, 284, 292, 293, 296, 317, 320, 322, 323,
    332, 338, 339, 347, 529, 530, 531, 532,
})  # fmt: skip
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_SHORT, _LONG = 3, 4
_MOST_TAGS, _MOST_IN_A_TAG = 500, 1024 * 1024
_MOST_IN_A_PAGE = 200 * 1024 * 1024  # 50 million dots in four colours


@dataclass(frozen=True, slots=True)
class _Tag:
    kind: int
    count: int
    content: bytes


class Directory:
    """One page's table of tags, and how its file orders the bytes of a number."""

    def __init__(self, given: Places, at: int, order: str) -> None:
        self._given = given
        self._order = order
        (count,) = struct.unpack(order + "H", _exactly(given, at, 2))
        if count > _MOST_TAGS:
            raise Refuse("damaged")
        self._table = _exactly(given, at + 2, 12 * count + 4)

    @property
    def next(self) -> int:
        (at,) = struct.unpack(self._order + "I", self._table[-4:])
        return int(at)

    def page(self) -> io.BytesIO:
        """The page's own file."""
        tags = self._tags()
        pixels = {place: b"".join(self._pieces(tags, place)) for place in _OFFSETS if place in tags}
        kept = {number: tag for number, tag in tags.items() if number in _KEPT or number in _OFFSETS.values()}
        return _written(self._order, kept, pixels)

    def _tags(self) -> Mapping[int, _Tag]:
        wanted = _KEPT | set(_OFFSETS) | set(_OFFSETS.values())
        entries = struct.iter_unpack(self._order + "HHI4s", self._table[:-4])
        return {number: self._tag(kind, count, end) for number, kind, count, end in entries if number in wanted}

    def _tag(self, kind: int, count: int, end: bytes) -> _Tag:
        size = _WIDTHS.get(kind, 1) * count
        if kind not in _WIDTHS or size > _MOST_IN_A_TAG:
            raise Refuse("damaged")
        if size <= 4:
            return _Tag(kind, count, end[:size])
        (at,) = struct.unpack(self._order + "I", end)
        return _Tag(kind, count, _exactly(self._given, at, size))

    def _pieces(self, tags: Mapping[int, _Tag], place: int) -> Iterator[bytes]:
        places, lengths = (self._numbers(tags.get(tag)) for tag in (place, _OFFSETS[place]))
        if len(places) != len(lengths) or sum(lengths) > self._given.size:
            raise Refuse("damaged")
        if sum(lengths) > _MOST_IN_A_PAGE:
            raise Refuse("pixels")
        yield from (_exactly(self._given, at, length) for at, length in zip(places, lengths, strict=True))

    def _numbers(self, tag: _Tag | None) -> tuple[int, ...]:
        if tag is None or tag.kind not in (_SHORT, _LONG):
            raise Refuse("damaged")
        return struct.unpack(f"{self._order}{tag.count}{'H' if tag.kind == _SHORT else 'I'}", tag.content)


def directories(given: Places, most: int) -> list[Directory]:
    """Every page's, in order. Refuses more than `most`, and a table that leads back into itself."""
    order = "<" if _exactly(given, 0, 2) == b"II" else ">"
    (at,) = struct.unpack(order + "I", _exactly(given, 4, 4))
    met: set[int] = set()
    found: list[Directory] = []
    while at:
        if at in met:
            raise Refuse("damaged")
        if len(found) == most:
            raise Refuse("pages")
        met.add(at)
        found.append(Directory(given, at, order))
        at = found[-1].next
    return found


def _written(order: str, tags: Mapping[int, _Tag], pixels: Mapping[int, bytes]) -> io.BytesIO:
    """Header, pixels, long values, table: all pieces of a page stand one behind the other."""
    out = io.BytesIO()
    out.write((b"II*\0" if order == "<" else b"MM\0*") + bytes(4))
    every = dict(tags)
    for place, content in pixels.items():
        every[place] = _places(order, tags[_OFFSETS[place]], out.tell())
        out.write(content)
    entries = []
    for number, tag in sorted(every.items()):
        end = tag.content.ljust(4, b"\0")
        if len(tag.content) > 4:
            end = struct.pack(order + "I", out.tell())
            out.write(tag.content)
        entries.append(struct.pack(order + "HHI4s", number, tag.kind, tag.count, end))
    table = out.tell()
    out.write(struct.pack(order + "H", len(entries)) + b"".join(entries) + bytes(4))
    out.seek(4)
    out.write(struct.pack(order + "I", table))
    out.seek(0)
    return out


def _places(order: str, lengths: _Tag, first: int) -> _Tag:
    """Where the pieces of these lengths lie when they follow each other from `first` on."""
    sizes = struct.unpack(f"{order}{lengths.count}{'H' if lengths.kind == _SHORT else 'I'}", lengths.content)
    places = list(accumulate(sizes[:-1], initial=first))
    return _Tag(_LONG, len(sizes), struct.pack(f"{order}{len(sizes)}I", *places))


def _exactly(given: Places, at: int, size: int) -> bytes:
    given.seek(at)
    content = given.read(size)
    if len(content) != size:
        raise Refuse("damaged")
    return content
