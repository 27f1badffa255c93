"""Sheets as a feeder sees them, at 200 dpi: written by pen or pencil, or a back that nobody wrote on."""

import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI = 200
PAPER = 238


def sheet(level: int = PAPER) -> Image.Image:
    return Image.new("L", (1700, 2200), level)


def write_line(page: Image.Image, *, down: float, left: float = 1.0, inches: float = 6.5, **pen: float) -> None:
    """One line of a hand. `contrast` in levels under the paper, `width` of the stroke in inches."""
    dice = random.Random(round(down * 100))
    contrast, width = pen.get("contrast", 190), pen.get("width", 0.013)
    x, end = left * DPI, (left + inches) * DPI
    while x < end:
        word = []
        for _ in range(dice.randrange(6, 24)):
            x += dice.uniform(0.02, 0.06) * DPI
            if x < end:
                word.append((x, (down + dice.uniform(-0.11, 0.05)) * DPI))
        if len(word) > 1:
            shade = round(PAPER - contrast)
            ImageDraw.Draw(page).line(word, fill=shade, width=max(1, round(width * DPI)), joint="curve")
        x += 0.12 * DPI


def written(lines: int = 24, **pen: float) -> Image.Image:
    page = sheet()
    for line in range(lines):
        write_line(page, down=1 + line * 0.38, **pen)
    return softened(page, 0.5)


def softened(page: Image.Image, radius: float) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(radius))


def grainy(page: Image.Image, grain: float) -> Image.Image:
    return ImageChops.add(page, Image.effect_noise(page.size, grain), offset=-128) if grain else page


def shown_through(contrast: int) -> Image.Image:
    """The soft shadow of a written front."""
    page = softened(written(contrast=2 * contrast, width=0.02).transpose(Image.Transpose.FLIP_LEFT_RIGHT), 2.7)
    darkest = PAPER - min(page.tobytes())
    return page.point([round(PAPER - (PAPER - level) * contrast / darkest) for level in range(256)])


def with_holes(page: Image.Image) -> Image.Image:
    for down in (1.25, 5.5, 9.75):
        box = [round(at * DPI) for at in (0.26, down - 0.14, 0.54, down + 0.14)]
        ImageDraw.Draw(page).ellipse(box, fill=25)
    return page


def with_dark_edges(page: Image.Image) -> Image.Image:
    page.paste(30, (0, 0, page.width, 14))
    page.paste(45, (0, 0, 9, page.height))
    return page


def with_staple(page: Image.Image) -> Image.Image:
    ImageDraw.Draw(page).line((70, 60, 126, 116), fill=120, width=4)
    return page


def on_a_dark_lid(page: Image.Image, angle: float) -> Image.Image:
    """Laid crooked on glass larger than it, under a black lid; clockwise."""
    glass = Image.new("L", (page.width + 140, page.height + 160), 25)
    glass.paste(page, (70, 80))
    return glass.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=25)
