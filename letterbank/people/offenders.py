"""Finding a writer by number or name, within what this person may see. A name is never searched across facilities."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, exists, or_, select, tuple_
from sqlalchemy.orm import selectinload

from letterbank.errors import Missing
from letterbank.ids import Id, is_id
from letterbank.people.model import Offender
from letterbank.permissions import Actor
from letterbank.work import Work

ROWS = 25
_WORDS = 6


@dataclass(frozen=True)
class Found:
    """One page of a search; `after` continues it, or is None at its end."""

    rows: Sequence[Offender]
    after: Id | None


def own(actor: Actor) -> Select[Offender]:
    """The offenders this person may see: those of their facility; centrally all."""
    query = select(Offender)
    return query.where(Offender.facility_code == actor.facility) if actor.facility else query


def offender_here(work: Work, offender_id: Id) -> Offender:
    """Raises Missing alike for one who is elsewhere and one who is not there."""
    found = work.session.scalar(
        own(work.actor).where(Offender.id == offender_id).options(selectinload(Offender.cases))
    )
    if found is None:
        raise Missing
    return found


def is_empty(work: Work) -> bool:
    """Whether nobody was ever taken into the register."""
    return not work.session.scalar(select(exists().select_from(Offender)))


def find_offenders(work: Work, words: str, after: str = "") -> Found:
    """Those whose number begins with `words`, or whose name holds every one of them; by name, in pages."""
    query = own(work.actor)
    asked = words.split()[:_WORDS]
    if asked:
        by_name = and_(*(Offender.name.icontains(word, autoescape=True) for word in asked))
        query = query.where(or_(Offender.number.istartswith("".join(asked), autoescape=True), by_name))
    last = work.session.scalar(own(work.actor).where(Offender.id == after)) if is_id(after) else None
    if last:
        query = query.where(tuple_(Offender.name, Offender.id) > tuple_(last.name, last.id))
    rows = work.session.scalars(query.order_by(Offender.name, Offender.id).limit(ROWS + 1)).all()
    return Found(rows[:ROWS], rows[ROWS - 1].id if len(rows) > ROWS else None)
