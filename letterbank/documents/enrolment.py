"""The sheet that lets one new member of staff in, once. It is printed and handed over, never sent."""

from dataclasses import dataclass
from typing import ClassVar

from letterbank.documents.language import Language


@dataclass(frozen=True, kw_only=True, repr=False)
class Enrolment:
    """`code` is the one-time code as it is typed; the sheet is its only copy in the clear."""

    template: ClassVar[str] = "enrolment"

    person_name: str
    job_title: str
    sign_in_name: str
    address: str
    code: str
    expires_words: str
    issued_by: str
    issued_words: str
    programme_name: str
    language: Language = Language.ENGLISH

    def content(self) -> dict[str, object]:
        """What the template `enrolment` prints."""
        return dict(vars(self))
