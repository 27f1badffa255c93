"""Bags at the facility: packed with the paper in hand, numbered, sent; or unpacked again before they leave (R5)."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from letterbank.audit import record as write_down
from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.ids import Id, free_numbers
from letterbank.letters.paper.model import Bag, Paper, PaperStage
from letterbank.letters.paper.schedule import Beat
from letterbank.letters.paper.workflow import PAPERS, Move
from letterbank.permissions import Permission, must
from letterbank.web.lists import ROWS, Shown, page_of
from letterbank.work import Work
from letterbank.workflow import take

HERE = (PaperStage.TO_SEND, PaperStage.MISSING)
LONGEST_LIST = ROWS  # a bag holds what one page shows; the rest goes into the next one


def papers_seen_by(work: Work) -> Select[Paper]:
    """Of this person's facility; centrally all."""
    query = select(Paper).options(joinedload(Paper.letter), joinedload(Paper.bag))
    code = work.actor.facility
    return query.where(Paper.facility_code == code) if code else query


def to_go(work: Work, after: str | None = None) -> Shown[Paper]:
    """Accepted paper that is still here, the longest in the bank first."""
    query = papers_seen_by(work).where(Paper.accepted, Paper.stage.in_(HERE))
    return page_of(
        work.session, query, Paper.ready_at, Paper.id, after, key_of=lambda paper: (paper.ready_at, paper.id)
    )


def to_pack(work: Work) -> Sequence[Paper]:
    """What may leave today, the oldest first: one bag of it."""
    due = Paper.ready_at < Beat.of(work.policy).open_cut_off(work.now)
    query = papers_seen_by(work).where(Paper.accepted, Paper.stage.in_(HERE), due)
    return work.session.scalars(query.order_by(Paper.ready_at, Paper.id).limit(LONGEST_LIST)).all()


def pack(work: Work, shown: Collection[Id], there: Collection[Id], *, looked: bool) -> Bag | None:
    """A bag of the ticked papers among those shown; the others are missing from now on. No bag for none of them."""
    must(work.actor, Permission.PAPER_SEND)
    papers = [paper for paper in to_pack(work) if paper.id in set(shown)]
    if not papers or len(papers) < len(set(shown)) or not set(there) <= set(shown):
        raise WrongStage("This list has changed since you opened it. Look at it again, and tick what is in your hand.")
    left_out = [paper for paper in papers if paper.id not in there]
    if left_out and not looked:
        raise RuleBroken(
            f"Not ticked: {', '.join(paper.letter.number for paper in left_out)}. Look for this paper. If it is not "
            "here, say below that you have looked; it then stays on the list of missing paper until it is found."
        )
    for paper in left_out:
        if paper.stage is PaperStage.TO_SEND:
            take(work, PAPERS, Move.MISS, paper)
    return _new_bag(work, [paper for paper in papers if paper.id in there])


def _new_bag(work: Work, papers: Sequence[Paper]) -> Bag | None:
    if not papers:
        return None
    day = Beat.of(work.policy).last_until(work.today)
    bag = Bag(
        id=work.new_id(), number=_number(work), facility_code=papers[0].facility_code, leaves_on=day,
        packed_at=work.now, packed_by=work.actor.id,
    )  # fmt: skip
    work.session.add(bag)
    for paper in papers:
        take(work, PAPERS, Move.PACK, paper)
        paper.bag = bag
    write_down(work, "bag packed", bag.subject, papers=len(papers))
    return bag


def _number(work: Work) -> str:
    def taken(drawn: Collection[str]) -> Iterable[str]:
        mine = Bag.facility_code == work.actor.facility
        return work.session.scalars(select(Bag.number).where(Bag.number.in_(drawn), mine))

    return free_numbers(work.ids, 1, taken)[0]


def bag_here(work: Work, bag_id: Id) -> Bag:
    """Raises Missing alike for a bag of elsewhere and one that is not there."""
    query = select(Bag).where(Bag.id == bag_id).options(selectinload(Bag.papers).joinedload(Paper.letter))
    if work.actor.facility:
        query = query.where(Bag.facility_code == work.actor.facility)
    bag = work.session.scalar(query)
    if bag is None:
        raise Missing
    return bag


def unchanged(record: Bag | Paper, version: int) -> None:
    """Raises WrongStage when the page the person acted on shows an older state than this."""
    if record.version != version:
        raise WrongStage("This has changed since you opened the page. Look at where it stands now.")


def still_here(bag: Bag, version: int) -> None:
    unchanged(bag, version)
    if bag.sent_at or bag.opened_at or bag.unpacked_at:
        raise WrongStage("This bag has left, or has been unpacked again. Look at where it stands now.")


def send(work: Work, bag: Bag, version: int) -> None:
    """The bag has left the facility. It is not taken back here after this."""
    still_here(bag, version)
    for paper in bag.papers:
        take(work, PAPERS, Move.SEND, paper)
    bag.sent_at, bag.sent_by = work.now, work.actor.id
    write_down(work, "bag sent", bag.subject, papers=len(bag.papers))


def unpack(work: Work, bag: Bag, version: int) -> None:
    """Before it leaves: everything lies at the desk again, and the number is used up."""
    still_here(bag, version)
    for paper in list(bag.papers):
        take(work, PAPERS, Move.UNPACK, paper)
        paper.bag = None
    bag.unpacked_at = work.now
    write_down(work, "bag unpacked", bag.subject)


def on_their_way(work: Work, after: str | None = None) -> Shown[Bag]:
    """Bags that nobody has opened yet, the first packed first."""
    query = select(Bag).where(Bag.opened_at.is_(None), Bag.unpacked_at.is_(None))
    if work.actor.facility:
        query = query.where(Bag.facility_code == work.actor.facility)
    return page_of(work.session, query, Bag.packed_at, Bag.id, after, key_of=lambda bag: (bag.packed_at, bag.id))
