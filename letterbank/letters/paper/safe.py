"""The safe: received paper in its place, found by its mark, and destroyed by two people when its letter has ended."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from letterbank.accounts.model import Staff
from letterbank.errors import Missing, WrongStage
from letterbank.ids import Id
from letterbank.letters.model import Letter
from letterbank.letters.paper.central import Kept, KeptStage
from letterbank.letters.paper.keeping import KEEPING, Place
from letterbank.letters.paper.model import Paper
from letterbank.permissions import Permission, must
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work
from letterbank.workflow import take


def _kept(work: Work) -> Select[Kept]:
    must(work.actor, Permission.PAPER_KEEP)
    return select(Kept).options(joinedload(Kept.paper).joinedload(Paper.letter))


def kept_papers(work: Work, stage: str, number: str, after: str | None = None) -> Shown[Kept]:
    """The papers at one place, or the one with this number; the longest there first. Raises NotAllowed."""
    query = _kept(work)
    asked = "".join(sign for sign in number if sign.isalnum())
    if asked:
        query = query.join(Paper, Kept.id == Paper.id).join(Letter, Paper.letter_id == Letter.id)
        query = query.where(Letter.number == asked)
    if stage in set(KeptStage):
        query = query.where(Kept.stage == KeptStage(stage))
    return page_of(work.session, query, Kept.since, Kept.id, after)


def kept_paper(work: Work, paper_id: Id) -> Kept:
    """Raises NotAllowed or Missing."""
    found = work.session.scalar(_kept(work).where(Kept.id == paper_id))
    if found is None:
        raise Missing
    return found


def oldest_kept(work: Work, stage: KeptStage) -> datetime | None:
    found = work.session.scalar(_kept(work).where(Kept.stage == stage).order_by(Kept.since, Kept.id).limit(1))
    return found.since if found else None


def act(work: Work, place: Place, kept: Kept, version: int, shelf: str = "") -> None:
    """Put the paper at its next place. Raises NotAllowed, WrongStage, RuleBroken."""
    if kept.version != version:
        raise WrongStage("This has changed since you opened the page. Look at where it stands now.")
    if place is Place.PUT_AWAY:
        kept.shelf = " ".join(shelf.split())
    take(work, KEEPING, place, kept)
    if place is Place.ASK_TO_DESTROY:
        kept.asked_by, kept.asked_at = work.actor.id, work.now
    if place is Place.CALL_OFF:
        kept.asked_by = kept.asked_at = None
    if place is Place.DESTROY:
        kept.destroyed_by = work.actor.id


def name_of(work: Work, staff_id: Id | None) -> str:
    """Who put their name to it."""
    found = work.session.get(Staff, staff_id) if staff_id else None
    return found.name if found else ""
