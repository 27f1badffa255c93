"""A stack's bytes come in: sealed piece by piece, in short units of work, whole or not at all (R36).

A process that dies on the way leaves a stack that is still arriving: nothing is read of it, and it is broken off.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Protocol

from sqlalchemy import delete, select

from letterbank.audit import record as write_down
from letterbank.errors import Missing, RuleBroken
from letterbank.ids import Id, new_number
from letterbank.permissions import Actor, Permission, must
from letterbank.vault import LetterKey, opening
from letterbank.vault.keys import destroy
from letterbank.vault.ring import domain_of
from letterbank.vault.sealed import SORT
from letterbank.work import Office, Work
from letterbank.workflow import take
from screening.stacks.model import NOT_A_SCAN, Stack, StackPiece, StackSide, StackStage
from screening.stacks.workflow import STACKS, Step

MOST_LETTERS = 200
KEPT_ARRIVING = timedelta(hours=2)
_RUN = 8  # pieces a unit of work
_CAME = (StackStage.WAITING, StackStage.QUARANTINED, StackStage.LAID_OUT, StackStage.SEPARATED, StackStage.REFUSED)


class Arrival(Protocol):
    """A file that lies somewhere sealed, or is read from a folder, a mebibyte at a time."""

    @property
    def size(self) -> int: ...

    @property
    def sha256(self) -> str: ...

    def pieces(self) -> Iterator[bytes]: ...


class CameAlready(RuleBroken):
    """The very same bytes are here. `stack_id` is where they went."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(f"This very file came in before, as stack {stack.number}. Nothing was taken in twice.")
        self.stack_id = stack.id


@dataclass(frozen=True, kw_only=True, repr=False)
class Brought:
    """`file` is the name it has with its owner; `letters` how many cover sheets were counted in the paper, if so."""

    file: str
    letters: int | None = None


def take_in(office: Office, actor: Actor, arrival: Arrival, brought: Brought) -> Id:
    """The new stack's id, waiting to be sorted. Raises CameAlready, RuleBroken; then nothing is kept."""
    with office.writing(actor) as work:
        _must_be_new(work, arrival.sha256)
        stack_id = _begin(work, arrival, brought).id
    pieces, ordinal = arrival.pieces(), 0
    while run := list(islice(pieces, _RUN)):
        with office.writing(actor) as work:
            _keep(work, find(work, stack_id), ordinal, run)
        ordinal += len(run)
    with office.writing(actor) as work:
        stack = find(work, stack_id)
        take(work, STACKS, Step.ARRIVE, stack)
    return stack_id


def refuse_unread(work: Work, file: str, size: int, reason: str) -> Id:
    """A file too large to be read leaves a stack that somebody sees, and nothing of itself (P6)."""
    before = _refused_unread(work, file, size)
    if before:
        return before.id
    stack = _begin(work, _Unread(size), Brought(file=file))
    refuse(work, stack, reason)
    return stack.id


def refuse(work: Work, stack: Stack, reason: str) -> None:
    """No scan at all: nothing of it is kept but the sentence and, until a person has seen them, the file's name."""
    stack.findings = json.dumps([{"reason": f"{NOT_A_SCAN}{reason}", "sides": []}])
    take(work, STACKS, Step.REFUSE, stack)
    drop_paper(work, stack)


def came_before(work: Work, sha256: str) -> Stack | None:
    """The stack that these very bytes became at this desk; one that was sent back to the scanner does not count."""
    same = select(Stack).where(Stack.desk == work.actor.place, Stack.sha256 == sha256, Stack.stage.in_(_CAME))
    return work.session.scalar(same.limit(1))


def find(work: Work, stack_id: Id) -> Stack:
    """Raises Missing alike for another desk's stack and one that is not there."""
    stack = work.session.get(Stack, stack_id)
    if stack is None or stack.desk != work.actor.place:
        raise Missing
    return stack


def break_off_the_abandoned(work: Work) -> None:
    """What stopped arriving long ago will not go on."""
    old = select(Stack).where(
        Stack.desk == work.actor.place, Stack.stage == StackStage.ARRIVING, Stack.since < work.now - KEPT_ARRIVING
    )
    for stack in work.session.scalars(old).all():
        take(work, STACKS, Step.BREAK_OFF, stack)
        drop_paper(work, stack)


def drop_paper(work: Work, stack: Stack) -> None:
    """Pieces and sides are deleted. The file's name stays, sealed, until a person has seen what became of it (P6)."""
    for table in (StackPiece, StackSide):
        work.session.execute(delete(table).where(table.stack_id == stack.id))


def forget(work: Work, stack: Stack) -> None:
    """Nothing of it is left here: pieces and sides are deleted, the key is destroyed (R36, P9)."""
    drop_paper(work, stack)
    destroy(work, LetterKey, stack.id)
    write_down(work, "stack forgotten", stack.subject)


def _must_be_new(work: Work, sha256: str) -> None:
    before = came_before(work, sha256)
    if before:
        raise CameAlready(before)


def _refused_unread(work: Work, file: str, size: int) -> Stack | None:
    """There is no digest to know it by: until a person has seen it, the same name and size are the same file."""
    alike = select(Stack).where(
        Stack.desk == work.actor.place, Stack.stage == StackStage.REFUSED, Stack.sha256 == _Unread.sha256,
        Stack.size == size,
    )  # fmt: skip
    return next((stack for stack in work.session.scalars(alike).all() if opening(work, stack, SORT).file == file), None)


@dataclass(frozen=True)
class _Unread:
    """Nobody knows the digest of what was not read, so nothing that is read later is taken for the same file."""

    size: int
    sha256: str = ""


def _begin(work: Work, arrival: Arrival | _Unread, brought: Brought) -> Stack:
    must(work.actor, Permission.SCAN_BRING)
    if brought.letters is not None and not 1 <= brought.letters <= MOST_LETTERS:
        raise RuleBroken(f"A stack has from 1 to {MOST_LETTERS} letters. Count its cover sheets again.")
    stack = Stack(
        id=work.new_id(), number=new_number(work.ids), desk=work.actor.place, stage=StackStage.ARRIVING,
        since=work.now, brought_by=work.actor.id, brought_at=work.now, size=arrival.size, sha256=arrival.sha256,
        letters=brought.letters, sides_read=0,
    )  # fmt: skip
    work.vault.new_key(work, LetterKey, stack.id, domain_of(stack.desk))
    work.vault.seal(work, stack, file=brought.file)
    work.session.add(stack)
    work.session.flush()
    write_down(work, "stack begun", stack.subject, bytes=arrival.size, sha256=arrival.sha256)
    return stack


def _keep(work: Work, stack: Stack, start: int, run: list[bytes]) -> None:
    for ordinal, content in enumerate(run, start):
        piece = StackPiece(stack_id=stack.id, ordinal=ordinal, desk=stack.desk)
        work.vault.seal(work, piece, content=content)
        work.session.add(piece)
        work.session.flush()
        work.session.expunge(piece)
