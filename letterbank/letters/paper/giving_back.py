"""Paper that goes back to its writer: of a returned or refused letter, or of one withdrawn before the bank.

Paper of the old files lies at the centre (R32) and comes to its facility first.
"""

from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.letters.paper.bags import papers_seen_by, unchanged
from letterbank.letters.paper.model import Paper, PaperStage
from letterbank.letters.paper.workflow import PAPERS, Move
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work
from letterbank.workflow import take


def to_give_back(work: Work, after: str | None = None) -> Shown[Paper]:
    return _at(work, PaperStage.TO_GIVE_BACK, after)


def to_send_back(work: Work, after: str | None = None) -> Shown[Paper]:
    """At the centre, to its facilities."""
    return _at(work, PaperStage.TO_SEND_BACK, after)


def coming_back(work: Work, after: str | None = None) -> Shown[Paper]:
    """What the centre says it has sent to this facility."""
    return _at(work, PaperStage.SENT_BACK, after)


def _at(work: Work, stage: PaperStage, after: str | None) -> Shown[Paper]:
    return page_of(work.session, papers_seen_by(work).where(Paper.stage == stage), Paper.since, Paper.id, after)


def paper_here(work: Work, paper_id: Id) -> Paper:
    """Raises Missing alike for paper of elsewhere and paper that is not there."""
    paper = work.session.scalar(papers_seen_by(work).where(Paper.id == paper_id))
    if paper is None:
        raise Missing
    return paper


def act(work: Work, move: Move, paper: Paper, version: int) -> None:
    """Somebody's word about one paper: given back, not found, found again, sent back."""
    unchanged(paper, version)
    take(work, PAPERS, move, paper)
    if move is Move.FIND:
        paper.bag = None


def is_here(work: Work, paper: Paper, version: int) -> None:
    """The paper lies at the facility's desk: it has come back from the centre, or was found again."""
    act(work, Move.COME_BACK if paper.stage is PaperStage.SENT_BACK else Move.FIND, paper, version)
