"""What waits at the intake desk of a facility, and since when."""

from collections.abc import Iterator

from flask import url_for

from letterbank.letters.lists import TO_TELL, oldest_in
from letterbank.letters.model import LetterStage
from letterbank.permissions import Permission
from letterbank.web.home import Wait
from letterbank.work import Work


def for_intake(work: Work) -> Iterator[Wait]:
    """Four lines at most: paper to scan, scans to send on, returned letters, refusals the writer must hear of.

    The centre's desk takes in old files and speaks with no writer, so only the first two are its own (R32).
    """
    if Permission.LETTER_REGISTER not in work.actor.permissions:
        return
    for stage, scanned, text, detail in (
        (LetterStage.REGISTERED, False, "Registered letters to scan", "Each with its cover sheet, or by itself."),
        (LetterStage.REGISTERED, True, "Scans to check and send into review", ""),
        (LetterStage.RETURNED, None, "Returned letters", "Print the notice and give it to the writer with the paper."),
        (LetterStage.REFUSED, None, "Refused letters", "Print the notice and give it to the writer with the paper."),
    ):
        if stage is not LetterStage.REGISTERED and work.actor.facility is None:
            continue
        untold = stage is not LetterStage.REGISTERED
        since = oldest_in(work, stage, scanned=scanned, untold=untold)
        if since:
            listed = url_for("letters.listed", stage=TO_TELL if untold else stage.value)
            yield Wait(text=text, url=listed, since=since, detail=detail)
