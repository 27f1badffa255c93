"""What waits at the intake desk of a facility, and since when."""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from letterbank.letters.lists import oldest_in
from letterbank.letters.model import LetterStage
from letterbank.permissions import Permission
from letterbank.web.home import Wait
from letterbank.work import Work

TELL_WITHIN = timedelta(days=30)


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
        (LetterStage.REFUSED, None, "Refused letters", "Print the notice and give it to the writer."),
    ):
        if stage is not LetterStage.REGISTERED and work.actor.facility is None:
            continue
        recent = work.now - TELL_WITHIN if stage is LetterStage.REFUSED else None
        since = oldest_in(work, stage, after=recent, scanned=scanned)
        if since:
            yield Wait(text=text, url=url_for("letters.listed", stage=stage.value), since=since, detail=detail)
