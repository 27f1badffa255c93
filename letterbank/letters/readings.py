"""Which pages a reader has opened since taking the letter: nobody decides on a page they have not seen.

And which the desk has looked at before it sends the letter into review.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters.model import Letter, Page

if TYPE_CHECKING:
    from letterbank.work import Work


class PageReading(Base):
    """One reader opened one page under one claim, which is known by its end: the next claim begins unread.

    At the desk nobody has claimed the letter: there `claimed_until` is when its paper came.

    `desk` is where, as in a review: a facility knows of the pages opened at its own desk only.
    """

    __tablename__ = "page_reading"

    id: Mapped[Id] = mapped_column(primary_key=True)
    page_id: Mapped[Id] = mapped_column(ForeignKey("letter_page.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    desk: Mapped[str]
    reader_id: Mapped[Id]
    claimed_until: Mapped[datetime]
    at: Mapped[datetime]


def note(work: "Work", letter: Letter, page: Page) -> None:
    """This reader, who has taken the letter, sees this page now; or somebody at the desk, who checks the scan."""
    if page.ordinal not in unread(work, letter):
        return
    work.session.add(
        PageReading(
            id=work.new_id(), page_id=page.id, facility_code=letter.facility_code, desk=work.actor.place,
            reader_id=work.actor.id, claimed_until=_since(letter), at=work.now,
        )
    )  # fmt: skip


def unread(work: "Work", letter: Letter) -> list[int]:
    """The pages of the newest revision this reader has not opened since taking the letter, by number."""
    opened = select(PageReading.page_id).where(
        PageReading.page_id.in_([page.id for page in letter.newest.pages]),
        PageReading.reader_id == work.actor.id,
        PageReading.claimed_until == _since(letter),
    )
    seen = set(work.session.scalars(opened))
    return [page.ordinal for page in letter.newest.pages if page.id not in seen]


def _since(letter: Letter) -> datetime:
    return letter.claimed_until or letter.newest.arrived_at


def must_be_read(work: "Work", letter: Letter) -> None:
    """Raises RuleBroken while a page is unread."""
    left = unread(work, letter)
    if left:
        raise RuleBroken(f"Uncover the letter and open every page before you decide. Still unread: {_listed(left)}.")


def must_be_checked(work: "Work", letter: Letter) -> None:
    """Nothing but a look tells whether two letters' pages were exchanged (R12). Raises RuleBroken."""
    left = unread(work, letter)
    if left:
        raise RuleBroken(
            "Look at every page of the scan, with the paper in your hand, before it goes into review. "
            f"Not looked at yet: {_listed(left)}."
        )


def _listed(ordinals: Iterable[int]) -> str:
    *first, last = [f"page {ordinal}" for ordinal in ordinals]
    return f"{', '.join(first)} and {last}" if first else last
