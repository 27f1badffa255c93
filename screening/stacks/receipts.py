"""Receipts of an import folder: name, digest, when and which letters, and never a page (R36).

A receipt is written before its file is removed, and told the end of the story when there is one.
"""

import errno
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select

from letterbank.ids import Id
from letterbank.work import Work
from screening.stacks import showing
from screening.stacks.model import Stack, StackStage
from screening.stacks.showing import OPEN

DONE = "done"
_WAITING = ".waiting.json"
_WITH_REASONS = (StackStage.QUARANTINED, StackStage.REFUSED)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One file and what became of it. `stack` is its number; `letters` the numbers of the letters it brought."""

    name: str
    sha256: str
    stack: str
    stage: str
    words: str
    letters: tuple[str, ...]
    when: str


def receipt(work: Work, stack_id: Id, name: str) -> Receipt:
    """How it stands now. `when` is when the stack came to its stage, in UTC."""
    stack = work.session.get_one(Stack, stack_id)
    seen = showing.seen(work, stack)
    why = [what for _where, what, _todo in seen.findings] if seen.stage in _WITH_REASONS else []
    return Receipt(
        name=name, sha256=stack.sha256, stack=seen.number, stage=seen.stage, words=" ".join([seen.words, *why]),
        letters=tuple(number for number, _id, _sides in seen.filed), when=seen.since.isoformat(timespec="seconds"),
    )  # fmt: skip


def not_begun(name: str, sentence: str) -> Receipt:
    """A file of which no stack was made. It gets no receipt in the folder: nothing of it came in."""
    return Receipt(name=name, sha256="", stack="", stage="refused", words=sentence, letters=(), when="")


def keep(folder: Path, one: Receipt) -> Receipt:
    """Write it down; a stack that has ended has one receipt, and none that waits."""
    place = own_folder(folder, DONE)
    waiting = place / f"{one.stack}{_WAITING}"
    _write(waiting if one.stage in OPEN else _ended(place, one), one)
    if one.stage not in OPEN:
        waiting.unlink(missing_ok=True)
    return one


def own_folder(folder: Path, name: str) -> Path:
    """A folder of ours within an import folder, made if not there. Raises OSError where a link lies in its place."""
    place = folder / name
    place.mkdir(mode=0o700, exist_ok=True)
    if place.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, f"{name}/ is a link, and must be a folder of its own", str(place))
    return place


def _ended(place: Path, one: Receipt) -> Path:
    """The same paper may come again under another name: each name has its receipt."""
    names = (f"{one.stack}.json", *(f"{one.stack} ({number}).json" for number in range(2, 1_000)))
    return next(place / name for name in names if _written(place / name).get("name", one.name) == one.name)


def _written(file: Path) -> dict[str, str]:
    """What a receipt says; nothing where there is none, or where it was spoilt by a full disk or by hand."""
    try:
        said = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def bring_up_to_date(work: Work, folder: Path) -> Iterator[Receipt]:
    """The receipts whose stacks have come to another stage since they were written."""
    for file in sorted((folder / DONE).glob(f"*{_WAITING}")):
        written, number = _written(file), file.name.removesuffix(_WAITING)
        named = select(Stack.id).where(Stack.desk == work.actor.place, Stack.number == number)
        if sha256 := written.get("sha256"):
            named = named.where(Stack.sha256 == sha256)
        stack_id = work.session.scalar(named)
        if stack_id:
            now = receipt(work, stack_id, written.get("name", "?"))
            if now.stage != written.get("stage"):
                yield now


def _write(file: Path, one: Receipt) -> None:
    fresh = file.with_name(file.name + ".new")
    with fresh.open("w") as made:
        json.dump(asdict(one), made, indent=2, ensure_ascii=False)
        made.flush()
        os.fsync(made.fileno())
    fresh.replace(file)
