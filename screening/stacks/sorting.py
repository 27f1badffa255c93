"""Sorting one stack: every side made clean and read, then all of its letters get their pages at once, or none does.

Reading is slow and happens between units of work, a side at a time; what a dying process has begun, another one begins
anew. Filing is one unit of work: after it the letters have their pages and the stack is gone, or nothing happened.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm.exc import StaleDataError

from letterbank.audit import record as write_down
from letterbank.errors import RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.permissions import Actor
from letterbank.sandbox import Sandbox
from letterbank.vault import opening_many
from letterbank.vault.sealed import SORT
from letterbank.work import Office, Work
from letterbank.workflow import take
from screening.scanning import NotAScan, Side, read_sides
from screening.scanning.doubts import Doubt, Finding, Reason
from screening.scanning.separation import Separated, separate
from screening.sheets.genuine import known
from screening.stacks import filing
from screening.stacks.filing import Facts
from screening.stacks.model import Stack, StackPiece, StackSide, StackStage
from screening.stacks.taking_in import find, forget, refuse
from screening.stacks.workflow import STACKS, Step

LEASE = timedelta(minutes=5)
_RUN = 4  # pieces opened at a time, under one entry of the audit
_TRIES = 3
NOT_TURNED = Doubt((Finding(Reason.NOT_TURNED),))


@dataclass(frozen=True)
class Sorter:
    """One desk's machine at work."""

    office: Office
    actor: Actor
    sandbox: Sandbox

    def sort_next(self) -> Id | None:
        """Sort the stack that has waited longest here; its id, or None when none waits."""
        stack_id = self._claim()
        if stack_id is None:
            return None
        try:
            self._read(stack_id)
        except NotAScan as refused:
            self._refuse(stack_id, refused.reason)
        else:
            self._judge(stack_id)
        return stack_id

    def _claim(self) -> Id | None:
        with self.office.writing(self.actor) as work:
            free = or_(Stack.claimed_until.is_(None), Stack.claimed_until <= work.now)
            waiting = select(Stack).where(Stack.desk == self.actor.place, Stack.stage == StackStage.WAITING, free)
            oldest = waiting.order_by(Stack.since, Stack.id).limit(1).with_for_update(skip_locked=True)
            stack = work.session.scalar(oldest)
            if stack is None:
                return None
            stack.claimed_by, stack.claimed_until = self.actor.id, work.now + LEASE
            return stack.id

    def _read(self, stack_id: Id) -> None:
        """Make every side clean, unless that was done before. Raises NotAScan."""
        with self.office.writing(self.actor) as work:
            stack = find(work, stack_id)
            if stack.sides_in_all is not None:
                return
            stack.sides_read = 0
            work.session.execute(delete(StackSide).where(StackSide.stack_id == stack_id))
            source = SealedStack(self.office, self.actor, stack_id, stack.size)
        ordinal = 0
        for ordinal, side in enumerate(read_sides(self.sandbox, source), 1):
            with self.office.writing(self.actor) as work:
                _keep(work, find(work, stack_id), ordinal, side)
        with self.office.writing(self.actor) as work:
            stack = find(work, stack_id)
            stack.sides_in_all = ordinal
            work.session.execute(delete(StackPiece).where(StackPiece.stack_id == stack_id))
            write_down(work, "stack read", stack.subject, sides=ordinal)

    def _refuse(self, stack_id: Id, reason: str) -> None:
        with self.office.writing(self.actor) as work:
            refuse(work, find(work, stack_id), reason)

    def _judge(self, stack_id: Id) -> None:
        """Turn what lies turned, then file. A sheet may change meanwhile; then it is judged anew."""
        for _ in range(_TRIES):
            with self.office.reading(self.actor) as work:
                found = verdict(work, find(work, stack_id))
            try:
                if isinstance(found, Separated):
                    filing.turn_sides(self, stack_id, found)
            except NotAScan:
                with self.office.writing(self.actor) as work:
                    _put_aside(work, find(work, stack_id), NOT_TURNED)
                return
            try:
                with self.office.writing(self.actor) as work:
                    self._settle(work, find(work, stack_id), found)
                return
            except (RuleBroken, WrongStage, StaleDataError):
                continue
        raise WrongStage("The letters of this stack keep changing while it is sorted.")

    def _settle(self, work: Work, stack: Stack, found: Separated | Doubt) -> None:
        if verdict(work, stack) != found:
            raise WrongStage("A cover sheet has changed.")
        if isinstance(found, Doubt):
            _put_aside(work, stack, found)
            return
        stack.claimed_by = stack.claimed_until = None
        layout = filing.layout_of(work, found)
        if stack.laid_out_by:  # a doubt stood against it once: a second person looks, as at any layout
            stack.layout = filing.spell(layout)
            take(work, STACKS, Step.SHOW, stack)
            return
        filing.file_letters(work, stack, layout, SORT)
        take(work, STACKS, Step.SEPARATE, stack)
        forget(work, stack)


def verdict(work: Work, stack: Stack) -> Separated | Doubt:
    """What the sheets say of this stack today."""
    facts = [Facts.of(side) for side in stack.sides]
    texts = {text for one in facts for text in one.reading.codes}
    return separate(facts, known(work, texts), letters=stack.letters)


def _put_aside(work: Work, stack: Stack, found: Doubt) -> None:
    stack.claimed_by = stack.claimed_until = None
    stack.findings = json.dumps([{"reason": one.reason, "sides": one.sides} for one in found.findings])
    take(work, STACKS, Step.PUT_ASIDE, stack)


def _keep(work: Work, stack: Stack, ordinal: int, side: Side) -> None:
    page, reading = side.page, side.reading
    kept = StackSide(
        id=work.new_id(), stack_id=stack.id, desk=stack.desk, ordinal=ordinal, width=page.width, height=page.height,
        kind=page.kind.media_type, blank=side.blank, codes="\n".join(reading.codes), turn=reading.turn,
        damaged=reading.damaged, turned=0,
    )  # fmt: skip
    work.vault.seal(work, kept, image=page.image, thumbnail=side.thumbnail)
    work.session.add(kept)
    stack.sides_read, stack.claimed_until = ordinal, work.now + LEASE


@dataclass
class SealedStack:
    """A stack's bytes as the sandbox asks for them, opened a few pieces at a time."""

    office: Office
    actor: Actor
    stack_id: Id
    size: int
    _open: dict[int, bytes] = field(default_factory=dict, repr=False)

    def piece(self, number: int) -> bytes:
        if number not in self._open:
            self._open = dict(self._fetched(number))
        return self._open[number]

    def _fetched(self, first: int) -> Iterator[tuple[int, bytes]]:
        wanted = select(StackPiece).where(
            StackPiece.stack_id == self.stack_id, StackPiece.ordinal >= first, StackPiece.ordinal < first + _RUN
        )
        with self.office.writing(self.actor) as work:
            pieces = work.session.scalars(wanted.order_by(StackPiece.ordinal)).all()
            for piece, opened in zip(pieces, opening_many(work, pieces, SORT), strict=True):
                yield piece.ordinal, opened.raw("content")
