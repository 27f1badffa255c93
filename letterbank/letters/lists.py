"""Lists of letters for those who may know of them, oldest first, by key.

R1, R4: neither order nor search holds a fact of the victims' side, and nothing is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import aliased, joinedload, selectinload

from letterbank.letters.model import Letter, LetterStage, Page, Revision
from letterbank.letters.paper.model import Paper, PaperStage
from letterbank.letters.visibility import Seen, letters_seen_by, seen, standing_at, taken_in_at
from letterbank.permissions import Actor
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work


class Waiting(StrEnum):
    """The lists of an intake desk's work, which one can ask for beside the stages."""

    TO_SCAN = "to_scan"
    TO_CHECK = "to_check"
    RETURNED = "returned_to_tell"
    REFUSED = "refused_to_tell"


WAITING_WORDS = {
    Waiting.TO_SCAN: "At the desk, to be scanned",
    Waiting.TO_CHECK: "At the desk, to be sent into review",
    Waiting.RETURNED: "Returned, paper and notice to be given",
    Waiting.REFUSED: "Refused, paper and notice to be given",
}
_AT_THE_DESK = (Waiting.TO_SCAN, Waiting.TO_CHECK)


@dataclass(frozen=True)
class Listed:
    """One page of a list; `after` continues it."""

    rows: Sequence[Seen]
    after: str | None


def list_letters(work: Work, *, number: str = "", stage: str = "", after: str | None = None) -> Listed:
    """The letters this person may know of; those with this number; those at one stage, or that wait so.

    The longest known first.
    """
    query = letters_seen_by(work.actor).options(
        joinedload(Letter.offender), joinedload(Letter.case), selectinload(Letter.revisions)
    )
    asked = "".join(sign for sign in number if sign.isalnum())
    if asked:
        query = query.where(Letter.number == asked)
    if stage in WAITING_WORDS:
        query = query.where(_waits(work.actor, Waiting(stage)))
    elif alike := standing_at(stage):
        query = query.where(Letter.stage.in_(alike))
    shown: Shown[Letter] = page_of(
        work.session, query, Letter.registered_at, Letter.id, after, key_of=lambda row: (row.registered_at, row.id)
    )
    return Listed([seen(letter, work.policy) for letter in shown.rows], shown.after)


def oldest(work: Work, waiting: Waiting) -> datetime | None:
    """Since when the oldest letter of this list has waited at this person's desk; None where none does.

    A rewritten letter waits since its new paper came, not since it was returned.
    """
    came = Revision.arrived_at if waiting in _AT_THE_DESK else Letter.since
    query = letters_seen_by(work.actor).join(Revision, _is_newest(Revision)).where(_waits(work.actor, waiting))
    return work.session.scalar(query.with_only_columns(func.min(came)))


def _waits(actor: Actor, waiting: Waiting) -> ColumnElement[bool]:
    """P6: what one line of a desk's first page stands for, and its list shows."""
    if waiting in _AT_THE_DESK:
        return _at_the_desk(actor, scanned=waiting is Waiting.TO_CHECK)
    of_its_kind = Letter.stage == (LetterStage.RETURNED if waiting is Waiting.RETURNED else LetterStage.REFUSED)
    return and_(of_its_kind, ~_given(), ~_came_again())


def _at_the_desk(actor: Actor, *, scanned: bool) -> ColumnElement[bool]:
    """Its newest paper is here and nobody has sent it into review: registered, or rewritten after a return."""
    here = and_(Letter.stage == LetterStage.REGISTERED, taken_in_at(actor))
    if actor.facility:  # a returned letter is its facility's to speak of, wherever it was taken in before (R32)
        here = or_(here, and_(Letter.stage == LetterStage.RETURNED, _came_again()))
    newest = aliased(Revision)
    pages = exists().where(Page.revision_id == newest.id)
    return and_(here, exists().where(_is_newest(newest), pages if scanned else ~pages))


def _is_newest(one: type[Revision]) -> ColumnElement[bool]:
    """Of its letter's revisions."""
    later = aliased(Revision)
    return and_(
        one.letter_id == Letter.id, ~exists().where(later.letter_id == one.letter_id, later.ordinal > one.ordinal)
    )


def _came_again() -> ColumnElement[bool]:
    """Whether paper came after the letter came to its stage: of a returned letter, the rewritten one."""
    again = aliased(Revision)
    return exists().where(again.letter_id == Letter.id, again.arrived_at >= Letter.since)


def _given() -> ColumnElement[bool]:
    """The notice is given with the paper: once that is with the writer, nothing waits any more.

    Paper of an earlier return does not count.
    """
    return exists().where(
        Paper.letter_id == Letter.id, Paper.stage == PaperStage.WITH_WRITER, Paper.ready_at >= Letter.since
    )
