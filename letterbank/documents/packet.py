"""The packet: a cover letter that quotes nothing of the letter, two envelope labels and the letter's pages."""

from dataclasses import dataclass
from typing import ClassVar

from letterbank.documents.language import Language
from letterbank.documents.pictures import PageImage, page_svg, qr_svg


@dataclass(frozen=True, kw_only=True, repr=False)
class Packet:
    """What one packet says. `sender_lines` and the words about the programme come from its policy (R25).

    `large_print`: the letter's typed words, page by page, when she needs them so (N12). They are text, after the
    pages: a voice that reads the document, or a person who reads to her, reads them there.
    """

    template: ClassVar[str] = "packet"

    recipient_name: str
    address_lines: tuple[str, ...]
    sender_lines: tuple[str, ...]
    recipient_code: str
    cover_code: str
    outer_code: str
    writer_name_as_she_gave: str
    pages: tuple[PageImage, ...]
    letter_word: str
    programme_name: str
    signed_by: str
    telephone: str
    hours: str
    date_words: str
    large_print: tuple[str, ...] = ()
    language: Language = Language.ENGLISH

    def __post_init__(self) -> None:
        if not self.pages:
            raise ValueError("A packet holds at least one page")

    def content(self) -> dict[str, object]:
        """What the template `packet` prints."""
        words = {name: value for name, value in vars(self).items() if name != "pages"}
        return words | {
            "recipient": {"svg": qr_svg(self.recipient_code)},
            "cover": {"svg": qr_svg(self.cover_code)},
            "pages": [{"svg": page_svg(page)} for page in self.pages],
        }
