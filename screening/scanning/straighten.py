"""Runs in the sandbox: a sheet as it would lie if it had been laid straight on the glass, under a white lid."""

import math

from PIL import Image

from screening.scanning.borders import lies_on_dark, within_borders
from screening.scanning.deskew import lean
from screening.scanning.ink import Ink, ink_of
from screening.scanning.pictures import two_toned

_NOTICED = 0.4  # degrees; turning costs a little sharpness, so what nobody sees is left
_A_SPECK = 0.0005  # of the rim


def straightened(sheet: Image.Image) -> tuple[Image.Image, Ink]:
    """Small angles turned back, dark borders cut off; nothing written is lost by either."""
    ink = ink_of(sheet)
    angle = lean(ink)
    if abs(angle) >= _NOTICED:
        sheet = _turned_back(sheet, angle, ink)
        ink = ink_of(sheet)
    box = within_borders(ink.gray)
    if box == (0, 0, *ink.gray.size):
        return sheet, ink
    sheet = sheet.crop(_on_the_sheet(box, sheet, ink))
    return sheet, ink_of(sheet)


def _turned_back(sheet: Image.Image, angle: float, ink: Ink) -> Image.Image:
    dark = lies_on_dark(ink.gray)
    around = 0 if dark else max(range(128, 256), key=sheet.convert("L").histogram().__getitem__)
    grows = not dark and _is_written_near_the_edge(ink, angle)
    turned = sheet.convert("L").rotate(angle, Image.Resampling.BICUBIC, expand=grows or dark, fillcolor=around)
    return two_toned(turned) if sheet.mode == "1" else turned


def _is_written_near_the_edge(ink: Ink, angle: float) -> bool:
    """Whether turning within the same sheet would cut something off."""
    rim = math.ceil(math.tan(math.radians(abs(angle))) * max(ink.gray.size) / 2)
    marks = ink.marks(ink.threshold)
    everywhere = marks.histogram()[255]
    inside = marks.crop((rim, rim, marks.width - rim, marks.height - rim)).histogram()[255]
    return everywhere - inside > _A_SPECK * rim * 2 * sum(marks.size)


def _on_the_sheet(box: tuple[int, int, int, int], sheet: Image.Image, ink: Ink) -> tuple[int, int, int, int]:
    across, down = sheet.width / ink.gray.width, sheet.height / ink.gray.height
    left, top, right, bottom = box
    return math.floor(left * across), math.floor(top * down), math.ceil(right * across), math.ceil(bottom * down)
