"""The throw-away home of a demonstration, told from a real one by a mark that only `letterbank demo` writes.

A home without the mark is never filled, walked through or removed by the demonstration.
"""

import os
import shutil
import tempfile
from enum import StrEnum
from pathlib import Path

from letterbank.errors import RuleBroken

MARK = "demonstration"


class Filled(StrEnum):
    """How far the filling came. A home that says `BEGUN` was left half-made and is made anew."""

    BEGUN = "begun"
    PEOPLE = "people and register"
    WHOLE = "people and letters"


def default_home() -> Path:
    """A folder of this user under the system's temporary folder."""
    return Path(tempfile.gettempdir()) / f"letterbank-demonstration-{os.geteuid()}"


def must_be_demonstration(home: Path) -> None:
    """Raises RuleBroken for a folder that holds anything but a demonstration of this user."""
    if home.is_symlink() or (home.exists() and not home.is_dir()):
        raise RuleBroken(f"{home} is not a folder. Name another one with --home; nothing was changed.")
    if not home.exists():
        return
    if home.stat().st_uid != os.geteuid():
        raise RuleBroken(f"{home} belongs to somebody else. Name another folder with --home; nothing was changed.")
    if any(home.iterdir()) and filled(home) is None:
        raise RuleBroken(
            f"{home} is not a demonstration, so the demonstration leaves it alone. Name a new folder with --home."
        )


def filled(home: Path) -> Filled | None:
    mark = home / MARK
    if mark.is_symlink() or not mark.is_file():
        return None
    words = mark.read_text().strip()
    return Filled(words) if words in set(Filled) else None


def mark(home: Path, how: Filled) -> None:
    (home / MARK).write_text(f"{how}\n")


def throw_away(home: Path) -> None:
    """Remove a demonstration and everything in it."""
    must_be_demonstration(home)
    if home.exists():
        shutil.rmtree(home)
