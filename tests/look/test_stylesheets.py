"""The look keeps its promises: readable in light and dark, small, and fetching nothing from elsewhere."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "letterbank" / "static"
BYTES = {"staff.css": 25_000, "desk.css": 10_000, "plain.css": 10_000}

# Text needs 4.5 : 1 (WCAG 1.4.3), a control's border or a focus mark 3 : 1 (WCAG 1.4.11).
STAFF = [
    *[(word, ground, 4.5) for word in ("ink", "soft", "link", "link-over") for ground in ("paper", "sheet", "sunk")],
    *[(word, ground, 4.5) for word in ("stop", "good", "care") for ground in ("paper", "sheet", f"{word}-wash")],
    *[("ink", wash, 4.5) for wash in ("calm-wash", "good-wash", "care-wash", "stop-wash")],
    *[("link", "calm-wash", 4.5), ("focus-ink", "focus", 4.5)],
    *[(f"{deed}-ink", ground, 4.5) for deed in ("deed", "stop") for ground in (deed, f"{deed}-over")],
    *[(line, ground, 3) for line in ("edge", "deed", "stop") for ground in ("paper", "sheet", "sunk")],
]
PUBLIC = [
    *[(word, ground, 4.5) for word in ("ink", "soft", "link", "over", "stop") for ground in ("paper", "sheet", "wash")],
    *[("deed-ink", "link", 4.5), ("deed-ink", "over", 4.5), ("paper", "ink", 4.5), ("focus-ink", "focus", 4.5)],
    *[("edge", ground, 3) for ground in ("paper", "sheet")],
]


def colours(sheet: str) -> dict[str, dict[str, str]]:
    """The custom colours of each scheme; dark keeps what it does not set anew."""
    text = (STATIC / sheet).read_text()
    blocks = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w{6})\b", block)) for block in blocks[:2])
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("sheet", "pairs"), [("staff.css", STAFF), ("plain.css", PUBLIC)], ids=["staff", "public"])
def test_everything_can_be_read_and_seen(sheet, pairs, scheme):
    palette = colours(sheet)[scheme]

    too_faint = [(mark, ground) for mark, ground, least in pairs if contrast(palette[mark], palette[ground]) < least]

    assert not too_faint


def test_contrast_is_measured_as_the_guideline_does():
    assert round(contrast("#ffffff", "#000000"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize(("sheet", "most"), BYTES.items())
def test_a_stylesheet_stays_small(sheet, most):
    assert (STATIC / sheet).stat().st_size <= most


@pytest.mark.parametrize("sheet", BYTES)
def test_a_stylesheet_fetches_nothing(sheet):
    text = (STATIC / sheet).read_text()

    assert not re.findall(r"url\(|@import|@font-face|data:[a-z]+/|//", text)


def test_nothing_the_public_pages_load_tells_what_they_are_for():
    telling = re.compile(r"letter|victim|offender|prison|inmate|apolog|correction|crime|harm", re.IGNORECASE)

    found = {name: telling.findall((STATIC / name).read_text()) for name in ("plain.css", "dot.svg")}

    assert found == {"plain.css": [], "dot.svg": []}
