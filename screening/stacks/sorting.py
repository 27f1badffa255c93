"""Sorting one stack: every side made clean and read, then all of its letters get their pages at once, or none does.

Reading is slow and happens between units of work, a side at a time; what a dying process has begun, another one begins
anew. Filing is one unit of work: after it the letters have their pages and the stack is gone, or nothing happened.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

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
from screening.scanning import NotAScan, Side, again_if_it_died, read_sides
from screening.scanning.doubts import Doubt, Finding, Reason
from screening.scanning.separation import Separated, separate
from screening.sheets.genuine import known
from screening.stacks import filing, second_look
from screening.stacks.claims import Claim, ClaimLost
from screening.stacks.filing import Facts
from screening.stacks.model import Stack, StackPiece, StackSide, StackStage
from screening.stacks.taking_in import forget, refuse
from screening.stacks.workflow import STACKS, Step

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
        claim = self._claim()
        if claim is None:
            return None
        with suppress(ClaimLost):  # this run was too slow: the other one's stack is left to it
            self._sort(claim)
        return claim.stack_id

    def _sort(self, claim: Claim) -> None:
        try:
            again_if_it_died(lambda: self._read(claim))
        except NotAScan as refused:
            self._refuse(claim, refused.reason)
        else:
            self._judge(claim)

    def _claim(self) -> Claim | None:
        with self.office.writing(self.actor) as work:
            free = or_(Stack.claimed_until.is_(None), Stack.claimed_until <= work.now)
            waiting = select(Stack).where(Stack.desk == self.actor.place, Stack.stage == StackStage.WAITING, free)
            oldest = waiting.order_by(Stack.since, Stack.id).limit(1).with_for_update(skip_locked=True)
            stack = work.session.scalar(oldest)
            if stack is None:
                return None
            claim = Claim(stack.id, work.new_id())
            claim.lay_on(work, stack)
            return claim

    def _read(self, claim: Claim) -> None:
        """Make every side clean, unless that was done before. Raises NotAScan."""
        with self.office.writing(self.actor) as work:
            stack = claim.stack(work)
            if stack.sides_in_all is not None:
                return
            stack.sides_read = 0
            work.session.execute(delete(StackSide).where(StackSide.stack_id == stack.id))
            source = SealedStack(self.office, self.actor, claim, stack.size)
        ordinal = 0
        for ordinal, side in enumerate(read_sides(self.sandbox, source), 1):
            with self.office.writing(self.actor) as work:
                _keep(work, claim.stack(work), ordinal, side)
        with self.office.writing(self.actor) as work:
            stack = claim.stack(work)
            stack.sides_in_all = ordinal
            work.session.execute(delete(StackPiece).where(StackPiece.stack_id == stack.id))
            write_down(work, "stack read", stack.subject, sides=ordinal)

    def _refuse(self, claim: Claim, reason: str) -> None:
        with self.office.writing(self.actor) as work:
            refuse(work, claim.stack(work), reason)

    def _judge(self, claim: Claim) -> None:
        """Turn what lies turned, then file. A sheet may change meanwhile; then it is judged anew."""
        for _ in range(_TRIES):
            with self.office.reading(self.actor) as work:
                found = verdict(work, claim.stack(work))
            try:
                if isinstance(found, Separated):
                    filing.turn_sides(self, claim, found)
            except NotAScan:
                with self.office.writing(self.actor) as work:
                    _put_aside(work, claim.stack(work), NOT_TURNED)
                return
            try:
                with self.office.writing(self.actor) as work:
                    self._settle(work, claim.stack(work), found)
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
        if before := second_look.doubted_before(work, stack):
            people = second_look.had_a_part(work, stack, before)
            if not people:  # all of it came by the folder: nobody is known who would be the first of two
                _put_aside(work, stack, second_look.DOUBTED_BEFORE)
                return
            stack.had_a_part = json.dumps(people)
        if before or stack.laid_out_by:  # a doubt stood against it once: a second person looks, as at any layout
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
    if not found.reasons <= second_look.NOTHING_AGAINST_IT:
        second_look.remember(work, stack)
    take(work, STACKS, Step.PUT_ASIDE, stack)


def _keep(work: Work, stack: Stack, ordinal: int, side: Side) -> None:
    if ordinal != stack.sides_read + 1:
        raise ClaimLost
    page, reading = side.page, side.reading
    kept = StackSide(
        id=work.new_id(), stack_id=stack.id, desk=stack.desk, ordinal=ordinal, width=page.width, height=page.height,
        kind=page.kind.media_type, blank=side.blank, codes="\n".join(reading.codes), turn=reading.turn,
        damaged=reading.damaged, turned=0,
    )  # fmt: skip
    work.vault.seal(work, kept, image=page.image, thumbnail=side.thumbnail)
    work.session.add(kept)
    stack.sides_read = ordinal


@dataclass
class SealedStack:
    """A stack's bytes as the sandbox asks for them, opened a few pieces at a time."""

    office: Office
    actor: Actor
    claim: Claim
    size: int
    _open: dict[int, bytes] = field(default_factory=dict, repr=False)

    def piece(self, number: int) -> bytes:
        if number not in self._open:
            self._open = dict(self._fetched(number))
        return self._open[number]

    def _fetched(self, first: int) -> Iterator[tuple[int, bytes]]:
        wanted = select(StackPiece).where(
            StackPiece.stack_id == self.claim.stack_id, StackPiece.ordinal >= first, StackPiece.ordinal < first + _RUN
        )
        with self.office.writing(self.actor) as work:
            self.claim.stack(work)
            pieces = work.session.scalars(wanted.order_by(StackPiece.ordinal)).all()
            for piece, opened in zip(pieces, opening_many(work, pieces, SORT), strict=True):
                yield piece.ordinal, opened.raw("content")
