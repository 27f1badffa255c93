"""Runs in the sandbox: what a side says of itself by the marks of a cover sheet."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Reading:
    """`codes` are the texts of every cover-sheet code on the side, each once; a claim until it is looked up.

    `turn` is by how many degrees clockwise the side must be turned to stand upright, where a code tells; `damaged`
    says that a cover sheet's marks are there and none of its codes could be read.
    """

    codes: tuple[str, ...] = ()
    turn: int = 0
    damaged: bool = False


def read_marks(sheet: Image.Image) -> Reading:
    """What stands on a sheet at 200 dpi, mode L or 1, however it lay on the glass."""
    return Reading()
