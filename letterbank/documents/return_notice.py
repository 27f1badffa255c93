"""To the writer: what to mend. It takes nothing but the review, so it cannot show anything about a victim (R1, R4)."""

from dataclasses import dataclass
from typing import ClassVar

from letterbank.documents.language import Language


@dataclass(frozen=True, repr=False)
class Change:
    """One thing the reviewers found, and in kind words how to mend it."""

    found: str
    mend: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class ReturnNotice:
    """`note` is the reviewer's own sentence to the writer, `ask_whom` a job title at the facility."""

    template: ClassVar[str] = "return_notice"

    writer_name: str
    letter_number: str
    facility_name: str
    date_words: str
    changes: tuple[Change, ...]
    letter_word: str
    programme_name: str
    ask_whom: str
    note: str = ""
    language: Language = Language.ENGLISH

    def __post_init__(self) -> None:
        if not self.changes:
            raise ValueError("A letter comes back with at least one thing to change")

    def content(self) -> dict[str, object]:
        """What the template `return_notice` prints."""
        return vars(self) | {"changes": [vars(change) for change in self.changes]}
