"""Where the demonstration's paper goes: a bag a week from each facility, opened at the centre, put into the safe.

Most of it arrives. `paper` in the lives says which stands somewhere else, so that every place has some.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from letterbank.demonstration.lives import Life, Told
from letterbank.demonstration.place import Place
from letterbank.ids import Id
from letterbank.letters.paper import arrival, astray, bags, giving_back, safe
from letterbank.letters.paper.keeping import Place as KeptPlace
from letterbank.letters.paper.model import Bag, Paper
from letterbank.letters.paper.schedule import Beat
from letterbank.letters.paper.workflow import Move
from letterbank.work import Work

ENDED = ("to_destroy", "destroyed")
_YEARS = timedelta(days=735)
_ON_ITS_WAY = 2  # days
_NOT_THERE = ("not_arrived", "lost")


@dataclass(frozen=True)
class Trail:
    """`known` is each letter's id by its case, once it is registered; `today` is local."""

    told: Sequence[Told]
    known: Mapping[str, Id]
    today: date

    def fate(self, paper: Paper) -> str:
        return next(told.paper for told in self.told if self.known.get(told.writer.case) == paper.letter_id)


def of_facility(place: Place, code: str, trail: Trail) -> Life:
    """One bag on each day of the beat on which something is due."""
    beat = Beat.of(place.central.policy)
    day = beat.next_from(trail.today - _YEARS)
    while day < trail.today:
        ago = (trail.today - day).days
        yield ago
        packed = _pack(place, f"{code.lower()}.clerk", trail)
        if packed and _goes_on(place, packed, trail) and ago > _ON_ITS_WAY:
            yield ago - _ON_ITS_WAY
            _open(place, packed, trail)
        day += timedelta(days=beat.days)


def _pack(place: Place, clerk: str, trail: Trail) -> Id | None:
    with place.as_(clerk) as work:
        shown = bags.to_pack(work)
        there = [paper.id for paper in shown if trail.fate(paper) != "missing"]
        bag = bags.pack(work, [paper.id for paper in shown], there, looked=True) if shown else None
        if bag and not any(trail.fate(paper) == "packed" for paper in shown):
            work.session.flush()
            bags.send(work, bag, bag.version)
        return bag.id if bag else None


def _goes_on(place: Place, bag_id: Id, trail: Trail) -> bool:
    with place.as_("coordinator") as work:
        bag = bags.bag_here(work, bag_id)
        return not any(trail.fate(paper) in ("packed", "sent") for paper in bag.papers)


def _open(place: Place, bag_id: Id, trail: Trail) -> None:
    with place.as_("coordinator") as work:
        bag = bags.bag_here(work, bag_id)
        arrival.open_bag(work, bag, bag.version, _found(bag, trail), "")
        lost = [paper for paper in bag.papers if trail.fate(paper) == "lost"]
        for paper in lost:
            work.session.flush()
            astray.declare(work, paper, paper.version, "The mail van was in an accident and its load was scattered.")
    with place.as_("assistance") as work:
        for paper in bags.bag_here(work, bag_id).papers:
            if trail.fate(paper) not in (*_NOT_THERE, "incomplete"):
                _put(work, paper.id, KeptPlace.PUT_AWAY, f"{paper.facility_code[0]} {work.now:%y}")


def _found(bag: Bag, trail: Trail) -> dict[Id, int]:
    return {
        paper.id: paper.sides - (trail.fate(paper) == "incomplete")
        for paper in bag.papers
        if trail.fate(paper) not in _NOT_THERE
    }


def of_ended(place: Place, told: Told, known: Mapping[str, Id]) -> Life:
    """The paper of a letter that was withdrawn long ago: asked to be destroyed, and perhaps destroyed by two."""
    yield 30
    with place.as_("assistance") as work:
        _put(work, _paper_of(work, told, known), KeptPlace.ASK_TO_DESTROY)
    if told.paper == "destroyed":
        with place.as_("assistance.second") as work:
            _put(work, _paper_of(work, told, known), KeptPlace.DESTROY)


def of_writer(place: Place, told: Told, known: Mapping[str, Id]) -> Life:
    """Given back on the day after the letter was returned."""
    yield told.banked + told.pace * (len(told.readers) - 1) - 1
    with place.as_(told.clerk) as work:
        paper = giving_back.paper_here(work, _paper_of(work, told, known))
        giving_back.act(work, Move.GIVE_BACK, paper, paper.version)


def _paper_of(work: Work, told: Told, known: Mapping[str, Id]) -> Id:
    return work.session.scalars(select(Paper.id).where(Paper.letter_id == known[told.writer.case])).one()


def _put(work: Work, paper_id: Id, where: KeptPlace, mark: str = "") -> None:
    kept = safe.kept_paper(work, paper_id)
    safe.act(work, where, kept, kept.version, mark)
