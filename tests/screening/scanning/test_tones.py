"""Print, fax and a firm pen become two tones; pencil, faint ink and pictures stay gray, and all stay legible (B27)."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from letterbank.demonstration.handwriting import HANDS, LETTERS, pages_of
from screening.scanning.blank import is_blank
from screening.scanning.ink import ink_of
from screening.scanning.pages import CleanPage, PageKind
from screening.scanning.renditions import BUDGET, rendition
from screening.scanning.straighten import straightened
from tests.screening.scanning.hands import PAPER, grainy, sheet, write_line, written
from tests.screening.scanning.papers import labelled, saved

FIRM: dict[str, Callable[[], Image.Image]] = {
    "print": lambda: labelled("I have thought about what I did.").resize((1700, 2200)),
    "a firm pen": written,
    "a firm pen on grainy paper": lambda: grainy(written(), 4),
}
SOFT: dict[str, Callable[[], Image.Image]] = {
    "pencil": lambda: grainy(written(contrast=80, width=0.01), 3),
    "faint ink": lambda: written(contrast=110),
    "faint pencil": lambda: grainy(written(contrast=25, width=0.01), 3),
    "one faint line under a firm letter": lambda: with_faint_line(written(lines=20)),
    "one faint line between firm lines": lambda: with_faint_line(written(lines=24), down=1 + 20.5 * 0.38),
    "a photograph": lambda: with_picture(written()),
    "a shaded drawing": lambda: shaded(written()),
}
NEAR, AT_ARMS_LENGTH = 2, 4  # dots at once
FULLEST = 1.3  # of the budget: a sheet written full from edge to edge, as coarse as a page may be


def with_faint_line(page: Image.Image, down: float = 9.6) -> Image.Image:
    write_line(page, down=down, inches=3, contrast=28, width=0.01)
    return grainy(page, 2)


def with_picture(page: Image.Image) -> Image.Image:
    page.paste(Image.effect_noise((40, 30), 90).resize((600, 450), Image.Resampling.BICUBIC), (500, 700))
    return page


def shaded(page: Image.Image) -> Image.Image:
    page.paste(185, (500, 700, 800, 900))
    return page


def seen(page: CleanPage) -> Image.Image:
    with Image.open(io.BytesIO(page.image)) as opened:
        return opened.convert("L")


@pytest.mark.parametrize("what", list(FIRM))
def test_what_two_tones_can_say_is_kept_in_two(what: str) -> None:
    page = rendition(FIRM[what]())

    assert page.kind is PageKind.BITONAL_PNG
    assert len(page.image) <= BUDGET / 2


@pytest.mark.parametrize("what", list(SOFT))
def test_what_two_tones_would_lose_stays_gray(what: str) -> None:
    page = rendition(SOFT[what]())

    assert page.kind is PageKind.GRAY_JPEG
    assert len(page.image) <= BUDGET


@pytest.mark.parametrize("what", [*FIRM, *(one for one in SOFT if "photo" not in one)])
def test_every_stroke_of_the_source_is_in_the_page(what: str) -> None:
    source = {**FIRM, **SOFT}[what]()
    assert share_of_strokes_lost(source, rendition(source), AT_ARMS_LENGTH) <= 0.02


@pytest.mark.parametrize("hand", list(HANDS))
def test_a_letter_on_ruled_paper_is_small_and_loses_no_stroke(hand: str) -> None:
    longest = max((one for one in LETTERS.values() if one.hand == hand), key=lambda one: len(one.text))
    scan = saved(pages_of(longest)[0], "JPEG", quality=85)
    with Image.open(io.BytesIO(scan)) as opened:
        sheet, ink = straightened(opened.convert("L"))

    page = rendition(sheet, ink)

    assert len(page.image) <= FULLEST * BUDGET
    assert share_of_strokes_lost(sheet, page, NEAR) <= 0.001
    assert share_of_shades_added(sheet, page, NEAR) <= 0.01


def share_of_strokes_lost(source: Image.Image, page: CleanPage, dots: int) -> float:
    """Seen through so many dots at once, a stroke keeps at least three fifths of its contrast."""
    before, after = (contrast_of(one, dots) for one in (source, seen(page)))
    kept = ImageChops.subtract(before.point(lambda level: level * 0.6), after)
    strokes = before.point(lambda level: 255 * (level > 16))
    return share_of(strokes, ImageChops.multiply(kept.point(lambda level: 255 * (level > 6)), strokes))


def share_of_shades_added(source: Image.Image, page: CleanPage, dots: int) -> float:
    """What looks like ink beside the strokes and is none, as a share of the strokes."""
    before, after = (contrast_of(one, dots) for one in (source, seen(page)))
    strokes = before.point(lambda level: 255 * (level > 16))
    added = ImageChops.subtract(after, before).point(lambda level: 255 * (level > 24))
    return share_of(strokes, ImageChops.subtract(added, strokes))


def share_of(strokes: Image.Image, marked: Image.Image) -> float:
    return ImageStat.Stat(marked).mean[0] / ImageStat.Stat(strokes).mean[0]


def contrast_of(page: Image.Image, dots: int) -> Image.Image:
    """How much darker than its paper each place of so many dots is, at 200 an inch."""
    small = page.reduce(dots)
    paper = max(range(128, 256), key=page.histogram().__getitem__)
    return small.point([max(0, paper - level) for level in range(256)])


@pytest.mark.parametrize("contrast", [6, 8, 12])
@pytest.mark.parametrize("grain", [0, 3])
def test_a_side_on_which_somebody_wrote_is_no_empty_page(contrast: int, grain: float) -> None:
    page = sheet()
    ImageDraw.Draw(page).text((300, 800), "Forgive me", fill=PAPER - contrast, font=ImageFont.load_default(40))
    page = grainy(page, grain)

    kept = seen(rendition(page))

    assert not is_blank(ink_of(page))
    assert kept.crop((300, 800, 560, 850)).getextrema()[0] < 255


def test_a_faint_word_between_firm_lines_is_kept() -> None:
    page = written(lines=8)
    ImageDraw.Draw(page).text((300, 1600), "Forgive me", fill=PAPER - 10, font=ImageFont.load_default(40))

    assert seen(rendition(page)).crop((300, 1600, 560, 1650)).getextrema()[0] < 250


def test_a_blank_sheet_costs_next_to_nothing() -> None:
    assert len(rendition(grainy(sheet(), 3)).image) < 4_000
