"""The paper that parts one letter from the next in a scanned stack. It names no writer and no addressee (R12)."""

from dataclasses import dataclass
from typing import ClassVar

from letterbank.documents.language import Language
from letterbank.documents.pictures import qr_svg


@dataclass(frozen=True, kw_only=True, repr=False)
class Sheet:
    """One sheet for one letter. Without `sides` it has boxes in which the number and the sides are written by hand.

    `text` is what its QR codes say, `code` the same one-time code as a person types it.
    """

    text: str
    code: str
    letter_number: str = ""
    sides: int | None = None

    def content(self) -> dict[str, object]:
        """What the template prints of this sheet."""
        return {
            "code": self.code,
            "letter_number": self.letter_number,
            "sides": self.sides,
            "mark": {"svg": qr_svg(self.text)},
        }


@dataclass(frozen=True, kw_only=True, repr=False)
class CoverSheets:
    """One sheet a leaf: one for a letter that is registered, or many to be filled in by hand."""

    template: ClassVar[str] = "cover_sheet"

    place_name: str
    sheets: tuple[Sheet, ...]
    language: Language = Language.ENGLISH

    def __post_init__(self) -> None:
        if not self.sheets:
            raise ValueError("There is at least one cover sheet to print")

    def content(self) -> dict[str, object]:
        """What the template `cover_sheet` prints."""
        return vars(self) | {"sheets": [sheet.content() for sheet in self.sheets]}
