"""What waits at the intake desk of a facility, and since when."""

from collections.abc import Iterator

from flask import url_for

from letterbank.letters.lists import Waiting, oldest
from letterbank.permissions import Permission
from letterbank.web.home import Wait
from letterbank.work import Work

_WITH_THE_PAPER = "Print the notice and give it to the writer with the paper."
_LINES = {
    Waiting.TO_SCAN: ("Registered letters to scan", "Each with its cover sheet, or by itself."),
    Waiting.TO_CHECK: ("Scans to check and send into review", ""),
    Waiting.RETURNED: ("Returned letters", _WITH_THE_PAPER),
    Waiting.REFUSED: ("Refused letters", _WITH_THE_PAPER),
}
OF_WRITERS = (Waiting.RETURNED, Waiting.REFUSED)


def for_intake(work: Work) -> Iterator[Wait]:
    """Four lines at most. A rewritten letter is paper to scan, or a scan to send on, like any other (P6).

    The centre's desk takes in old files and speaks with no writer, so only the first two are its own (R32).
    """
    if Permission.LETTER_REGISTER not in work.actor.permissions:
        return
    for waiting, (text, detail) in _LINES.items():
        since = oldest(work, waiting) if work.actor.facility or waiting not in OF_WRITERS else None
        if since:
            yield Wait(text=text, url=url_for("letters.listed", stage=waiting.value), since=since, detail=detail)
