"""A cover sheet's printed code as this desk makes and judges it: under a key that only this desk holds (N5)."""

from collections.abc import Iterable

from letterbank.letters.intake import waits_for_scan
from letterbank.vault.ring import domain_of
from letterbank.vault.vault import Vault
from letterbank.work import Work
from screening.scanning import coversheets
from screening.scanning.coversheets import CENTRAL, Desk, Verdict
from screening.scanning.separation import Known, Standing
from screening.sheets.issue import sheets_of
from screening.sheets.model import CoverSheet, SheetStage

_STANDING = {
    SheetStage.BLANK: Standing.UNREGISTERED,
    SheetStage.READY: Standing.READY,
    SheetStage.USED: Standing.USED,
    SheetStage.VOID: Standing.VOID,
}


def printed_code(work: Work, sheet: CoverSheet) -> str:
    """The text of the QR code."""
    return coversheets.spelt(_desk(work.vault, sheet.desk), sheet.code, sheet.declared)


def known(work: Work, texts: Iterable[str]) -> dict[str, Known]:
    """What this desk knows of every text that was read on a stack."""
    desk = _desk(work.vault, work.actor.place)
    claims = {text: coversheets.claimed(desk, text) for text in texts}
    genuine = [claim.code for claim in claims.values() if claim.verdict is Verdict.OURS]
    sheets = sheets_of(work, genuine)
    return {text: Known(claim, *_looked_up(sheets.get(claim.code))) for text, claim in claims.items()}


def _looked_up(sheet: CoverSheet | None) -> tuple[Standing, int | None]:
    """A sheet whose letter waits for no scan any more has had its turn, whatever it says of itself."""
    if sheet is None:
        return Standing.UNKNOWN, None
    if sheet.stage is SheetStage.READY and not is_expected(sheet):
        return Standing.VOID, None
    return _STANDING[sheet.stage], sheet.revision.declared if sheet.revision else None


def is_expected(sheet: CoverSheet) -> bool:
    """Whether its letter still waits for the scan that this sheet would lead to it."""
    revision = sheet.revision
    if revision is None or revision.letter.taken_in_at != sheet.desk:
        return False
    return revision.letter.newest.id == revision.id and waits_for_scan(revision.letter)


def _desk(vault: Vault, place: str) -> Desk:
    def mac(text: str) -> bytes:
        return vault.digest(domain_of(place), "cover sheet", text)

    name = CENTRAL if place == "central" else place.partition("/")[2]
    return Desk(vault.ring.department, name, mac)
