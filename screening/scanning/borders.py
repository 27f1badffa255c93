"""Runs in the sandbox: the dark borders a scanner's lid leaves around a sheet, and the box that lies within them.

Only whole rows and columns of nothing but dark are lost. Writing that runs to the edge is not dark all along it.
"""

from itertools import takewhile

from PIL import Image

from screening.scanning.ink import numbers

_DARK, _DUSK = 110, 180  # levels: the border, and where it fades into the paper
_ALL, _NEARLY_ALL = 0.985, 0.9
_WIDEST = 0.1  # of the side: what is dark beyond is no border but a picture
_FADING = 3  # dots
_CORNER = 0.04  # of its length: there a sheet that lies askew shows
_LIGHT, _TILE, _SOME = 150, 4, 60  # a level; dots; 255ths of a tile: the tip of a stroke, and no single dot of dust
_ALL_AROUND = 7  # of eight places

Box = tuple[int, int, int, int]


def within_borders(gray: Image.Image) -> Box:
    """In dots of this picture. The whole of it where there is no border that may be lost."""
    left, right = _borders(gray, (gray.width, 1))
    top, bottom = _borders(gray, (1, gray.height))
    width, height = gray.size
    return (
        left if _is_only_dark(gray.crop((0, 0, left, height))) else 0,
        top if _is_only_dark(gray.crop((0, 0, width, top))) else 0,
        width - (right if _is_only_dark(gray.crop((width - right, 0, width, height))) else 0),
        height - (bottom if _is_only_dark(gray.crop((0, height - bottom, width, height))) else 0),
    )


def lies_on_dark(gray: Image.Image) -> bool:
    """Whether the paper lies whole within the picture, with a dark lid all around it."""
    across, down = ((0, side // 2, side - 1) for side in gray.size)
    rim = [gray.getpixel((x, y)) for x in across for y in down if (x, y) != (across[1], down[1])]
    return sum(isinstance(level, int) and level < _DARK for level in rim) >= _ALL_AROUND


def _is_only_dark(border: Image.Image) -> bool:
    """Whether nothing light stands in it, such as white words on a black band; its corners and where it fades aside."""
    width, height = border.size
    along, across = max(border.size), min(border.size)
    corner, fading = round(_CORNER * along), _FADING + 1
    if across <= 2 * fading:
        return True
    ends = (corner, fading) if width > height else (fading, corner)
    inside = border.crop((*ends, width - ends[0], height - ends[1]))
    light = inside.point([0] * _LIGHT + [255] * (256 - _LIGHT))
    return max(light.reduce(_TILE).tobytes()) < _SOME


def _borders(gray: Image.Image, lines: tuple[int, int]) -> tuple[int, int]:
    if not any(_is_dark(gray.crop(line)) for line in _first_and_last(gray.size, lines)):
        return 0, 0  # as on most sheets, and found without counting every dot
    dark = _shares(gray, _DARK, lines)
    wide = _wide(dark), _wide(dark[::-1])
    if not any(wide):
        return 0, 0
    dusk = _shares(gray, _DUSK, lines)
    return _border(wide[0], dusk), _border(wide[1], dusk[::-1])


def _first_and_last(size: tuple[int, int], lines: tuple[int, int]) -> tuple[Box, Box]:
    width, height = size
    if lines[0] == width:
        return (0, 0, 1, height), (width - 1, 0, width, height)
    return (0, 0, width, 1), (0, height - 1, width, height)


def _is_dark(line: Image.Image) -> bool:
    return sum(line.histogram()[:_DARK]) >= _ALL * line.width * line.height


def _wide(dark: list[float]) -> int:
    """How many lines from the first on are nothing but dark; 0 where that is no border."""
    wide = sum(1 for _ in takewhile(lambda share: share >= _ALL, dark))
    return wide if wide <= _WIDEST * len(dark) else 0


def _border(wide: int, dusk: list[float]) -> int:
    """How many lines from the first on are border, with those where it fades."""
    if not wide:
        return 0
    return wide + sum(1 for _ in takewhile(lambda share: share >= _NEARLY_ALL, dusk[wide : wide + _FADING]))


def _shares(gray: Image.Image, level: int, lines: tuple[int, int]) -> list[float]:
    """Of each row or column, the share that is darker than this."""
    darker = gray.point([255] * level + [0] * (256 - level))
    return [share / 255 for share in numbers(darker.resize(lines, Image.Resampling.BOX))]
