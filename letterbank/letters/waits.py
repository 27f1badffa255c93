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
    """Three lines at most: scans to send on, returned letters, refusals the writer must hear of."""
    if Permission.LETTER_REGISTER not in work.actor.permissions:
        return
    for stage, text, detail in (
        (LetterStage.REGISTERED, "Scans to check and send into review", ""),
        (LetterStage.RETURNED, "Returned letters", "Print the notice and give it to the writer with the paper."),
        (LetterStage.REFUSED, "Refused letters", "Print the notice and give it to the writer."),
    ):
        recent = work.now - TELL_WITHIN if stage is LetterStage.REFUSED else None
        since = oldest_in(work, stage, after=recent)
        if since:
            yield Wait(text=text, url=url_for("letters.listed", stage=stage.value), since=since, detail=detail)
