"""The centre opens a bag: what is in it is received, what is not is missing from now on, and both are written down."""

from collections.abc import Mapping

from sqlalchemy import select

from letterbank.audit import record as write_down
from letterbank.errors import RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.letters.model import Letter
from letterbank.letters.paper.bags import papers_seen_by, unchanged
from letterbank.letters.paper.central import BagWords, Kept
from letterbank.letters.paper.model import Bag, Paper, PaperStage
from letterbank.letters.paper.workflow import PAPERS, Move
from letterbank.permissions import Permission, must
from letterbank.work import Work
from letterbank.workflow import take

LONGEST_WORDS = 200
_LISTED = (PaperStage.PACKED, PaperStage.SENT)


def listed_in(bag: Bag) -> list[Paper]:
    """The papers whose word is still out: one that turned up before the bag was opened is not asked for again."""
    return [paper for paper in bag.papers if paper.stage in _LISTED]


def open_bag(work: Work, bag: Bag, version: int, found: Mapping[Id, int], words: str) -> None:
    """`found`: how many sides of each paper lie there. Opened also when nobody at the facility said that it left."""
    must(work.actor, Permission.PAPER_RECEIVE)
    unchanged(bag, version)
    if bag.opened_at or bag.unpacked_at:
        raise WrongStage("This bag has been opened already. Look at what was written down.")
    listed = listed_in(bag)
    for paper in listed:
        if paper.id in found:
            _receive(work, paper, found[paper.id])
        else:
            take(work, PAPERS, Move.NOT_IN_BAG, paper)
    bag.opened_at, bag.opened_by = work.now, work.actor.id
    if words:
        work.session.add(BagWords(id=bag.id, words=words))
    write_down(work, "bag opened", bag.subject, found=len(found), missing=len(listed) - len(found))


def words_of(work: Work, bag: Bag) -> str:
    said = work.session.get(BagWords, bag.id)
    return said.words if said else ""


def not_listed(work: Work, bag: Bag, number: str, sides: int) -> Paper:
    """Paper of this facility that lay in the bag and is not on its list. Raises RuleBroken where it is none of ours."""
    must(work.actor, Permission.PAPER_RECEIVE)
    query = papers_seen_by(work).join(Letter, Paper.letter_id == Letter.id)
    query = query.where(Paper.accepted, Letter.number == number, Paper.facility_code == bag.facility_code)
    paper = work.session.scalar(query.order_by(Paper.ready_at.desc(), Paper.id).limit(1))
    if paper is None:
        raise RuleBroken(
            "No paper of this number waits at that facility. Compare the digits. If they are right, the letter is not "
            "in the bank: call the facility, and send the paper back in a closed envelope."
        )
    _receive(work, paper, sides)
    paper.bag = paper.bag or bag
    return paper


def turned_up(work: Work, paper: Paper, version: int, sides: int) -> None:
    """Paper that was missing, or its missing sides, lies here now. `sides`: all that are here."""
    unchanged(paper, version)
    _receive(work, paper, sides)


def _receive(work: Work, paper: Paper, sides: int) -> None:
    if sides < (paper.sides_found or 0):
        raise RuleBroken(f"{paper.sides_found} sides are here already. Count all of them together.")
    paper.sides_found = sides
    take(work, PAPERS, Move.RECEIVE, paper)
    if work.session.get(Kept, paper.id) is None:
        work.session.add(Kept(id=paper.id, since=work.now))


def of_bag(work: Work, bag: Bag) -> list[Paper]:
    """Everything that was listed or found in it."""
    return list(work.session.scalars(select(Paper).where(Paper.bag_id == bag.id).order_by(Paper.ready_at, Paper.id)))
