"""The throw-away home of a demonstration, told from a real one by a mark that only `letterbank demo` writes.

A home without the mark is never filled, walked through or removed by the demonstration.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from letterbank.errors import RuleBroken
from letterbank.installation import DEMONSTRATION
from letterbank.migrations import HERE as STEPS


class Filled(StrEnum):
    """How far the filling came. What was left half-made, or made by another version, is made anew."""

    BEGUN = "begun"
    OLD = "of another version"
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
    """How far, or None where no demonstration is; `OLD` when another version of letterbank made it."""
    mark = home / DEMONSTRATION
    if mark.is_symlink() or not mark.is_file():
        return None
    words, _, version = mark.read_text().strip().partition("\n")
    if words not in set(Filled):
        return None
    return Filled(words) if version == _version() else Filled.OLD


def mark(home: Path, how: Filled) -> None:
    (home / DEMONSTRATION).write_text(f"{how}\n{_version()}\n")


def _version() -> str:
    """What the tables of this version of letterbank are made by."""
    steps = sorted(STEPS.glob("*/*.py"))
    return hashlib.sha256(b"".join(step.read_bytes() for step in steps)).hexdigest()[:16]


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Nobody else makes, serves or throws away this demonstration meanwhile. Raises RuleBroken where somebody does."""
    home.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(home.with_name(f"{home.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise RuleBroken(
            f"The demonstration in {home} is in use. Stop it first, or make another one: letterbank --home DIR demo"
        ) from None
    finally:
        os.close(lock)


def throw_away(home: Path) -> None:
    """Remove a demonstration and everything in it."""
    must_be_demonstration(home)
    if home.exists():
        shutil.rmtree(home)
