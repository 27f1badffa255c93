"""Lists of letters for those who may know of them, oldest first, by key.

R1, R4: neither order nor search holds a fact of the victims' side, and nothing is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import joinedload

from letterbank.letters.model import Letter, LetterStage, Page, Revision
from letterbank.letters.paper.model import Paper, PaperStage
from letterbank.letters.visibility import Seen, letters_seen_by, seen, standing_at, taken_in_at
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work

TO_TELL = "to_tell"  # among the stages one can ask for: returned or refused, and the writer does not know yet


@dataclass(frozen=True)
class Listed:
    """One page of a list; `after` continues it."""

    rows: Sequence[Seen]
    after: str | None


def list_letters(work: Work, *, number: str = "", stage: str = "", after: str | None = None) -> Listed:
    """The letters this person may know of; those with this number; those at one stage. The longest known first."""
    query = letters_seen_by(work.actor).options(joinedload(Letter.offender), joinedload(Letter.case))
    asked = "".join(sign for sign in number if sign.isalnum())
    if asked:
        query = query.where(Letter.number == asked)
    if stage == TO_TELL:
        query = query.where(_untold())
    elif alike := standing_at(stage):
        query = query.where(Letter.stage.in_(alike))
    shown: Shown[Letter] = page_of(
        work.session, query, Letter.registered_at, Letter.id, after, key_of=lambda row: (row.registered_at, row.id)
    )
    return Listed([seen(letter, work.policy) for letter in shown.rows], shown.after)


def oldest_in(
    work: Work, stage: LetterStage, *, scanned: bool | None = None, untold: bool = False
) -> datetime | None:
    """Since when the oldest letter of this person's desk stands at `stage`.

    Only those that have a scan, or that have none yet; only those whose writer has neither paper nor notice.
    """
    query = letters_seen_by(work.actor).where(Letter.stage == stage)
    if stage is LetterStage.REGISTERED:
        query = query.where(taken_in_at(work.actor))
    if untold:
        query = query.where(_untold())
    if scanned is not None:
        has_pages = exists().where(Revision.letter_id == Letter.id, Page.revision_id == Revision.id)
        query = query.where(has_pages if scanned else ~has_pages)
    found = work.session.scalar(query.order_by(Letter.since, Letter.id).limit(1))
    return found.since if found else None


def _untold() -> ColumnElement[bool]:
    """The notice is given with the paper: once that is with the writer, nothing waits any more.

    Paper of an earlier return does not count.
    """
    given = exists().where(
        Paper.letter_id == Letter.id, Paper.stage == PaperStage.WITH_WRITER, Paper.ready_at >= Letter.since
    )
    stands = Letter.stage.in_((LetterStage.RETURNED, LetterStage.REFUSED))
    return and_(stands, ~given)
