"""Small angles are turned back and dark borders cut off, and nothing that was written is lost by either."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from screening.scanning.borders import within_borders
from screening.scanning.deskew import lean
from screening.scanning.ink import ink_of
from screening.scanning.straighten import straightened
from tests.screening.scanning.hands import (
    DPI,
    PAPER,
    grainy,
    on_a_dark_lid,
    sheet,
    with_dark_edges,
    write_line,
    written,
)
from tests.screening.scanning.papers import arrow


def leaning(page: Image.Image, angle: float) -> Image.Image:
    """Clockwise."""
    return page.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=PAPER)


@pytest.mark.parametrize("angle", [-4.6, -1.7, -0.8, 0.0, 0.5, 1.2, 3.3, 4.4])
def test_the_angle_of_lines_is_found(angle: float) -> None:
    for page in (written(), written(lines=6), grainy(written(contrast=60), 4)):
        assert abs(lean(ink_of(leaning(page, angle))) - angle) <= 0.25


def scribbled() -> Image.Image:
    page = sheet()
    for turn in range(40):
        box = (300 + 17 * turn, 300 + 31 * turn, 700 + 17 * turn, 600 + 31 * turn)
        ImageDraw.Draw(page).arc(box, 40 * turn, 40 * turn + 150, fill=40, width=4)
    return page


@pytest.mark.parametrize("page", [
    sheet(), grainy(sheet(), 6), scribbled(), arrow((1700, 2200)).convert("L"), written(lines=1),
    Image.effect_noise((100, 130), 120).resize((1700, 2200), Image.Resampling.BICUBIC),
], ids=["blank", "grain", "drawing", "block", "one line", "photograph"])  # fmt: skip
def test_a_sheet_without_lines_of_writing_is_left_as_it_lies(page: Image.Image) -> None:
    assert lean(ink_of(leaning(page, 2.0))) == 0.0
    assert straightened(page)[0] is page


@pytest.mark.parametrize("mode", ["L", "1"])
def test_a_crooked_page_lies_straight_afterwards(mode: str) -> None:
    crooked = leaning(written(), 2.4).convert(mode)

    straight, ink = straightened(crooked)

    assert straight.mode == mode
    assert abs(lean(ink)) <= 0.2
    assert straight.size == crooked.size


def test_what_nobody_would_notice_is_left() -> None:
    page = leaning(written(), 0.2)

    assert straightened(page)[0] is page


def test_turning_a_page_that_is_written_to_its_edge_cuts_nothing_off() -> None:
    page = written()
    for down in (0.12, 10.9):
        write_line(page, down=down, left=0.0, inches=8.5)
    crooked = page.rotate(-3.0, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER).crop((58, 45, 1786, 2241))

    straight, _ = straightened(crooked)

    assert straight.width > crooked.width and straight.height > crooked.height
    assert inked(straight) >= 0.97 * inked(crooked)


def inked(page: Image.Image) -> int:
    return sum(page.histogram()[:128])


@pytest.mark.parametrize("angle", [0.0, 1.6])
def test_a_dark_lid_around_a_page_is_cut_off(angle: float) -> None:
    page = grainy(written(), 3)

    straight, _ = straightened(on_a_dark_lid(page, angle))

    assert all(abs(side - should) <= 14 for side, should in zip(straight.size, page.size, strict=True))
    assert inked(straight) <= 1.1 * inked(page)


def test_dark_edges_are_cut_off() -> None:
    page = with_dark_edges(written())

    assert straightened(page)[0].size == (page.width - 10, page.height - 14)


def test_writing_that_runs_to_the_edge_is_never_taken_for_a_border() -> None:
    page = written()
    for line in range(70):
        write_line(page, down=0.05 + line * 0.03, left=0.0, inches=8.5, width=0.03)

    assert within_borders(page.reduce(2)) == (0, 0, 850, 1100)


@pytest.mark.parametrize("box", [(0, 0, 1700, 700), (0, 0, 900, 20), (0, 0, 1700 - 60, 40)], ids=str)
def test_what_is_dark_and_no_border_stays(box: tuple[int, int, int, int]) -> None:
    page = written()
    page.paste(20, box)

    assert within_borders(page.reduce(2)) == (0, 0, 850, 1100)


def test_a_page_all_dark_stays() -> None:
    assert within_borders(sheet(20).reduce(2)) == (0, 0, 850, 1100)


def test_a_small_picture_is_no_trouble() -> None:
    for size in ((1, 1), (3, 200), (20, 30)):
        assert straightened(Image.new("L", size, 255))[0].size == size
        assert DPI


def test_white_words_on_a_black_band_are_not_cut_off() -> None:
    page = written(lines=10)
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, page.width, 100), fill=5)
    pen.text((700, 30), "forgive me", fill=250, font=ImageFont.load_default(40))

    straight, _ = straightened(page)

    assert straight.size == page.size


@pytest.mark.parametrize("edge", [0, 90, 180, 270])
def test_a_black_band_with_nothing_in_it_is_cut_off_at_any_edge(edge: int) -> None:
    page = written(lines=10).rotate(edge, expand=True)
    ImageDraw.Draw(page).rectangle((0, 0, page.width, 60), fill=5)
    page = page.rotate(-edge, expand=True)

    straight, _ = straightened(page)

    assert straight.size != page.size
