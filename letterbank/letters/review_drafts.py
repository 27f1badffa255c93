"""What a reader has answered so far at the desk, kept until the review is given. It is nobody's word yet.

Sealed under the letter's own key; no backup holds it. It is over when its reader is done with the letter, for every
reader when the letter goes elsewhere, and after the days the policy names.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CursorResult, ForeignKey, Index, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.audit import record
from letterbank.db import Base
from letterbank.ids import Id
from letterbank.letters.model import Letter, LetterStage
from letterbank.vault import LetterKey, Sealed, SealedRecord
from letterbank.vault.sealed import DECIDE, REVIEW

if TYPE_CHECKING:
    from letterbank.work import Work

_READ = (LetterStage.IN_REVIEW, LetterStage.ESCALATED)


class ReviewDraft(SealedRecord, Base):
    """One reader's of one revision. `answers` are what stands in the questions, `words` what stands on the page of
    reasons: JSON by the field's name. `kept_from` names the one opening of the page that kept it last.

    `desk` is where, as in a review: a facility knows nothing of what the centre's readers keep.
    """

    __tablename__ = "review_draft"
    __table_args__ = (
        Index("uq_review_draft_reader", "revision_id", "desk", "reader_id", unique=True),
        {"info": {"backup": "never"}},  # a returned letter's key goes back to its facility; an old backup would stay
    )
    key_table = LetterKey
    purposes = frozenset({REVIEW, DECIDE})

    id: Mapped[Id] = mapped_column(primary_key=True)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"))
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    desk: Mapped[str]
    reader_id: Mapped[Id]
    kept_at: Mapped[datetime]
    kept_from: Mapped[Id]
    answers: Mapped[bytes | None] = mapped_column(Sealed())
    words: Mapped[bytes | None] = mapped_column(Sealed())
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def key_id(self) -> Id:
        return self.revision_id

    @property
    def place(self) -> str:
        return f"review_draft/{self.id}"


def of_mine(work: "Work", letter: Letter) -> ReviewDraft | None:
    """This reader's, of the revision that counts."""
    return work.session.scalar(
        select(ReviewDraft).where(
            ReviewDraft.revision_id == letter.newest.id,
            ReviewDraft.desk == work.actor.place,
            ReviewDraft.reader_id == work.actor.id,
        )
    )


def letters_of_mine(work: "Work", letters: Iterable[Letter]) -> set[Id]:
    """Of which of these letters this reader has answers kept. Opens nothing."""
    query = select(ReviewDraft.letter_id).where(
        ReviewDraft.letter_id.in_([letter.id for letter in letters]), ReviewDraft.reader_id == work.actor.id
    )
    return set(work.session.scalars(query))


def end(work: "Work", letter: Letter, *, of_everybody: bool) -> None:
    """This reader is done with the letter; or everybody is, because it goes elsewhere."""
    over = delete(ReviewDraft).where(ReviewDraft.letter_id == letter.id)
    work.session.execute(over if of_everybody else over.where(ReviewDraft.reader_id == work.actor.id))


def end_due(work: "Work") -> None:
    """The worker's part: what is too old, and what the centre kept of a letter its facility has withdrawn since."""
    days = timedelta(days=work.policy.claims.draft_days)
    ended = select(Letter.id).where(Letter.id == ReviewDraft.letter_id, Letter.stage.not_in(_READ)).exists()
    over = delete(ReviewDraft).where(or_(ReviewDraft.kept_at <= work.now - days, ended))
    gone = cast(CursorResult[Any], work.session.execute(over, execution_options={"synchronize_session": False}))
    if gone.rowcount:
        record(work, "kept answers ended", count=gone.rowcount)
