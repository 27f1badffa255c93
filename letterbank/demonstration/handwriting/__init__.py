"""Letters that look written by hand and scanned, for the demonstration and the tests to bring to the real intake."""

from random import Random

from PIL import Image

from letterbank.demonstration.handwriting.hands import HANDS, Hand
from letterbank.demonstration.handwriting.letters import LETTERS, LetterText
from letterbank.demonstration.handwriting.paper import SHEETS, Sheet, scanned
from letterbank.demonstration.handwriting.pen import Pen, Ruling, written
from letterbank.demonstration.handwriting.scan import scan_jpeg, scan_pdf, scan_tiff

__all__ = ["HANDS", "LETTERS", "Hand", "LetterText", "pages_of", "scan_jpeg", "scan_pdf", "scan_tiff", "written_pages"]


def pages_of(letter: LetterText, *, seed: int = 0, dpi: int = 200) -> list[Image.Image]:
    """The letter's scanned pages in its writer's hand; letter size, RGB."""
    return written_pages(letter.text, HANDS[letter.hand], seed=f"{letter.key}/{seed}", dpi=dpi)


def written_pages(text: str, hand: Hand, *, seed: str, dpi: int = 200) -> list[Image.Image]:
    """Any text in any hand. A line is a paragraph, spaces before it indent it; the same seed gives the same pixels."""
    random, ruling = Random(seed), Ruling()  # noqa: S311 - style, not a secret
    paper = random.choice(SHEETS)
    pages = written(text, Pen(hand, seed), ruling)
    return [
        scanned(marks, hand, Sheet(paper, dpi, skew=random.uniform(-1.1, 1.1)), ruling, random=random)
        for marks in pages
    ]
