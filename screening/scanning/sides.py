"""One side of paper as it came out of the feeder: the clean page, and what was seen of it on the way."""

from dataclasses import dataclass

from screening.scanning.marks import Reading
from screening.scanning.pages import CleanPage


@dataclass(frozen=True, slots=True, repr=False)
class Side:
    """`thumbnail` is a small gray JPEG for a person who sorts the stack; `blank` means that nobody wrote on it."""

    page: CleanPage
    thumbnail: bytes
    blank: bool
    reading: Reading
