"""Receipts of an import folder: name, digest, when and which letters, and never a page (R36).

A receipt is written before its file is removed, and told the end of the story when there is one.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select

from letterbank.ids import Id
from letterbank.work import Work
from screening.stacks import showing
from screening.stacks.model import Stack
from screening.stacks.showing import OPEN

DONE = "done"
_WAITING = ".waiting.json"


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
    return Receipt(
        name=name, sha256=stack.sha256, stack=seen.number, stage=seen.stage, words=seen.words,
        letters=tuple(number for number, _id, _sides in seen.filed), when=seen.since.isoformat(timespec="seconds"),
    )  # fmt: skip


def not_begun(name: str, sentence: str) -> Receipt:
    """A file of which no stack was made. It gets no receipt in the folder: nothing of it came in."""
    return Receipt(name=name, sha256="", stack="", stage="refused", words=sentence, letters=(), when="")


def keep(folder: Path, one: Receipt) -> Receipt:
    """Write it down; a stack that has ended has one receipt, and none that waits."""
    place = folder / DONE
    place.mkdir(mode=0o700, exist_ok=True)
    waiting, ended = place / f"{one.stack}{_WAITING}", place / f"{one.stack}.json"
    _write(waiting if one.stage in OPEN else ended, one)
    if one.stage not in OPEN:
        waiting.unlink(missing_ok=True)
    return one


def bring_up_to_date(work: Work, folder: Path) -> Iterator[Receipt]:
    """The receipts whose stacks have come to another stage since they were written."""
    for file in sorted((folder / DONE).glob(f"*{_WAITING}")):
        written = json.loads(file.read_text())
        named = select(Stack.id).where(Stack.desk == work.actor.place, Stack.number == written["stack"])
        stack_id = work.session.scalar(named.where(Stack.sha256 == written["sha256"]))
        if stack_id:
            now = receipt(work, stack_id, written["name"])
            if now.stage != written["stage"]:
                yield now


def _write(file: Path, one: Receipt) -> None:
    fresh = file.with_name(file.name + ".new")
    with fresh.open("w") as made:
        json.dump(asdict(one), made, indent=2, ensure_ascii=False)
        made.flush()
        os.fsync(made.fileno())
    fresh.replace(file)
