"""What the clerk wrote down of a letter, until it goes into review: read again, put right, or taken out as a mistake.

Writer and case stay as they are: a letter of somebody else is registered anew, and this one taken out.
"""

from enum import StrEnum

from sqlalchemy.orm.attributes import flag_modified

from letterbank.audit import record as write_down
from letterbank.errors import WrongStage
from letterbank.letters.intake import unchanged
from letterbank.letters.model import Letter, LetterStage
from letterbank.letters.workflow import Step, advance
from letterbank.permissions import Permission, must
from letterbank.vault import opening
from letterbank.vault.sealed import MEND
from letterbank.work import Work


class Mistake(StrEnum):
    TWICE = "twice"
    OTHER_WRITER = "other writer"
    OTHER_CASE = "other case"
    NO_PAPER = "no paper"


def addressee_of(work: Work, letter: Letter) -> str:
    """The name as it was typed. Raises NotAllowed, or WrongStage once the letter has gone into review."""
    must_be_here(work, letter)
    return str(opening(work, letter.newest, MEND).addressee)


def correct(work: Work, letter: Letter, addressee: str, version: int) -> bool:
    """The name as the writer wrote it; whether that is another than before. Raises NotAllowed, WrongStage."""
    before = addressee_of(work, letter)
    unchanged(letter, version)
    if addressee == before:
        return False
    flag_modified(letter, "claimed_by")  # whoever sees the letter as it was must look again
    work.vault.seal(work, letter.newest, addressee=addressee)
    write_down(work, "addressee corrected", letter.subject)
    return True


def strike(work: Work, letter: Letter, why: Mistake, version: int) -> None:
    """Take out what should never have been registered. Its number stays, and is not given again.

    Raises NotAllowed, WrongStage.
    """
    unchanged(letter, version)
    advance(work, Step.STRIKE, letter)
    write_down(work, "registered by mistake", letter.subject, why=why.value)


def must_be_here(work: Work, letter: Letter) -> None:
    """Raises NotAllowed, or WrongStage once the letter has gone into review."""
    must(work.actor, Permission.LETTER_REGISTER, letter)
    if letter.stage is not LetterStage.REGISTERED:
        raise WrongStage("This letter has gone into review. What was registered of it stands.")
