"""What happens to paper on its way through a scanner, from a seeded chance: pictures in mode L, white is 255."""

import io
from collections.abc import Callable, Mapping
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Accident = Callable[[Image.Image, Random], Image.Image]


def askew(side: Image.Image, chance: Random) -> Image.Image:
    return side.rotate(chance.uniform(-5, 5), Image.Resampling.BILINEAR, fillcolor=255)


def blurred(side: Image.Image, chance: Random) -> Image.Image:
    return side.filter(ImageFilter.GaussianBlur(chance.uniform(0.6, 2.2)))


def grainy(side: Image.Image, chance: Random) -> Image.Image:
    """Noise of up to 50 levels either way; Pillow's own cannot be seeded."""
    most = chance.uniform(20, 50)
    noise = Image.frombytes("L", side.size, chance.randbytes(side.width * side.height))
    return ImageChops.add(side, noise.point([round(128 + (v - 128) * most / 128) for v in range(256)]), 1, -128)


def peppered(side: Image.Image, chance: Random) -> Image.Image:
    """Single dots turned black or white, up to six in a hundred."""
    part = chance.randrange(2, 8)
    noise = Image.frombytes("L", side.size, chance.randbytes(side.width * side.height))
    black = ImageChops.darker(side, noise.point([0] * part + [255] * (256 - part)))
    return ImageChops.lighter(black, noise.point([0] * (256 - part) + [255] * part))


def stained(side: Image.Image, chance: Random) -> Image.Image:
    """A blot over one of the three codes, dark enough that nothing is read through it."""
    return _blot(side, chance.choice(CODES), 0.13, chance)


def ringed(side: Image.Image, chance: Random) -> Image.Image:
    """The ring of a cup, anywhere."""
    side, across = side.copy(), side.width
    x, y, half = chance.uniform(0.1, 0.9) * across, chance.uniform(0.1, 0.9) * side.height, 0.19 * across
    ImageDraw.Draw(side).ellipse((x - half, y - half, x + half, y + half), outline=60, width=across // 45)
    return side


def streaked(side: Image.Image, chance: Random) -> Image.Image:
    """Dirt on the glass draws lines along the way of the paper."""
    side = side.copy()
    for _ in range(chance.randrange(1, 4)):
        x, wide = chance.randrange(side.width), chance.randrange(2, 7)
        ImageDraw.Draw(side).rectangle((x, 0, x + wide, side.height), chance.choice((0, 40, 90)))
    return side


def torn(side: Image.Image, chance: Random) -> Image.Image:
    """One corner is missing, with the code that stood there; the glass behind it is dark or white."""
    side, (across, down) = side.copy(), side.size
    x, y, part = chance.choice((0, across)), chance.choice((0, down)), chance.uniform(0.2, 0.42)
    corner = [(x, y), (x + (part if x == 0 else -part) * across, y), (x, y + (part if y == 0 else -part) * across)]
    ImageDraw.Draw(side).polygon(corner, fill=chance.choice((30, 255)))
    return side


def faint(side: Image.Image, chance: Random) -> Image.Image:
    """Little toner, grayish paper."""
    ink, paper = chance.randrange(90, 160), chance.randrange(215, 250)
    return side.point([round(ink + (paper - ink) * level / 255) for level in range(256)])


def pressed(side: Image.Image, chance: Random) -> Image.Image:
    """JPEG at a scanner's smallest files."""
    out = io.BytesIO()
    side.save(out, "JPEG", quality=chance.randrange(12, 40))
    with Image.open(io.BytesIO(out.getvalue())) as again:
        again.load()
        return again.copy()


def faxed(side: Image.Image, chance: Random) -> Image.Image:
    """Two tones at 204 by 98 or 196 dots an inch, and a little larger or smaller than it was."""
    rows = chance.choice((98, 196, 196))
    size = (side.width, max(1, side.height * rows // 200))
    level = chance.randrange(110, 170)
    coarse = side.resize(size, Image.Resampling.BOX).point([0] * level + [255] * (256 - level))
    return coarse.resize(side.size, Image.Resampling.NEAREST)


ACCIDENTS: Mapping[str, Accident] = {
    each.__name__: each
    for each in (askew, blurred, grainy, peppered, stained, ringed, streaked, torn, faint, pressed, faxed)
}

# Where the three codes stand on the sheet, in parts of its width and height.
CODES = ((0.20, 0.154), (0.797, 0.154), (0.50, 0.846))


def without_codes(side: Image.Image, chance: Random) -> Image.Image:
    """Every code spoilt."""
    for place in CODES:
        side = _blot(side, place, 0.12, chance)
    return side


def _blot(side: Image.Image, place: tuple[float, float], half: float, chance: Random) -> Image.Image:
    side, (across, down) = side.copy(), side.size
    x, y, half = place[0] * across, place[1] * down, half * across
    for _ in range(6):
        dx, dy = (chance.uniform(-0.25, 0.25) * half for _ in "xy")
        box = (x + dx - half * 0.8, y + dy - half * 0.8, x + dx + half * 0.8, y + dy + half * 0.8)
        ImageDraw.Draw(side).ellipse(box, fill=chance.choice((20, 60, 90)))
    return side
