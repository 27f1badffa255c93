"""What is printed on a cover sheet, and how a sheet stands in a list. It names no writer and no addressee (R12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from letterbank.audit import record as write_down
from letterbank.documents.cover_sheet import CoverSheets, Sheet
from letterbank.errors import Missing, WrongStage
from letterbank.ids import Id
from letterbank.letters.intake import OPEN_TO_SCANS
from letterbank.letters.model import Letter, Revision
from letterbank.permissions import Permission, must
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work
from screening.scanning.coversheets import shown
from screening.sheets.genuine import is_expected, printed_code
from screening.sheets.model import CoverSheet, SheetStage

STANDING = (SheetStage.BLANK, SheetStage.READY)
WORDS = {
    SheetStage.BLANK: ("Blank, not registered", "calm"),
    SheetStage.READY: ("Waits to be scanned", "plain"),
    SheetStage.USED: ("Used", "good"),
    SheetStage.VOID: ("Void", "stop"),
}
_NO_LONGER = ("Its letter takes no scan any more", "stop")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One sheet of the list; `letter` is its letter's number and id, once it has one."""

    id: Id
    batch: Id
    code: str
    words: str
    kind: str
    since: datetime
    printed_at: datetime | None
    declared: int | None
    letter: tuple[str, Id] | None
    stands: bool


def row(sheet: CoverSheet) -> Row:
    stands = sheet.stage is SheetStage.BLANK or (sheet.stage is SheetStage.READY and is_expected(sheet))
    words, kind = WORDS[sheet.stage] if stands or sheet.stage not in STANDING else _NO_LONGER
    letter = sheet.revision.letter if sheet.revision else None
    return Row(
        id=sheet.id, batch=sheet.batch, code=shown(sheet.code), words=words, kind=kind, since=sheet.since,
        printed_at=sheet.printed_at, declared=sheet.revision.declared if sheet.revision else sheet.declared,
        letter=(letter.number, letter.id) if letter else None, stands=stands,
    )  # fmt: skip


def standing(work: Work, after: str | None) -> Shown[CoverSheet]:
    """The sheets of this desk that still wait, the longest waiting first. A withdrawn letter's waits for nothing."""
    return page_of(work.session, _standing(work), CoverSheet.since, CoverSheet.id, after)


def standing_for(work: Work, letter: Letter) -> CoverSheet | None:
    """The sheet that is good for the newest paper of this letter."""
    query = _standing(work).where(CoverSheet.revision_id == letter.newest.id)
    return work.session.scalar(query.order_by(CoverSheet.since.desc()).limit(1))


def in_batch(work: Work, batch: Id) -> Sequence[CoverSheet]:
    """The sheets of one printing that are still good. Raises Missing when none is."""
    must(work.actor, Permission.SCAN_BRING)
    query = _standing(work).where(CoverSheet.batch == batch).order_by(CoverSheet.id)
    sheets = work.session.scalars(query).all()
    if not sheets:
        raise Missing
    return sheets


def went_to_paper(work: Work, batch: Id) -> bool:
    return any(sheet.printed_at for sheet in in_batch(work, batch))


def on_paper(work: Work, batch: Id) -> CoverSheets:
    """The same, for paper, once: two prints of one code could lie on two letters. Raises WrongStage afterwards (N5)."""
    if went_to_paper(work, batch):
        raise WrongStage("This was opened for printing before. Print another, with a new code.")
    sheets = in_batch(work, batch)
    for sheet in sheets:
        sheet.printed_at = work.now
    write_down(work, "cover sheets printed on paper", *[sheet.subject for sheet in sheets])
    facility = f"Facility {work.actor.facility}" if work.actor.facility else "Central office"
    return CoverSheets(place_name=facility, sheets=tuple(_as_printed(work, sheet) for sheet in sheets))


def _as_printed(work: Work, sheet: CoverSheet) -> Sheet:
    return Sheet(
        text=printed_code(work, sheet), code=shown(sheet.code), sides=sheet.declared,
        letter_number=sheet.revision.letter.number if sheet.revision else "",
    )  # fmt: skip


def _standing(work: Work) -> Select[CoverSheet]:
    expected = exists().where(
        Revision.id == CoverSheet.revision_id, Letter.id == Revision.letter_id, Letter.stage.in_(OPEN_TO_SCANS)
    )
    query = select(CoverSheet).where(
        CoverSheet.desk == work.actor.place,
        or_(CoverSheet.stage == SheetStage.BLANK, and_(CoverSheet.stage == SheetStage.READY, expected)),
    )
    return query.options(joinedload(CoverSheet.revision).joinedload(Revision.letter))

