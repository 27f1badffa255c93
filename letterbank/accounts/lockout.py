"""Five bad tries in a quarter of an hour lock a person out until an administrator releases them (AC-01).

Tries at the password, the second factor and the recovery codes count together. The count outlives the refusal: a
failed sign-in is a page, not an error, so its unit commits.
"""

from datetime import datetime, timedelta

from letterbank.accounts.model import Staff
from letterbank.audit import record
from letterbank.work import Work

TRIES = 5
WITHIN = timedelta(minutes=15)


def hold(work: Work, staff: Staff) -> None:
    """Read this person's row anew and keep it until the commit: two tries at once count as two (B14, B16)."""
    work.session.refresh(staff, with_for_update=True)


def count(work: Work, staff: Staff, what: str) -> None:
    """One bad try at `what`."""
    hold(work, staff)
    recent = [at for at in staff.bad_tries if work.now - datetime.fromisoformat(at) < WITHIN]
    staff.bad_tries = [*recent, work.now.isoformat()][-TRIES:]
    record(work, "sign in", staff.subject, outcome=f"wrong {what}")
    if len(staff.bad_tries) >= TRIES and staff.locked_at is None:
        staff.locked_at = work.now
        record(work, "lock", staff.subject)


def clear(staff: Staff) -> None:
    staff.bad_tries = []
