"""Rows of the lists of paper, and the printed list of a bag: numbers, sides and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from letterbank.audit import record as write_down
from letterbank.documents.dispatch_list import DispatchList, Listed
from letterbank.letters.paper.model import Bag, Paper, PaperStage
from letterbank.letters.paper.schedule import Beat
from letterbank.letters.paper.seen import which_paper, words_for
from letterbank.people.model import Facility
from letterbank.work import Work

S = PaperStage


@dataclass(frozen=True)
class Going:
    """A paper that waits for its bag. `late`: its day is over."""

    paper: Paper
    goes_on: date
    late: bool


@dataclass(frozen=True)
class Row:
    """A paper on any other list: where it stands, in words and with a colour."""

    paper: Paper
    words: str
    kind: str
    more: str = ""


def going(work: Work, papers: Sequence[Paper]) -> list[Going]:
    beat = Beat.of(work.policy)
    days = [(paper, beat.due_on(paper.ready_at)) for paper in papers]
    return [Going(paper, day, day < work.today) for paper, day in days]


def rows(work: Work, papers: Sequence[Paper]) -> list[Row]:
    return [
        Row(paper, *words_for(paper.stage), f"{which_paper(work, paper)} {_more(work, paper)}".strip())
        for paper in papers
    ]


_NOT_YET = {
    S.SENT: "The bag has not been opened.",
    S.SENT_BACK: "The facility has not said that it came.",
}


def _more(work: Work, paper: Paper) -> str:
    """What helps to look for it."""
    if paper.stage is S.INCOMPLETE:
        return f"{paper.sides_found} of {paper.sides} sides are here."
    if paper.stage in (S.TO_SEND, S.PACKED):
        return f"Should have gone on {_day(Beat.of(work.policy).due_on(paper.ready_at))}."
    return _NOT_YET.get(paper.stage, "")


def dispatch_list(work: Work, bag: Bag) -> DispatchList:
    """The two parts to print. They name no writer and no addressee (R5)."""
    write_down(work, "print dispatch list", bag.subject)
    facility = work.session.scalar(select(Facility).where(Facility.code == bag.facility_code))
    local = bag.packed_at.astimezone(work.policy.zone)
    return DispatchList(
        bag_number=bag.number, facility_name=facility.name if facility else bag.facility_code,
        leaves_words=_long(bag.leaves_on), packed_words=f"{_long(local)}, {local:%H:%M}",
        programme_name=work.policy.programme.name,
        papers=tuple(Listed(paper.letter.number, paper.sides) for paper in bag.papers),
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _long(day: date | datetime) -> str:
    return f"{day:%A, %B} {day.day}, {day.year}"
