"""What a second person answered in a letter's favour stands for every reader after: they are not asked it again."""

from sqlalchemy import select

from letterbank.letters.escalation import Finding
from letterbank.letters.model import Letter
from letterbank.vault import opening_all
from letterbank.vault.sealed import REVIEW
from letterbank.work import Work
from screening import criteria, queues
from screening.criteria import Answers


def settled(work: Work, letter: Letter) -> Answers:
    """The questions already answered for this revision, for the reader who has taken the letter."""
    queues.must_hold(work, letter)
    query = select(Finding).where(Finding.revision_id == letter.newest.id).order_by(Finding.at, Finding.id)
    found = opening_all(work, work.session.scalars(query).all(), REVIEW)
    return {key: given for each in found for key, given in criteria.read(each.answers).items()}


def beside(work: Work, letter: Letter, answers: Answers) -> Answers:
    """A reader's answers with those that were settled before."""
    return {**answers, **settled(work, letter)}
