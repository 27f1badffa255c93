"""Paper that should have arrived and has not. It stays on this list until it is found, or somebody answers for it (P6).

In Minnesota four letters lay misfiled for twenty years, and nobody missed them.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from letterbank.errors import RuleBroken
from letterbank.letters.paper.bags import papers_seen_by, unchanged
from letterbank.letters.paper.central import Loss
from letterbank.letters.paper.model import Paper, PaperStage
from letterbank.letters.paper.schedule import Beat
from letterbank.letters.paper.workflow import PAPERS, Move
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work
from letterbank.workflow import take

S = PaperStage
MISSED = (S.MISSING, S.NOT_ARRIVED, S.INCOMPLETE)
LONGEST_REASON = 200


def astray(work: Work, after: str | None = None) -> Shown[Paper]:
    """Across facilities for the centre, a facility's own for it; what has stood still longest first."""
    query = papers_seen_by(work).where(_should_have_arrived(work))
    return page_of(work.session, query, Paper.since, Paper.id, after)


def oldest_astray(work: Work) -> datetime | None:
    query = papers_seen_by(work).where(_should_have_arrived(work)).order_by(Paper.since, Paper.id).limit(1)
    found = work.session.scalar(query)
    return found.since if found else None


def given_up(work: Work, after: str | None = None) -> Shown[Paper]:
    """Declared lost. One of these that turns up is taken in as any other."""
    query = papers_seen_by(work).where(Paper.stage == S.LOST)
    return page_of(work.session, query, Paper.since, Paper.id, after)


def _should_have_arrived(work: Work) -> ColumnElement[bool]:
    """Missed somewhere; or not sent on its day; or on its way for longer than a beat."""
    beat = Beat.of(work.policy)
    late = and_(
        Paper.accepted, Paper.stage.in_((S.TO_SEND, S.PACKED)), Paper.ready_at < beat.missed_cut_off(work.now)
    )
    slow = and_(Paper.stage.in_((S.SENT, S.SENT_BACK)), Paper.since < beat.arrived_cut_off(work.now))
    return or_(Paper.stage.in_(MISSED), late, slow)


def declare(work: Work, paper: Paper, version: int, reason: str) -> None:
    """Nobody looks for it any more: the paper is lost, or arrived without some of its sides. The reason stays."""
    unchanged(paper, version)
    why = " ".join(reason.split())
    if not 0 < len(why) <= LONGEST_REASON:
        raise RuleBroken(f"Write down why, in at most {LONGEST_REASON} signs and without naming anybody.")
    take(work, PAPERS, Move.ACCEPT if paper.stage is S.INCOMPLETE else Move.GIVE_UP, paper)
    work.session.add(
        Loss(id=work.new_id(), paper_id=paper.id, reason=why, at=work.now, declared_by=work.actor.id)
    )  # fmt: skip
