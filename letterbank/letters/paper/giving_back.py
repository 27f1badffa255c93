"""Paper that goes back to its writer: of a returned or refused letter, or of one withdrawn before the bank."""

from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.letters.paper.bags import papers_seen_by, unchanged
from letterbank.letters.paper.model import Paper, PaperStage
from letterbank.letters.paper.workflow import PAPERS, Move
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work
from letterbank.workflow import take


def to_give_back(work: Work, after: str | None = None) -> Shown[Paper]:
    query = papers_seen_by(work).where(Paper.stage == PaperStage.TO_GIVE_BACK)
    return page_of(work.session, query, Paper.since, Paper.id, after)


def paper_here(work: Work, paper_id: Id) -> Paper:
    """Raises Missing alike for paper of elsewhere and paper that is not there."""
    paper = work.session.scalar(papers_seen_by(work).where(Paper.id == paper_id))
    if paper is None:
        raise Missing
    return paper


def act(work: Work, move: Move, paper: Paper, version: int) -> None:
    """The clerk's word about one paper: given back, not found, found again."""
    unchanged(paper, version)
    take(work, PAPERS, move, paper)
    if move is Move.FIND:
        paper.bag = None
