"""Letters that were accepted on paper before this software, with what is written of their reviews then (R32).

Their paper lies at the centre and no facility ever opens them. An earlier review counts only with its reader's name
and day; a review of which nothing is found is given now. No facility's role sees that this table exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, ScalarSelect, exists, literal, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.audit import record as write_down
from letterbank.db import Base
from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters.model import Letter, Revision
from letterbank.permissions import Actor
from letterbank.vault import LetterKey, Sealed, SealedRecord, opening_all
from letterbank.vault.sealed import REVIEW

SIGNED = "signed_reviews"  # the desk's question to whoever passes such a letter

if TYPE_CHECKING:
    from letterbank.work import Work


class EarlierReview(SealedRecord, Base):
    """One review of one revision, given on paper: whose, on which day, and where its paper lies. Never changed."""

    __tablename__ = "earlier_review"
    key_table = LetterKey
    purposes = frozenset({REVIEW})

    id: Mapped[Id] = mapped_column(primary_key=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"), index=True)
    step: Mapped[int]
    given_on: Mapped[date]
    written_by: Mapped[Id]
    written_at: Mapped[datetime]
    reader: Mapped[bytes | None] = mapped_column(Sealed())
    found_in: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.revision_id

    @property
    def place(self) -> str:
        return f"earlier-review/{self.id}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Evidence:
    """What the old file says of one review. `step` indexes the policy's reviews, `found_in` is where its paper lies."""

    step: int
    reader: str
    given_on: date
    found_in: str


def write_in(work: "Work", letter: Letter, found: Sequence[Evidence]) -> None:
    """Keep what the file says, under the letter's own key. Raises RuleBroken for what cannot be so.

    R30: the number of different people is never lowered, so one name stands at one review only.
    """
    for one in found:
        _must_make_sense(work, letter, one)
    names = [_plain(one.reader) for one in found]
    if len(set(names)) < len(names):
        raise RuleBroken("The same name stands at two reviews. Different people give them: leave one of the two out.")
    for one in found:
        kept = EarlierReview(
            id=work.new_id(), revision_id=letter.newest.id, step=one.step, given_on=one.given_on,
            written_by=work.actor.id, written_at=work.now,
        )  # fmt: skip
        work.vault.seal(work, kept, reader=" ".join(one.reader.split()), found_in=" ".join(one.found_in.split()))
        work.session.add(kept)
    write_down(work, "earlier reviews written in", letter.subject, steps=[one.step for one in found])


def readers(work: "Work", revision: Revision, step: int) -> set[Id]:
    """Who gave this review on paper: one id for each person. At a facility nobody, for its role sees none of it."""
    if work.actor.facility is not None:
        return set()
    query = select(EarlierReview.id).where(EarlierReview.revision_id == revision.id, EarlierReview.step == step)
    return set(work.session.scalars(query))


def first_step(work: "Work", letter: Letter) -> int:
    """The review the letter enters at: the first of which the file lacks somebody, and at the latest the last."""
    last = len(work.policy.reviews) - 1
    lacking = (
        number for number in range(last)
        if len(readers(work, letter.newest, number)) < work.policy.reviews[number].people
    )  # fmt: skip
    return next(lacking, last)


def written_in_by(actor: Actor, revision: ColumnElement[Id] | ScalarSelect[Id]) -> ColumnElement[bool]:
    """Of the revision a query names: whether this person wrote its earlier reviews in."""
    return exists().where(EarlierReview.revision_id == revision, EarlierReview.written_by == actor.id)


def wrote_it_in(work: "Work", letter: Letter) -> bool:
    """Whether this person wrote earlier reviews of the newest revision into the file."""
    if work.actor.facility is not None:
        return False
    return bool(work.session.scalar(select(written_in_by(work.actor, literal(letter.newest.id)))))


def are_claimed(work: "Work", letter: Letter) -> bool:
    """Whether reviews on paper stand in the file of the newest revision."""
    return any(readers(work, letter.newest, number) for number in range(len(work.policy.reviews)))


def must_be_looked_at(work: "Work", letter: Letter, *, seen: bool) -> None:
    """Whoever passes the letter has had the signed reviews in hand: what somebody typed is not what somebody signed."""
    if not are_claimed(work, letter):
        return
    if not seen:
        raise RuleBroken("Look at the signed reviews in the file first, compare the names, and say that you did.")
    write_down(work, "signed reviews looked at", letter.subject)


def must_be_somebody_else(work: "Work", letter: Letter) -> None:
    """P1: who reviewed it on paper does not review it again. Names are compared as they are written."""
    for _review, name, _found_in in opened_of(work, letter):
        if _plain(name) == _plain(work.actor.name):
            raise RuleBroken("Your name stands among the earlier reviews. A different person gives this one.")


def opened_of(work: "Work", letter: Letter) -> list[tuple[EarlierReview, str, str]]:
    """The earlier reviews with their readers and places, in the order of the policy's reviews."""
    if work.actor.facility is not None:
        return []
    query = select(EarlierReview).where(EarlierReview.revision_id == letter.newest.id)
    rows = work.session.scalars(query.order_by(EarlierReview.step, EarlierReview.given_on, EarlierReview.id)).all()
    opened = opening_all(work, rows, REVIEW) if rows else []
    return [(row, values.reader, values.found_in) for row, values in zip(rows, opened, strict=True)]


def _must_make_sense(work: "Work", letter: Letter, one: Evidence) -> None:
    title = work.policy.reviews[one.step].title
    if not one.reader.strip():
        raise RuleBroken(f"Say who gave the review of the {title}, or leave all of it empty.")
    if one.given_on > work.today:
        raise RuleBroken(f"The review of the {title} cannot have been given in the future.")
    if letter.on_paper_since and one.given_on < letter.on_paper_since:
        raise RuleBroken(f"The review of the {title} cannot be older than the letter. Compare the two days.")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
