"""A registration that should never have been: the letter is taken out, and a sheet printed for it is void with it."""

from letterbank.letters import registration
from letterbank.letters.model import Letter
from letterbank.letters.registration import Mistake
from letterbank.work import Work
from screening.sheets import issue


def take_out(work: Work, letter: Letter, why: Mistake, version: int) -> None:
    """The one way to do it. Raises NotAllowed, WrongStage."""
    issue.void_for(work, letter)
    registration.strike(work, letter, why, version)
