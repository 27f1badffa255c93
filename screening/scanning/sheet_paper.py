"""From a one-time code to the leaf that is printed: one for a registered letter, or a batch to fill in by hand."""

from collections.abc import Iterable

from letterbank.documents.cover_sheet import CoverSheets, Sheet
from screening.scanning.coversheets import Desk, shown, spelt


def sheet_for_letter(desk: Desk, place_name: str, code: str, *, letter_number: str, sides: int) -> CoverSheets:
    """The one leaf for a letter whose written sides are counted."""
    sheet = Sheet(text=spelt(desk, code, sides), code=shown(code), letter_number=letter_number, sides=sides)
    return CoverSheets(place_name=place_name, sheets=(sheet,))


def sheets_to_fill_in(desk: Desk, place_name: str, codes: Iterable[str]) -> CoverSheets:
    """A leaf for each code in one document, for a drawer at the desk: number and sides are written in by hand."""
    return CoverSheets(
        place_name=place_name, sheets=tuple(Sheet(text=spelt(desk, code, None), code=shown(code)) for code in codes)
    )
