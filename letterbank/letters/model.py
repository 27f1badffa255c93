"""A letter: one writer, one incident, a named addressee. Its rows tell facility and writer facts alone (R1, R37)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from letterbank.db import Base, words
from letterbank.ids import Id
from letterbank.people.model import Case, Offender
from letterbank.vault import LetterKey, Sealed, SealedRecord
from letterbank.vault.sealed import CHECK_SCAN, DECIDE, MEND, PRINT, REVIEW


class LetterStage(StrEnum):
    REGISTERED = "registered"
    IN_REVIEW = "in_review"
    ESCALATED = "escalated"
    RETURNED = "returned"
    REFUSED = "refused"
    BANKED = "banked"
    WITHDRAWN = "withdrawn"
    STRUCK = "struck"


class Letter(Base):
    """`number` is what people say aloud. `step` indexes `policy.reviews` while the letter is in review.

    `acknowledged`: the writer signed that taking part is voluntary, may never be read and changes nothing.
    `on_paper_since`: the day it came, for a letter accepted on paper before; it is taken in at the centre (R32).
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_queue", "stage", "since", "id"),
        Index("ix_letter_facility_queue", "facility_code", "stage", "since", "id"),
        Index("ix_letter_registered", "facility_code", "registered_at", "id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    offender_id: Mapped[Id] = mapped_column(ForeignKey("offender.id"), index=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey("court_case.id"), index=True)
    acknowledged: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[LetterStage] = mapped_column(words(LetterStage), default=LetterStage.REGISTERED)
    step: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime]
    registered_at: Mapped[datetime]
    registered_by: Mapped[Id]
    on_paper_since: Mapped[date | None]
    claimed_by: Mapped[Id | None]
    claimed_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    offender: Mapped[Offender] = relationship()
    case: Mapped[Case] = relationship()
    revisions: Mapped[list["Revision"]] = relationship(back_populates="letter", order_by="Revision.ordinal")

    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> str:
        return f"letter/{self.id}"

    @property
    def taken_in_at(self) -> str:
        """Where its paper is taken in. Once returned or refused, a letter is its facility's to speak of."""
        here = self.on_paper_since is not None and self.stage is LetterStage.REGISTERED
        return "central" if here else f"facility/{self.facility_code}"

    @property
    def is_old_file(self) -> bool:
        """Whether its newest paper is that of the old files, which lies at the centre (R32)."""
        return self.on_paper_since is not None and len(self.revisions) == 1

    def touch(self) -> None:
        """Moves its version though no column changes: of two people whose deeds meet here, one is told so."""
        flag_modified(self, "since")

    @property
    def came_again(self) -> bool:
        """Whether paper came after it came to its stage: of a returned letter, the rewritten one."""
        return any(revision.arrived_at >= self.since for revision in self.revisions)

    @property
    def newest(self) -> "Revision":
        """The revision that counts: only it is reviewed, and only it can ever be printed."""
        return self.revisions[-1]


class Revision(SealedRecord, Base):
    """The letter as it came on paper once; returned and rewritten it comes again as the next revision.

    `declared` is how many written sides the clerk counted on the paper. Until it is scanned it has no pages.
    """

    __tablename__ = "letter_revision"
    __table_args__ = (Index("uq_letter_revision_place", "letter_id", "ordinal", unique=True),)
    key_table = LetterKey
    purposes = frozenset({REVIEW, DECIDE, MEND, PRINT})

    id: Mapped[Id] = mapped_column(primary_key=True)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    ordinal: Mapped[int]
    declared: Mapped[int]
    arrived_at: Mapped[datetime]
    addressee: Mapped[bytes | None] = mapped_column(Sealed())

    letter: Mapped[Letter] = relationship(back_populates="revisions")
    pages: Mapped[list["Page"]] = relationship(back_populates="revision", order_by="Page.ordinal")

    @property
    def key_id(self) -> Id:
        return self.id

    @property
    def place(self) -> str:
        return f"letter/{self.letter_id}/revision/{self.ordinal}"


class Page(SealedRecord, Base):
    """One sheet's side as uniform pixels. `kind` is a media type; width and height are pixels at 200 dpi."""

    __tablename__ = "letter_page"
    __table_args__ = (Index("uq_letter_page_place", "revision_id", "ordinal", unique=True),)
    key_table = LetterKey
    purposes = frozenset({REVIEW, DECIDE, PRINT, CHECK_SCAN})

    id: Mapped[Id] = mapped_column(primary_key=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    ordinal: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    kind: Mapped[str]
    image: Mapped[bytes | None] = mapped_column(Sealed(text=False), deferred=True)

    revision: Mapped[Revision] = relationship(back_populates="pages")

    @property
    def key_id(self) -> Id:
        return self.revision_id

    @property
    def place(self) -> str:
        return f"{self.revision.place}/page/{self.ordinal}"


class OriginalPiece(SealedRecord, Base):
    """A mebibyte of the file as it came, where the policy keeps originals: sealed like the pages, opened by no page."""

    __tablename__ = "letter_original"
    key_table = LetterKey
    purposes = frozenset()

    revision_id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    content: Mapped[bytes | None] = mapped_column(Sealed(text=False), deferred=True)

    revision: Mapped[Revision] = relationship()

    @property
    def key_id(self) -> Id:
        return self.revision_id

    @property
    def place(self) -> str:
        return f"{self.revision.place}/original/{self.ordinal}"


class LetterStep(Base):
    """One step a letter took: its story, readable by those who may list it."""

    __tablename__ = "letter_step"

    id: Mapped[Id] = mapped_column(primary_key=True)
    record_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    actor_id: Mapped[Id]
    at: Mapped[datetime]


class Verdict(StrEnum):
    PASS = "pass"
    RETURN = "return"
    REFUSE = "refuse"


class Review(SealedRecord, Base):
    """One person's review of one revision at one step. Answers and reasons are sealed with the letter.

    `desk` is where it was given: `central` or `facility/<code>`. PostgreSQL lets a facility write its own only.
    """

    __tablename__ = "review"
    key_table = LetterKey
    purposes = frozenset({REVIEW, MEND})

    id: Mapped[Id] = mapped_column(primary_key=True)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("letter_revision.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    step: Mapped[int]
    desk: Mapped[str]
    reviewer_id: Mapped[Id]
    verdict: Mapped[Verdict] = mapped_column(words(Verdict))
    at: Mapped[datetime]
    answers: Mapped[bytes | None] = mapped_column(Sealed())
    reasons: Mapped[bytes | None] = mapped_column(Sealed())

    @property
    def key_id(self) -> Id:
        return self.revision_id

    @property
    def place(self) -> str:
        return f"review/{self.id}"
