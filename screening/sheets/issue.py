"""Giving out cover sheets: one for a registered letter, blank ones to be filled by hand, and taking them back.

A sheet is good once, and its code goes to paper once. Another print has another code; the one before is void (N5).
"""

from collections.abc import Sequence

from sqlalchemy import select

from letterbank.audit import record as write_down
from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.letters.intake import waits_for_scan
from letterbank.letters.model import Letter, Revision
from letterbank.permissions import Permission, must
from letterbank.work import Work
from letterbank.workflow import take
from screening.scanning import coversheets
from screening.sheets.model import CoverSheet, SheetStage
from screening.sheets.workflow import SHEETS, Step

MOST_AT_ONCE = 50


def print_for(work: Work, letter: Letter) -> CoverSheet:
    """A fresh sheet for paper that waits for its scan. Raises WrongStage when it does not."""
    must(work.actor, Permission.LETTER_REGISTER, letter)
    if not waits_for_scan(letter):
        raise WrongStage("This letter does not wait for a scan. Look at where it stands now.")
    letter.touch()
    void_for(work, letter)
    return _issue(work, work.new_id(), letter.newest)


def print_blank(work: Work, count: int) -> list[CoverSheet]:
    """Sheets that nobody's letter has yet: filled by hand, registered afterwards."""
    must(work.actor, Permission.SCAN_BRING)
    if not 1 <= count <= MOST_AT_ONCE:
        raise RuleBroken(f"Print from 1 to {MOST_AT_ONCE} blank sheets at a time.")
    batch = work.new_id()
    return [_issue(work, batch, None) for _ in range(count)]


def print_others(work: Work, sheets: Sequence[CoverSheet]) -> list[CoverSheet]:
    """In the place of blank sheets that went to paper already: as many new ones. Those of before are void (N5)."""
    blank = [sheet for sheet in sheets if sheet.stage is SheetStage.BLANK]
    if not blank:
        raise WrongStage("No blank sheet is left among these. Look at the list of cover sheets for where they stand.")
    for sheet in blank:
        take(work, SHEETS, Step.VOID, sheet)
    return print_blank(work, len(blank))


def lay_on(work: Work, letter: Letter, typed: str) -> None:
    """The blank sheet that lies on this paper, by the code somebody typed; nothing typed, nothing done."""
    if not typed.strip():
        return
    if letter.newest.pages:
        raise RuleBroken("A letter comes with its scan or with a cover sheet, not with both. Leave one of them out.")
    sheet = find_typed(work, typed)
    if sheet.stage is not SheetStage.BLANK:
        raise RuleBroken("This is not a blank cover sheet any more. Take another one.")
    letter.touch()
    sheet.revision_id, sheet.revision = letter.newest.id, letter.newest
    take(work, SHEETS, Step.BIND, sheet)


def standing_for(work: Work, letter: Letter) -> Sequence[CoverSheet]:
    """Every sheet that is still good for the newest paper of this letter."""
    standing = select(CoverSheet).where(
        CoverSheet.revision_id == letter.newest.id, CoverSheet.stage == SheetStage.READY
    )
    return work.session.scalars(standing).all()


def void_for(work: Work, letter: Letter) -> None:
    for sheet in standing_for(work, letter):
        take(work, SHEETS, Step.VOID, sheet)


def replace_for(work: Work, letter: Letter, *, sure: bool) -> None:
    """As void_for, on somebody's word: a sheet may lie on the paper already. Raises RuleBroken without it."""
    if not sure and standing_for(work, letter):
        raise RuleBroken(
            "Nothing was changed: a cover sheet is printed for this letter, and it would be void. Say below that it "
            "counts no more, and take it off the paper."
        )
    void_for(work, letter)


def void(work: Work, sheet: CoverSheet) -> None:
    """A sheet that was lost or spoiled. Its letter waits on, for another."""
    take(work, SHEETS, Step.VOID, sheet)


def find(work: Work, sheet_id: Id) -> CoverSheet:
    """Raises Missing alike for a sheet of another desk and one that is not there."""
    sheet = work.session.get(CoverSheet, sheet_id)
    if sheet is None or sheet.desk != work.actor.place:
        raise Missing
    return sheet


def made_together(work: Work, batch: Id) -> Sequence[CoverSheet]:
    """The sheets of one batch at this desk, whatever became of them."""
    together = select(CoverSheet).where(CoverSheet.desk == work.actor.place, CoverSheet.batch == batch)
    return work.session.scalars(together.order_by(CoverSheet.id)).all()


def find_typed(work: Work, typed: str) -> CoverSheet:
    """By the letters on the sheet. Raises RuleBroken with what to look at."""
    code = coversheets.typed(typed)
    sheet = sheets_of(work, [code]).get(code)
    if sheet is None:
        raise RuleBroken("No cover sheet of this desk has this code. Compare it with the sheet, sign by sign.")
    return sheet


def sheets_of(work: Work, codes: Sequence[str]) -> dict[str, CoverSheet]:
    """The sheets of this desk by their codes."""
    found = select(CoverSheet).where(CoverSheet.desk == work.actor.place, CoverSheet.code.in_(codes))
    return {sheet.code: sheet for sheet in work.session.scalars(found)}


def _issue(work: Work, batch: Id, revision: Revision | None) -> CoverSheet:
    sheet = CoverSheet(
        id=work.new_id(), desk=work.actor.place, code=coversheets.new_code(work.ids), batch=batch, since=work.now,
        declared=revision.declared if revision else None, revision_id=revision.id if revision else None,
        revision=revision, stage=SheetStage.READY if revision else SheetStage.BLANK, printed_by=work.actor.id,
    )  # fmt: skip
    work.session.add(sheet)
    work.session.flush()
    write_down(work, "cover sheet printed", sheet.subject, *([revision.letter.subject] if revision else []))
    return sheet
