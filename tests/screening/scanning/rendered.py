"""Stacks as pictures: sheets printed and scanned at 200 or 300 dpi, pages in several hands, then every accident."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from random import Random

import pypdfium2
from PIL import Image

from letterbank.demonstration.handwriting import HANDS, LETTERS, written_pages
from letterbank.documents.compose import compose
from letterbank.documents.cover_sheet import CoverSheets, Sheet
from screening.scanning.blank import is_blank
from screening.scanning.coversheets import claimed, shown
from screening.scanning.marks import read_marks
from screening.scanning.straighten import straightened
from tests.screening.scanning.accidents import ACCIDENTS, Accident, pressed
from tests.screening.scanning.feeder import Shot, scanned
from tests.screening.scanning.leaves_of_paper import HERE, Leaf, Stack
from tests.screening.scanning.page_marks import marked

SIZE = (1700, 2200)


@lru_cache(maxsize=64)
def sheet_picture(text: str, dpi: int = 200) -> Image.Image:
    """One cover sheet, printed and scanned; at 200 dpi whatever the scanner's own were."""
    claim = claimed(HERE, text)
    sheet = Sheet(text=text, code=shown(claim.code), sides=claim.sides)
    paper = CoverSheets(place_name="North Facility", sheets=(sheet,))
    with pypdfium2.PdfDocument(compose(paper.template, paper.content())) as pdf:
        picture = pdf[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    return picture if picture.size == SIZE else picture.resize(SIZE, Image.Resampling.HAMMING, reducing_gap=2.0)


@cache
def written(number: int) -> Image.Image:
    """One of a few handwritten pages, each by another writer."""
    letter = list(LETTERS.values())[number]
    return written_pages(letter.text[:1200], HANDS[letter.hand], seed=letter.key)[0].convert("L")


def empty(chance: Random) -> Image.Image:
    return Image.new("L", SIZE, chance.randrange(225, 256))


def clean(side: Image.Image, chance: Random) -> Image.Image:
    """What any office scanner does: a little askew, and often pressed into a JPEG."""
    side = side.rotate(chance.uniform(-1.5, 1.5), Image.Resampling.BILINEAR, fillcolor=chance.choice((255, 245)))
    return pressed(side, chance) if chance.random() < 0.5 else side


def rough(side: Image.Image, chance: Random) -> Image.Image:
    names = chance.sample(list(ACCIDENTS), chance.randrange(1, 4))
    for name in sorted(names, key=list(ACCIDENTS).index):
        side = ACCIDENTS[name](side, chance)
    return side


def pictured(stack: Stack, chance: Random, happens: Accident, *, hands: int = 6) -> Iterator[tuple[Shot, Image.Image]]:
    """Each shot of a stack with its picture at 200 dpi; a written side bears the mark of its face."""
    dpi = chance.choice((200, 300))
    for shot in scanned(stack):
        picture = _face(stack.leaves[shot.leaf], shot, dpi, chance, hands)
        yield shot, happens(picture, chance).rotate(-shot.turned, expand=True)


def seen(stack: Stack, chance: Random, happens: Accident, *, hands: int = 6) -> list[Shot]:
    """The shots of a stack, with what `read_marks` and `is_blank` themselves make of each picture."""
    return [
        replace(shot, reading=read_marks(picture), blank=is_blank(straightened(picture)[1]))
        for shot, picture in pictured(stack, chance, happens, hands=hands)
    ]


def face_number(shot: Shot) -> int:
    """Which mark a written side bears."""
    return 2 * shot.leaf + shot.is_front


def _face(leaf: Leaf, shot: Shot, dpi: int, chance: Random, hands: int) -> Image.Image:
    if leaf.is_sheet and shot.is_front:
        picture = sheet_picture(leaf.text, dpi)
        return half_over(picture, sheet_picture(leaf.beside, dpi)) if leaf.beside else picture
    return empty(chance) if shot.blank else marked(written(chance.randrange(hands)), face_number(shot))


def half_over(one: Image.Image, other: Image.Image) -> Image.Image:
    """One sheet slipped down over half of another."""
    both = one.copy()
    both.paste(other.crop((0, SIZE[1] // 2, *SIZE)), (0, SIZE[1] // 2))
    return both
