"""One side of paper as it came out of the feeder: the clean page, and what was seen of it on the way.

A side comes out of the sandbox as a claim, like its page: everything that is not named here is refused.
"""

import struct
from dataclasses import dataclass

from screening.scanning.coversheets import is_of_our_family, without_words
from screening.scanning.pages import CleanPage, NotClean, unpacked, unpacked_gray

MOST_CODES = 8
LONGEST_THUMBNAIL, LARGEST_THUMBNAIL = 240, 24 * 1024  # dots of its longer side; bytes

_HEADER = struct.Struct(">BBBBI")  # blank, quarters clockwise, damaged, number of codes, length of the thumbnail
_LENGTH = struct.Struct(">B")


@dataclass(frozen=True, slots=True)
class Reading:
    """`codes` are the texts of every cover-sheet code on the side, each once; a claim until it is looked up.

    `turn` is by how many degrees clockwise the side must be turned to stand upright, where a code tells; `damaged`
    says that a cover sheet's marks are there and none of its codes could be read.
    """

    codes: tuple[str, ...] = ()
    turn: int = 0
    damaged: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Side:
    """`thumbnail` is a small gray JPEG for a person who sorts the stack; `blank` means that nobody wrote on it."""

    page: CleanPage
    thumbnail: bytes
    blank: bool
    reading: Reading

    def packed(self) -> bytes:
        reading = self.reading
        about = (self.blank, reading.turn // 90, reading.damaged, len(reading.codes), len(self.thumbnail))
        codes = b"".join(_LENGTH.pack(len(code)) + code.encode("ascii") for code in reading.codes)
        return _HEADER.pack(*about) + codes + self.thumbnail + self.page.packed()


def bounded(reading: Reading) -> Reading:
    """For the sandbox: a code that is none of ours must not stop the stack, only put it into doubt."""
    ours = tuple(code for code in reading.codes if is_of_our_family(code))[:MOST_CODES]
    return reading if ours == reading.codes else Reading(ours, reading.turn, damaged=True)


def unpacked_side(claim: bytes) -> Side:
    """Raises NotClean unless the claim is one side, whole and with nothing besides."""
    try:
        blank, quarters, damaged, count, size = _HEADER.unpack_from(claim)
        codes, at = _codes(claim, count)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise NotClean("cut short") from fault
    if max(blank, damaged) > 1 or quarters > 3:
        raise NotClean("neither yes nor no")
    thumbnail = _thumbnail(claim[at : at + size])
    page = unpacked(claim[at + size :])
    return Side(page, thumbnail, bool(blank), Reading(codes, quarters * 90, bool(damaged)))


def _codes(claim: bytes, count: int) -> tuple[tuple[str, ...], int]:
    at = _HEADER.size
    codes: list[str] = []
    for _ in range(min(count, MOST_CODES + 1)):
        (length,) = _LENGTH.unpack_from(claim, at)
        codes.append(claim[at + 1 : at + 1 + length].decode("ascii"))
        at += 1 + length
        if len(codes) > MOST_CODES or not is_of_our_family(codes[-1]) or codes[-1] in codes[:-1]:
            raise NotClean("no cover sheet's code")
    return tuple(dict.fromkeys(map(without_words, codes))), at


def _thumbnail(image: bytes) -> bytes:
    if len(image) > LARGEST_THUMBNAIL or max(unpacked_gray(image)) > LONGEST_THUMBNAIL:
        raise NotClean("no thumbnail")
    return image
