"""The moment a letter's paper begins to wait for somebody: for the bag, for the safe, or to go back to its writer.

Until then it lies at the intake desk, or with the old files at the centre, and no row says so.
"""

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from letterbank.letters.model import Letter, LetterStage, Page
from letterbank.letters.paper.central import Kept
from letterbank.letters.paper.model import Paper, PaperStage

if TYPE_CHECKING:
    from letterbank.work import Work

_LEAVES_THE_DESK = frozenset({LetterStage.BANKED, LetterStage.RETURNED, LetterStage.REFUSED, LetterStage.WITHDRAWN})
_BEGINS = {  # by where the paper lies, which for an old file is the centre, and by whether it is the bank's
    (False, True): PaperStage.TO_SEND,
    (False, False): PaperStage.TO_GIVE_BACK,
    (True, True): PaperStage.RECEIVED,
    (True, False): PaperStage.TO_SEND_BACK,
}


def follow(work: "Work", letter: Letter) -> None:
    """Called after each step of a letter. What has begun to wait is not touched again: after deposit a withdrawal
    changes nothing for the paper (R2, R5).
    """
    if letter.stage not in _LEAVES_THE_DESK or not letter.revisions:
        return
    newest = letter.newest.id
    if work.session.get(Paper, newest) is not None:
        return
    accepted = letter.stage is LetterStage.BANKED
    begins = _BEGINS[letter.is_old_file, accepted]
    is_here = begins is PaperStage.RECEIVED
    scanned = work.session.scalar(select(func.count(Page.id)).where(Page.revision_id == newest))
    sides = scanned or letter.newest.declared
    work.session.add(
        Paper(
            id=newest, letter_id=letter.id, facility_code=letter.facility_code, accepted=accepted, sides=sides,
            sides_found=sides if is_here else None, stage=begins, since=work.now, ready_at=work.now,
        )
    )  # fmt: skip
    if is_here:
        work.session.add(Kept(id=newest, since=work.now))
