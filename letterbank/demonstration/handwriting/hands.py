"""How each of the demonstration's writers writes: a hand is style only, never words, and belongs to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass

Colour = tuple[int, int, int]

BLUE_BALLPOINT: Colour = (40, 52, 128)
BLACK_BALLPOINT: Colour = (36, 36, 44)
FADED_BLACK: Colour = (58, 56, 62)
PENCIL: Colour = (96, 96, 100)


@dataclass(frozen=True)
class Hand:
    """Lengths are inches; unsteadiness and wander are in parts of a small letter's height; slant is the tangent."""

    joined: bool
    height: float
    width: float = 1.0
    slant: float = 0.1
    unsteady: float = 0.03
    wander: float = 0.08
    gap: float = 0.22
    word_gap: float = 0.75
    pen: float = 0.0165
    ink: Colour = BLUE_BALLPOINT


HANDS: Mapping[str, Hand] = {
    "careful": Hand(joined=True, height=0.088, slant=0.22, unsteady=0.022, ink=BLUE_BALLPOINT),
    "square": Hand(joined=False, height=0.094, width=0.95, slant=0.0, unsteady=0.045, gap=0.26, ink=BLACK_BALLPOINT),
    "hurried": Hand(
        joined=True, height=0.086, width=1.16, pen=0.015, slant=0.34, unsteady=0.04, wander=0.1, ink=BLACK_BALLPOINT
    ),
    "round": Hand(joined=False, height=0.1, width=1.08, slant=-0.05, unsteady=0.035, gap=0.2, ink=BLUE_BALLPOINT),
    "shaky": Hand(joined=False, height=0.098, slant=0.14, unsteady=0.06, wander=0.13, gap=0.3, ink=FADED_BLACK),
    "pencil": Hand(joined=False, height=0.092, slant=0.18, unsteady=0.05, wander=0.08, pen=0.019, ink=PENCIL),
    "upright": Hand(
        joined=True, height=0.096, width=0.92, slant=0.03, unsteady=0.03, word_gap=0.85, ink=BLACK_BALLPOINT
    ),
}
