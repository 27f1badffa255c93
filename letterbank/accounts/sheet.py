"""The printed sheet of an enrolment code. Nobody keeps the code: the page that shows it sends it back to be printed."""

from datetime import date

from flask import current_app, request

from letterbank.accounts import enrolment
from letterbank.accounts.model import Staff
from letterbank.audit import record
from letterbank.documents.enrolment import Enrolment as Sheet
from letterbank.errors import RuleBroken
from letterbank.work import Work

STALE = "This code is used up or out of date, or it is another person's. Make a new one and print that."


def sheet(work: Work, staff: Staff, code: str) -> Sheet:
    """What is to be printed for this person. Raises RuleBroken unless `code` is the one they can enrol with now."""
    standing = enrolment.standing(work, staff, code)
    if standing is None:
        raise RuleBroken(STALE)
    record(work, "print enrolment sheet", staff.subject)
    titles, until = work.policy.titles, standing.expires_at.astimezone(work.policy.zone)
    return Sheet(
        person_name=staff.name, job_title=", ".join(titles.of(role) for role in staff.held_roles),
        sign_in_name=staff.login, address=_address(staff.surface), code=code,
        expires_words=f"{_day(until)}, {until:%H:%M}", issued_by=work.actor.name, issued_words=_day(work.today),
        programme_name=work.policy.programme.name,
    )  # fmt: skip


def _day(at: date) -> str:
    return f"{at:%A, %B} {at.day}, {at.year}"


def _address(surface: str) -> str:
    """Where this person enrols: their surface's host, at the port this page was asked at."""
    port = request.host.partition(":")[2]
    return f"{request.scheme}://{current_app.config['HOSTS'][surface]}{':' + port if port else ''}/enrol"
