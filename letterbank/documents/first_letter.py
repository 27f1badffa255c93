"""The first letter to someone who named the mail as safe: it asks, and says nothing of what it asks about (R21)."""

from dataclasses import dataclass
from typing import ClassVar

from letterbank.documents.language import Language


@dataclass(frozen=True, kw_only=True, repr=False)
class FirstLetter:
    """`name_we_use` and `word_we_say_first` are the person's own choices where they made them. `sender_lines` stand on
    the envelope. `letters_left` is how often we may write again if we hear nothing. There is no field for more.
    """

    template: ClassVar[str] = "first_letter"

    recipient_name: str
    address_lines: tuple[str, ...]
    sender_lines: tuple[str, ...]
    name_we_use: str
    call_back_number: str
    call_back_hours: str
    letters_left: int
    date_words: str
    word_we_say_first: str = ""
    language: Language = Language.ENGLISH

    def content(self) -> dict[str, object]:
        """What the template `first_letter` prints."""
        return dict(vars(self))
