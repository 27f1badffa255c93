"""A letter typed out page by page, for equal access (N12): large print, reading aloud, a screen reader at the desk.

It is sealed under the letter's own key, so that custody and destruction follow. Only what a second person has read
beside the page counts as the letter's words; whatever is typed again must be read again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.ids import Id
from letterbank.letters.model import Page, Revision
from letterbank.vault import LetterKey, Opened, Sealed, SealedRecord, opening_all
from letterbank.vault.sealed import PRINT, REVIEW, Purpose

if TYPE_CHECKING:
    from letterbank.work import Work


class Transcript(SealedRecord, Base):
    """One page's words as they were typed once. The newest of a page counts; none is ever changed.

    `by_machine`: a draft nobody has corrected. `read_by`: the second person who found it right beside the page.
    """

    __tablename__ = "transcript"
    key_table = LetterKey
    purposes = frozenset({REVIEW, PRINT})

    id: Mapped[Id] = mapped_column(primary_key=True)
    page_id: Mapped[Id] = mapped_column(ForeignKey("letter_page.id"), index=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    desk: Mapped[str]
    ordinal: Mapped[int]
    by_machine: Mapped[bool]
    typed_by: Mapped[Id]
    typed_at: Mapped[datetime]
    read_by: Mapped[Id | None]
    read_at: Mapped[datetime | None]
    words: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.revision_id

    @property
    def place(self) -> str:
        return f"transcript/{self.id}"

    @property
    def is_confirmed(self) -> bool:
        return self.read_by is not None and self.read_by != self.typed_by and not self.by_machine


def newest_of(work: "Work", page: Page) -> Transcript | None:
    return _newest(work, [page]).get(page.id)


def opened_of(
    work: "Work", revision: Revision, purpose: Purpose, *, confirmed: bool = False
) -> list[tuple[Transcript, Opened]]:
    """The newest of each page that has one, with its words, under one entry in the audit."""
    found = sorted(_newest(work, revision.pages).values(), key=lambda typed: typed.ordinal)
    wanted = [typed for typed in found if typed.is_confirmed or not confirmed]
    return list(zip(wanted, opening_all(work, wanted, purpose), strict=True))


def transcript_of(work: "Work", revision: Revision, purpose: Purpose = PRINT) -> Mapping[int, str]:
    """The confirmed words by page; a page is missing until a second person has read what was typed."""
    return {typed.ordinal: opened.words for typed, opened in opened_of(work, revision, purpose, confirmed=True)}


def pages_without_words(work: "Work", revision: Revision) -> list[int]:
    """Which pages nobody has typed and a second person read. Opens nothing."""
    newest = _newest(work, revision.pages)
    return [page.ordinal for page in revision.pages if page.id not in newest or not newest[page.id].is_confirmed]


def _newest(work: "Work", pages: Iterable[Page]) -> dict[Id, Transcript]:
    query = select(Transcript).where(Transcript.page_id.in_([page.id for page in pages]))
    ordered = work.session.scalars(query.order_by(Transcript.typed_at, Transcript.id))
    return {typed.page_id: typed for typed in ordered}
