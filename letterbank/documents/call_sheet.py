"""The words for a first call to someone who asked to be told; closed about who we are until they want to hear (R21)."""

from dataclasses import dataclass
from typing import ClassVar

from letterbank.documents.language import Language


@dataclass(frozen=True, repr=False)
class Attempt:
    """One earlier call, in the words of the person who made it."""

    day: str
    time: str
    caller: str
    outcome: str


@dataclass(frozen=True, kw_only=True, repr=False)
class CallSheet:
    """`name_we_use` and `word_we_say_first` are the person's own choices where they made them; never an agency's name
    unless they chose it. `care_notes` are short warnings such as dates to leave alone (R26).
    """

    template: ClassVar[str] = "call_sheet"

    recipient_name: str
    number: str
    hours_words: str
    name_we_use: str
    call_back_number: str
    writer_name_as_she_gave: str
    letter_word: str
    attempts_left: int
    word_we_say_first: str = ""
    voicemail_is_safe: bool = False
    care_notes: tuple[str, ...] = ()
    attempts_made: tuple[Attempt, ...] = ()
    language: Language = Language.ENGLISH

    def content(self) -> dict[str, object]:
        """What the template `call_sheet` prints."""
        return vars(self) | {"attempts_made": [vars(attempt) for attempt in self.attempts_made]}
