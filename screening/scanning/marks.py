"""Runs in the sandbox: what a side says of itself by the marks of a cover sheet."""

from PIL import Image

from screening.scanning.sides import Reading


def read_marks(sheet: Image.Image) -> Reading:
    """What stands on a sheet at 200 dpi, mode L or 1, however it lay on the glass."""
    return Reading()
