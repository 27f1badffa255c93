"""The refusals of this programme. Each carries a sentence for the person who met it.

A sentence says what to do next and never names a victim. `web/refusals.py` maps them to pages once.
"""

from typing import ClassVar


class Refusal(Exception):
    """Something a person asked for and may not, or cannot now, have."""

    status: ClassVar[int] = 422
    heading: ClassVar[str] = "That did not work"
    audited: ClassVar[str] = ""  # a word for the audit, where the attempt itself must be kept

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.subject = ""  # the record's place, for the audit of an attempt that must be kept


class NotAllowed(Refusal):
    """Who: this person does not hold the permission for this record."""

    status = 403
    heading = "This is not yours to do"
    audited = "not allowed"


class WrongStage(Refusal):
    """When: the record has moved on, or is not there yet."""

    status = 409
    heading = "This record has moved on"


class RuleBroken(Refusal):
    """Whether: a rule of the programme stands in the way."""

    status = 422
    heading = "A rule stands in the way"


class Missing(Refusal):
    """There is no such record, or none this person may know of. The two are never told apart."""

    status = 404
    heading = "Nothing is kept here"

    def __init__(self, sentence: str = "There is nothing at this address.") -> None:
        super().__init__(sentence)


class Unreadable(Refusal):
    """A seal did not open. It never says why (CR-07)."""

    status = 500
    heading = "This could not be opened"

    def __init__(self) -> None:
        super().__init__("This could not be opened. Please tell your administrator.")


class MustWait(Refusal):
    """Somebody else is at it, or the machine cannot take more now."""

    status = 503
    heading = "Please try again in a moment"
