"""A facility's import folder: what the office scanner leaves there is taken in, sealed, and removed (R36).

A file that is still being written is left alone. It is removed only when all of it is kept, so that a crash at any
point loses nothing; the same bytes are known again, so that it doubles nothing. `done/` keeps receipts, no paper.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from letterbank.errors import Refusal
from letterbank.ids import Id
from letterbank.permissions import Actor
from letterbank.sandbox import Sandbox
from letterbank.settings import Settings
from letterbank.vault import PieceSeal
from letterbank.work import Office
from screening.scanning import NotAScan
from screening.scanning.arrival import SealedSink, receive
from screening.scanning.refusals import MAX_STACK_BYTES
from screening.stacks import machine, taking_in
from screening.stacks.receipts import Receipt, bring_up_to_date, keep, receipt
from screening.stacks.taking_in import Brought, CameAlready

UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
QUIET_SECONDS = 10.0
IMPORT, OLD_FILES = "import", "old-files"  # the centre's folder stands beside those of the facilities (R32)
_Mark = tuple[int, int, int]  # inode, size, time of the last change


def folders_of(settings: Settings) -> list[tuple[str | None, Path]]:
    """The import folder of each desk served here, after its facility's code; None is the centre's desk."""
    codes: list[str | None] = [*settings.facilities] if "facility" in settings.surfaces else []
    if "central" in settings.surfaces:
        codes.append(None)
    return [(code, settings.home / IMPORT / (code or OLD_FILES)) for code in codes]


@dataclass
class ImportFolder:
    """One folder of one desk. `seen` is how each file looked the last time: what changes is not finished."""

    office: Office
    desk: Actor
    sandbox: Sandbox
    folder: Path
    seen: dict[str, _Mark] = field(default_factory=dict)

    def look(self) -> list[Receipt]:
        """Take in every file that has not changed since the last look, and sort at once; what is new is told."""
        machine.go(self.office, self.desk, self.sandbox)
        with self.office.reading(self.desk) as work:
            news = [keep(self.folder, one) for one in bring_up_to_date(work, self.folder)]
        marks = {file.name: _mark(file) for file in _files(self.folder)}
        finished = [name for name, mark in marks.items() if self.seen.get(name) == mark]
        self.seen = marks
        return news + [self.take(self.folder / name) for name in sorted(finished)]

    def take(self, file: Path, letters: int | None = None) -> Receipt:
        """Take in one finished file and remove it. Raises Refusal when it is not taken in; it then stays."""
        before = _mark(file)
        if before[1] > MAX_STACK_BYTES:
            raise NotAScan("stack-size")
        sink = self._read(file)
        try:
            if _mark(file) != before:
                raise StillWritten(file.name)
            stack_id = self._kept(sink, file.name, letters)
            self._receipt(stack_id, file.name)
            file.unlink()
            machine.go(self.office, self.desk, self.sandbox)
            return self._receipt(stack_id, file.name)
        finally:
            sink.discard()

    def _read(self, file: Path) -> SealedSink:
        return _sealed(file)

    def _kept(self, sink: SealedSink, name: str, letters: int | None) -> Id:
        try:
            return taking_in.take_in(self.office, self.desk, sink, Brought(file=name[:200], letters=letters))
        except CameAlready as known:
            return known.stack_id

    def _receipt(self, stack_id: Id, name: str) -> Receipt:
        with self.office.reading(self.desk) as work:
            return keep(self.folder, receipt(work, stack_id, name))


class StillWritten(Refusal):
    """Somebody is still writing to the file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is still being written. It is left alone until it is finished.")


def _files(folder: Path) -> Iterator[Path]:
    """Real files only: no links, no pipes, nothing hidden, nothing whose name says that it is not finished."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        unfinished = entry.name.startswith((".", "~")) or entry.name.lower().endswith(UNFINISHED)
        if entry.is_file(follow_symlinks=False) and not unfinished:
            yield Path(entry.path)


def _mark(file: Path) -> _Mark:
    now = file.lstat()
    return now.st_ino, now.st_size, now.st_mtime_ns


def _sealed(file: Path) -> SealedSink:
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as source:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise StillWritten(file.name)
        return receive(source, PieceSeal(), limit=MAX_STACK_BYTES)

