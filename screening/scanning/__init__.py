"""From paper to pages: bytes come in sealed, are re-made behind walls, and leave as clean pixels.

Importing this package loads no codec: pictures are decoded in the sandbox and nowhere else (N6).
"""

from screening.scanning.pages import CleanPage, PageKind
from screening.scanning.refusals import NotAScan
from screening.scanning.sanitise import JOBS, again_if_it_died, read_sides, sanitise, turned
from screening.scanning.sides import Reading, Side

__all__ = [
    "JOBS",
    "CleanPage",
    "NotAScan",
    "PageKind",
    "Reading",
    "Side",
    "again_if_it_died",
    "read_sides",
    "sanitise",
    "turned",
]
