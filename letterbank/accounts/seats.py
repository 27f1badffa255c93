"""Sessions kept on our side: a cookie alone lets nobody in (AC-03 to AC-06).

A seat ends after 30 minutes of quiet, after 12 hours whatever happens, at sign-out, and at once when its person is
suspended, enrolled anew, given other roles or another factor (B13). Its secret is 256 bits and new at every sign-in.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from letterbank.accounts.model import SignInSession, Staff
from letterbank.ids import Id
from letterbank.work import Work

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTICED = timedelta(minutes=1)  # how stale `last_seen_at` may be: spares a write on every page


def begin(work: Work, staff: Staff) -> str:
    """A new seat; the secret for the cookie."""
    secret = secrets.token_urlsafe(32)
    seat = SignInSession(
        id=work.new_id(), staff_id=staff.id, facility_code=staff.facility_code, digest=_digest(secret),
        begun_at=work.now, last_seen_at=work.now,
    )  # fmt: skip
    work.session.add(seat)
    return secret


def find(work: Work, secret: str | None) -> SignInSession | None:
    """The live seat of this secret, if there is one."""
    if not secret:
        return None
    seat = work.session.scalar(select(SignInSession).where(SignInSession.digest == _digest(secret)))
    return seat if seat is not None and is_live(work, seat) else None


def is_live(work: Work, seat: SignInSession) -> bool:
    quiet, whole = work.now - seat.last_seen_at, work.now - seat.begun_at
    return seat.ended_at is None and quiet < IDLE and whole < LONGEST


def notice(work: Work, seat: SignInSession) -> None:
    """This person is at work. A reading unit cannot say so itself, so a short one of its own does."""
    if work.now - seat.last_seen_at < NOTICED:
        return
    seen = update(SignInSession).where(SignInSession.id == seat.id).values(last_seen_at=work.now)
    quietly = {"synchronize_session": False}
    if work.write:
        work.session.execute(seen, execution_options=quietly)
    else:
        with work.office.writing(work.actor) as short:
            short.session.execute(seen, execution_options=quietly)


def end(work: Work, seat: SignInSession, why: str) -> None:
    seat.ended_at, seat.why_ended = work.now, why


def end_all(work: Work, staff_id: Id, why: str) -> None:
    for seat in live_ones(work, staff_id):
        end(work, seat, why)


def live_ones(work: Work, staff_id: Id) -> Sequence[SignInSession]:
    """Newest first."""
    query = select(SignInSession).where(SignInSession.staff_id == staff_id, SignInSession.ended_at.is_(None))
    found = work.session.scalars(query.order_by(SignInSession.begun_at.desc())).all()
    return [seat for seat in found if is_live(work, seat)]


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
