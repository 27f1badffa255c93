"""A facility's import folder: what the office scanner leaves there is taken in, sealed, and removed (R36).

A file that is still being written is left alone. It is removed only when all of it is kept and was found to be a
scan, so that neither a crash nor a refusal loses it; the same bytes are known again, so that it doubles nothing. What
is refused goes to `refused/`, for a person. `done/` keeps receipts, no paper.
"""

import fcntl
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
from screening.stacks.leaving import HELD, REFUSED, Mark, give_back, in_words, mark_of, put_away, remove
from screening.stacks.model import StackStage
from screening.stacks.receipts import DONE, Receipt, bring_up_to_date, keep, not_begun, receipt
from screening.stacks.taking_in import Brought, CameAlready
from screening.stacks.writers import is_open_for_writing

UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
QUIET_SECONDS = 10.0
IMPORT, OLD_FILES = "import", "old-files"  # the centre's folder stands beside those of the facilities (R32)
# A number that stands alone: no date's day and no cell's number, which end other words or follow other numbers.
_COUNT = re.compile(
    r"(?:^|(?<=[\s,_(\[{]))(?<!\d_)(?<!\d{4} \d\d )(\d{1,3})[ _-]?letters?(?![a-z])", re.IGNORECASE
)
_TAKEN = frozenset({StackStage.QUARANTINED, StackStage.LAID_OUT, StackStage.SEPARATED})


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
    seen: dict[str, Mark] = field(default_factory=dict)

    def look(self) -> list[Receipt]:
        """Take in every file that has not changed since the last look, and sort at once; what is new is told."""
        with alone_in(self.folder):
            return self._look()

    def _look(self) -> list[Receipt]:
        give_back(self.folder)
        machine.go(self.office, self.desk, self.sandbox)
        with self.office.reading(self.desk) as work:
            news = [keep(self.folder, one) for one in bring_up_to_date(work, self.folder)]
        marks = {file.name: mark for file in _files(self.folder) if (mark := mark_of(file))}
        quiet = [name for name, mark in marks.items() if self.seen.get(name) == mark]
        finished = [name for name in quiet if not is_open_for_writing(self.folder / name)]
        self.seen = marks
        return news + [self._take_or_put_away(self.folder / name) for name in sorted(finished)]

    def take(self, file: Path, letters: int | None = None) -> Receipt:
        """Take in one finished file, and remove it once it was found to be a scan; until then it stays.

        Raises Refusal when it is not taken in.
        """
        with alone_in(self.folder):
            give_back(self.folder)
            return self._take(file, letters)

    def _take(self, file: Path, letters: int | None = None) -> Receipt:
        before = mark_of(file)
        if before is None:
            raise Gone(in_words(file))
        if before[1] > MAX_STACK_BYTES:
            raise TooLarge
        sink = self._read(file)
        try:
            if is_open_for_writing(file) or mark_of(file) != before:
                raise StillWritten(in_words(file))
            name = in_words(file)
            stack_id = self._kept(sink, name, letters or letters_named(name))
            self._receipt(stack_id, name)
            machine.go(self.office, self.desk, self.sandbox)
            told = self._receipt(stack_id, name)
            if told.stage in _TAKEN:
                remove(file, before)
            return told
        finally:
            sink.discard()

    def _take_or_put_away(self, file: Path) -> Receipt:
        """One file that cannot be taken in keeps no other one waiting."""
        name, known = in_words(file), mark_of(file)
        try:
            told = self._taken_or_told(file)
            if told.stage != StackStage.REFUSED:
                return told
            return replace(told, words=f"{told.words} {put_away(file, known)}")
        except (StillWritten, Gone) as refused:
            return not_begun(name, refused.sentence)
        except OSError as fault:
            return not_begun(name, f"{name} cannot be read or moved: {fault.strerror}. It is tried again.")

    def _taken_or_told(self, file: Path) -> Receipt:
        try:
            return self._take(file)
        except TooLarge:
            with self.office.writing(self.desk) as work:
                refused = taking_in.refuse_unread(work, in_words(file), file.lstat().st_size, TooLarge.why)
            return self._receipt(refused, in_words(file))

    def _read(self, file: Path) -> SealedSink:
        return _sealed(file)

    def _kept(self, sink: SealedSink, name: str, letters: int | None) -> Id:
        try:
            return taking_in.take_in(self.office, self.desk, sink, Brought(file=name, letters=letters))
        except CameAlready as known:
            return known.stack_id

    def _receipt(self, stack_id: Id, name: str) -> Receipt:
        with self.office.reading(self.desk) as work:
            return keep(self.folder, receipt(work, stack_id, name))


class StillWritten(Refusal):
    """Somebody is still writing to the file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is still being written. It is left alone until it is finished.")


class TooLarge(NotAScan):
    """More than a stack may be. It is not read at all."""

    why = "stack-size"

    def __init__(self) -> None:
        super().__init__(self.why)


class Gone(Refusal):
    """Somebody has taken the file away."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not there any more. Nothing of it was taken in.")


def letters_named(name: str) -> int | None:
    """The cover sheets counted in the paper, where the file's name says so: `Monday 12 letters.pdf`.

    None where it could be another number, or says two: then a person is asked.
    """
    counts = {int(count) for count in _COUNT.findall(name)}
    return counts.pop() if len(counts) == 1 and counts <= set(range(1, taking_in.MOST_LETTERS + 1)) else None


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Two watchers on one folder take turns, so that neither reads what the other is taking in."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def never_read(folder: Path) -> list[str]:
    """The names of what no look takes in: links, pipes, and folders other than our own."""
    passed_over = (one for one in _within(folder) if not (_is_a_file(one) or _is_our_own(one)))
    return [in_words(Path(one)) for one in passed_over]


def _files(folder: Path) -> Iterator[Path]:
    """Real files only, nothing hidden, nothing whose name says that it is not finished."""
    for one in _within(folder):
        unfinished = one.name.startswith((".", "~")) or one.name.lower().endswith(UNFINISHED)
        if _is_a_file(one) and not unfinished:
            yield Path(one)


def _within(folder: Path) -> list["os.DirEntry[str]"]:
    return sorted(os.scandir(folder), key=lambda one: one.name)


def _is_a_file(one: "os.DirEntry[str]") -> bool:
    return one.is_file(follow_symlinks=False)


def _is_our_own(one: "os.DirEntry[str]") -> bool:
    return one.name in (DONE, REFUSED, HELD) and one.is_dir(follow_symlinks=False)


def _sealed(file: Path) -> SealedSink:
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as source:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise StillWritten(in_words(file))
        return receive(source, PieceSeal(), limit=MAX_STACK_BYTES)

