"""What waits for whoever manages the staff: people who cannot get in until somebody does something."""

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import ColumnElement, exists, select

from letterbank.accounts.model import Enrolment, Staff
from letterbank.permissions import Permission
from letterbank.web.home import Wait
from letterbank.work import Work

_MOST = 20  # lines: nobody looks at more, and the list of the staff has them all


def waits(work: Work) -> Iterator[Wait]:
    """Those who are locked out, and those whose code ran out or was spoilt before they had enrolled."""
    if Permission.STAFF_MANAGE not in work.actor.permissions:
        return
    for person in _staff(work, Staff.locked_at.is_not(None)):
        yield _wait(person, f"{person.name} is locked out", "After wrong tries. Ask them whether those were theirs.")
    still = exists().where(
        Enrolment.staff_id == Staff.id, Enrolment.used_at.is_(None), Enrolment.expires_at > work.now
    )
    for person in _staff(work, Staff.locked_at.is_(None), Staff.password.is_(None), ~Staff.webauthn.any(), ~still):
        yield _wait(person, f"{person.name} has no way in", "The enrolment code is no good any more. Give a new one.")


def _staff(work: Work, *such: ColumnElement[bool]) -> Iterator[Staff]:
    query = select(Staff).where(Staff.active, *such).order_by(Staff.since, Staff.id).limit(_MOST)
    yield from work.session.scalars(query)


def _wait(person: Staff, text: str, detail: str) -> Wait:
    since = person.locked_at or person.since
    return Wait(text=text, detail=detail, url=url_for("staff.person", staff_id=person.id), since=since)
