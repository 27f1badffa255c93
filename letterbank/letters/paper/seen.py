"""What may be said of a paper to those who list letters: where it is until the centre has it, and no further (R5)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from letterbank.letters.model import Letter, Revision
from letterbank.letters.paper.model import Paper, PaperStage, PaperStep
from letterbank.letters.paper.workflow import Move
from letterbank.permissions import Role
from letterbank.policy import Policy
from letterbank.work import Work

_WORDS = {
    PaperStage.TO_SEND: ("At the intake desk", "calm"),
    PaperStage.TO_GIVE_BACK: ("To be given back", "calm"),
    PaperStage.MISSING: ("Not found", "stop"),
    PaperStage.WITH_WRITER: ("With the writer", "plain"),
    PaperStage.PACKED: ("In a bag", "calm"),
    PaperStage.SENT: ("On its way", "plain"),
    PaperStage.NOT_ARRIVED: ("Not in its bag", "stop"),
    PaperStage.INCOMPLETE: ("Sides missing", "care"),
    PaperStage.RECEIVED: ("Received centrally", "good"),
    PaperStage.LOST: ("Declared lost", "stop"),
    PaperStage.TO_SEND_BACK: ("To be sent back", "calm"),
    PaperStage.SENT_BACK: ("On its way back", "plain"),
}
_IN_FULL = {
    PaperStage.MISSING: "Not found at the facility",
    PaperStage.PACKED: "In a bag that has not left yet",
    PaperStage.SENT: "On its way to the centre",
    PaperStage.NOT_ARRIVED: "Sent, and was not in its bag",
    PaperStage.INCOMPLETE: "Received centrally, sides missing",
    PaperStage.TO_SEND_BACK: "At the central office, to be sent back to the facility",
    PaperStage.SENT_BACK: "On its way back to the facility",
}
_TOLD = {
    Move.PACK: "Paper packed into a bag",
    Move.UNPACK: "Paper taken out of the bag again",
    Move.SEND: "Paper sent to the centre",
    Move.MISS: "Paper not found at the facility",
    Move.FIND: "Paper found again at the facility",
    Move.GIVE_BACK: "Paper given back to the writer",
    Move.SEND_BACK: "Paper sent back to the facility",
    Move.COME_BACK: "Paper came back to the facility",
    Move.RECEIVE: "Paper received centrally",
    Move.NOT_IN_BAG: "Paper was not in its bag",
    Move.GIVE_UP: "Paper declared lost",
    Move.ACCEPT: "Paper kept without its missing sides",
}
_BY_THE_COORDINATOR = (Move.GIVE_UP, Move.ACCEPT)
_BY_THE_CENTRE = (Move.RECEIVE, Move.NOT_IN_BAG, Move.SEND_BACK)
AT_THE_DESK = "At the intake desk"
AT_THE_CENTRE = "At the central office"


def words_for(stage: PaperStage) -> tuple[str, str]:
    """A word for the page, and its colour."""
    return _WORDS[stage]


def where_paper_is(work: Work, letter: Letter) -> str:
    """Of the newest revision."""
    paper = work.session.get(Paper, letter.newest.id) if letter.revisions else None
    if paper is None:
        return AT_THE_CENTRE if letter.is_old_file else AT_THE_DESK
    words, _ = _WORDS[paper.stage]
    return _IN_FULL.get(paper.stage, words)


def which_paper(work: Work, paper: Paper) -> str:
    """For a letter that was written again, which of its papers this is: they carry one number. Else nothing."""
    papers = select(Revision.id, Revision.arrived_at).join(Paper, Paper.id == Revision.id)
    found = work.session.execute(papers.where(Revision.letter_id == paper.letter_id).order_by(Revision.ordinal)).all()
    if len(found) < 2:
        return ""
    place = [key for key, _ in found].index(paper.id)
    day = found[place].arrived_at.astimezone(work.policy.zone)
    age = "The newest paper" if place == len(found) - 1 else "An earlier paper"
    return f"{age} of this letter ({place + 1} of {len(found)}), which came on {day.day} {day:%B %Y}."


def paper_told(work: Work, letter: Letter) -> Iterator[tuple[str, str, datetime]]:
    """What, who by their role, when: the movements of all paper of this letter."""
    mine = select(Paper.id).where(Paper.letter_id == letter.id)
    query = select(PaperStep).where(PaperStep.record_id.in_(mine)).order_by(PaperStep.at, PaperStep.id)
    for step in work.session.scalars(query):
        yield _TOLD[Move(step.step)], _who(work.policy, Move(step.step)), step.at


def _who(policy: Policy, move: Move) -> str:
    if move in _BY_THE_CENTRE:
        return "Central office"
    return policy.titles.of(Role.COORDINATOR if move in _BY_THE_COORDINATOR else Role.INTAKE_CLERK)
