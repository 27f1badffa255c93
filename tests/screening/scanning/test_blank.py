"""A back that nobody wrote on is known as such; a side with one short line in faint pencil never is."""

from collections.abc import Callable
from random import Random

import pytest
from PIL import Image, ImageDraw

from screening.scanning.blank import is_blank
from screening.scanning.straighten import straightened
from tests.screening.scanning.accidents import pressed
from tests.screening.scanning.hands import (
    grainy,
    sheet,
    shown_through,
    softened,
    with_dark_edges,
    with_holes,
    with_staple,
    write_line,
    written,
)

FAINT = {"contrast": 20, "width": 0.009}


def said_blank(page: Image.Image) -> bool:
    return is_blank(straightened(page)[1])


def faintly(page: Image.Image, **pen: float) -> Image.Image:
    write_line(page, down=5.1, **{"left": 3.3, "inches": 0.7, **FAINT, **pen})
    return softened(page, 0.4)


def scratched(across: int, down: int, *, length: int) -> Image.Image:
    page = sheet()
    ImageDraw.Draw(page).line((across, down, across + length, down + length), fill=120, width=4)
    return page


def askew(page: Image.Image, lid: int, by: float = 1.4) -> Image.Image:
    """As a feeder pulls it in, with the lid beside its edges."""
    return page.rotate(by, Image.Resampling.BILINEAR, fillcolor=lid)


BLANK: dict[str, Callable[[], Image.Image]] = {
    "white": sheet,
    "gray paper": lambda: sheet(205),
    "two tones": lambda: sheet(255).convert("1"),
    "fine grain": lambda: grainy(sheet(), 3),
    "coarse grain": lambda: grainy(sheet(), 6),
    "holes": lambda: grainy(with_holes(sheet()), 3),
    "dark edges": lambda: grainy(with_dark_edges(sheet()), 3),
    "a staple": lambda: grainy(with_staple(sheet()), 3),
    "holes, edges and a staple": lambda: grainy(with_staple(with_dark_edges(with_holes(sheet()))), 4),
    "gray paper askew under a white lid": lambda: askew(sheet(226), 255),
    "paper askew under a lid a little lighter": lambda: askew(grainy(sheet(238), 3), 245),
    "white paper askew under a dusky lid": lambda: askew(sheet(255), 245),
    "white paper more askew under a dusky lid": lambda: askew(sheet(255), 245, 1.5),
    "gray paper askew under a white lid, pressed small": lambda: pressed(askew(sheet(226), 255), Random(3)),
    "the shadow of the other side": lambda: grainy(shown_through(7), 2),
    "the shadow of the other side, and holes": lambda: grainy(with_holes(shown_through(6)), 2),
}
WRITTEN: dict[str, Callable[[], Image.Image]] = {
    "a letter": written,
    "a letter in faint pencil": lambda: grainy(written(**FAINT), 4),
    "a letter in the softest pencil": lambda: grainy(softened(written(contrast=12, width=0.02), 1.5), 3),
    "a short line": lambda: faintly(sheet(), contrast=190),
    "a short faint line": lambda: grainy(faintly(sheet()), 3),
    "a short faint line on coarse paper": lambda: grainy(faintly(sheet()), 6),
    "a quarter of an inch": lambda: grainy(faintly(sheet(), inches=0.28, contrast=24), 3),
    "a short faint line among holes, edges and a staple": lambda: grainy(
        faintly(with_staple(with_dark_edges(with_holes(sheet())))), 3
    ),
    "a short faint line over the shadow of the other side": lambda: grainy(faintly(shown_through(6)), 2),
    "a word at the edge": lambda: faintly(sheet(), left=0.15, inches=0.5),
    "a word at the edge of gray paper askew under a white lid": lambda: askew(
        faintly(sheet(226), left=0.15, inches=0.5), 255
    ),
    "a faint word at the edge of white paper askew under a dusky lid": lambda: askew(
        faintly(sheet(255), left=0.15, inches=0.5), 245
    ),
    "a ring where no hole is": lambda: ringed(),  # noqa: PLW0108 - it is made further down
    "a stroke in the middle": lambda: scratched(800, 1000, length=60),
    "a long stroke in the corner": lambda: scratched(60, 60, length=200),
    "two tones": lambda: faintly(sheet(), contrast=190).point(lambda level: 255 * (level > 128)).convert("1"),
}


def ringed() -> Image.Image:
    page = sheet()
    ImageDraw.Draw(page).ellipse((60, 500, 110, 550), outline=60, width=4)
    return page


@pytest.mark.parametrize("what", list(BLANK))
def test_a_side_nobody_wrote_on_is_blank(what: str) -> None:
    assert said_blank(BLANK[what]())


@pytest.mark.parametrize("what", list(WRITTEN))
def test_a_side_somebody_wrote_on_is_never_blank(what: str) -> None:
    assert not said_blank(WRITTEN[what]())


@pytest.mark.parametrize("contrast", [14, 20, 30])
@pytest.mark.parametrize("down", [1.0, 3.33, 6.27, 9.9])
def test_wherever_the_one_faint_line_stands_it_is_seen(contrast: int, down: float) -> None:
    page = sheet()
    write_line(page, down=down, left=1.0 + down / 2, inches=0.6, width=0.009, contrast=contrast)

    assert not said_blank(grainy(softened(page, 0.4), 3))
