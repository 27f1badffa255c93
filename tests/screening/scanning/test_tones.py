"""Print, fax and a firm pen become two tones; pencil, faint ink and pictures stay gray, and all stay legible (B27)."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageStat

from screening.scanning.pages import CleanPage, PageKind
from screening.scanning.renditions import BUDGET, rendition
from tests.screening.scanning.hands import grainy, sheet, write_line, written
from tests.screening.scanning.papers import labelled

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
    """Seen from where a reader's eye sees it, a stroke keeps at least three fifths of its contrast."""
    source = {**FIRM, **SOFT}[what]()
    page = seen(rendition(source))

    before, after = (contrast_of(one) for one in (source, page))

    kept = ImageChops.subtract(before.point(lambda level: level * 0.6), after)
    strokes = before.point(lambda level: 255 * (level > 16))
    lost = ImageStat.Stat(ImageChops.multiply(kept.point(lambda level: 255 * (level > 6)), strokes)).mean[0]
    assert lost <= 0.02 * ImageStat.Stat(strokes).mean[0]


def contrast_of(page: Image.Image) -> Image.Image:
    """How much darker than its paper each place of 1/50 inch is."""
    small = page.reduce(4)
    paper = max(range(128, 256), key=page.histogram().__getitem__)
    return small.point([max(0, paper - level) for level in range(256)])


def test_a_blank_sheet_costs_next_to_nothing() -> None:
    assert len(rendition(grainy(sheet(), 3)).image) < 4_000
