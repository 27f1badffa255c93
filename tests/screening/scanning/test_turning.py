"""A page that lies on its side is turned behind the walls, and comes back as a claim like every page (B23)."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from letterbank.sandbox import Limits, Sandbox
from screening.scanning import CleanPage, NotAScan, turned
from screening.scanning.renditions import rendition
from tests.screening.scanning.papers import arrow, is_upright, written_page

GRAY = rendition(written_page(200).convert("L").point(lambda level: 150 + 0.35 * level))
PAGES = {"gray": rendition(arrow().convert("L").resize((203, 301))), "two tones": rendition(arrow().convert("1"))}


def seen(page: CleanPage) -> Image.Image:
    with Image.open(io.BytesIO(page.image)) as picture:
        return picture.convert("L")


@pytest.mark.parametrize("what", list(PAGES))
@pytest.mark.parametrize("by", [90, 180, 270])
def test_a_page_is_turned_clockwise(sandbox: Sandbox, what: str, by: int) -> None:
    page = PAGES[what]

    lying = turned(sandbox, page, by)

    by_hand = seen(page).rotate(-by, expand=True)
    assert lying.kind is page.kind and seen(lying).size == (lying.width, lying.height) == by_hand.size
    assert ImageStat.Stat(ImageChops.difference(seen(lying), by_hand)).mean[0] < 1
    assert is_upright(turned(sandbox, lying, 360 - by).image)


def test_turning_wears_next_to_nothing_off(sandbox: Sandbox) -> None:
    page = GRAY
    for _ in range(8):
        page = turned(sandbox, page, 90)

    assert ImageStat.Stat(ImageChops.difference(seen(page), seen(GRAY))).mean[0] < 1.5
    assert len(page.image) < 1.1 * len(GRAY.image)


@pytest.mark.parametrize("by", [0, 45, -90, 360, 450])
def test_a_page_is_turned_by_quarters_only(sandbox: Sandbox, by: int) -> None:
    with pytest.raises(ValueError, match="quarters"):
        turned(sandbox, GRAY, by)


@pytest.mark.parametrize("image", [b"", b"Dear Mrs Carter", GRAY.image[:-2], GRAY.image + b"note"])
def test_what_is_no_page_of_ours_is_not_turned(sandbox: Sandbox, image: bytes) -> None:
    with pytest.raises(NotAScan):
        turned(sandbox, CleanPage(GRAY.width, GRAY.height, GRAY.kind, image), 90)


@pytest.mark.parametrize("job", ["echo", "nothing", "all_but_the_first_byte"])
def test_a_codec_taken_over_turns_nothing(job: str) -> None:
    where = {"turn": f"tests.sandbox.hostile_jobs:{job}"}

    with Sandbox(where, limits=Limits(patience=2.0)) as sandbox, pytest.raises(NotAScan):
        turned(sandbox, GRAY, 90)
