"""How a file leaves an import folder: only as it was read, and while nobody writes to it. Otherwise it stays.

It is first taken from its name into `.held/`, where nobody lays another one in its place, and looked at once more.
What a dying process left there comes back at the next look, where its bytes are known again.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from screening.stacks.receipts import own_folder
from screening.stacks.writers import is_open_for_writing

HELD, REFUSED = ".held", "refused"
Mark = tuple[int, int, int]  # inode, size, time of the last change


def mark_of(file: Path) -> Mark | None:
    """None where it is gone."""
    try:
        now = file.lstat()
    except FileNotFoundError:
        return None
    return now.st_ino, now.st_size, now.st_mtime_ns


def remove(file: Path, known: Mark) -> None:
    """Delete it, if it is still what bore this mark; a later look knows its bytes, or takes in what it has become."""
    _leave(file, known, Path.unlink)


def put_away(file: Path, known: Mark | None) -> str:
    """Into `refused/`, under a name that no other one has there; says where, or that it stays."""
    free = _free(own_folder(file.parent, REFUSED), file.name)
    if _leave(file, known, lambda held: held.rename(free)):
        return f"The file lies in {REFUSED}/{in_words(free)} now."
    return "What lies under its name was changed or opened meanwhile: it stays until a later look."


def give_back(folder: Path) -> None:
    """What is held lies in the folder again: under its own name, or beside what has come under that."""
    place = folder / HELD
    if place.is_symlink() or not place.is_dir():
        return
    for held in sorted(one.name for one in os.scandir(place) if one.is_file(follow_symlinks=False)):
        (place / held).rename(_free(folder, held))
    with suppress(OSError):  # somebody laid a folder into it
        place.rmdir()


def in_words(file: Path) -> str:
    """Its name as it can be shown and kept, whatever bytes a scanner put into it; at most 200 signs."""
    return os.fsencode(file.name).decode("utf-8", "replace")[:200]


def _leave(file: Path, known: Mark | None, leave: Callable[[Path], object]) -> bool:
    if not _is_as_read(file, known):
        return False
    held = own_folder(file.parent, HELD) / file.name
    try:
        file.rename(held)
        as_read = _is_as_read(held, known)
        if as_read:
            leave(held)
        return as_read
    finally:
        give_back(file.parent)


def _is_as_read(file: Path, known: Mark | None) -> bool:
    """Writers first: whoever has stopped writing has left another mark."""
    return not is_open_for_writing(file) and mark_of(file) == known


def _free(place: Path, name: str) -> Path:
    """The name itself where nothing has it there."""
    plain = Path(name)
    names = (name, *(f"{plain.stem[:50]} ({number}){plain.suffix[:10]}" for number in range(2, 1_000)))
    return next(place / one for one in names if not os.path.lexists(place / one))
