"""Getting in for the first time, or anew: a printed code, once, within 72 hours (AC-14, AC-18).

An administrator never chooses or sees a password. What the person chooses waits beside the code and becomes theirs
only when the second factor has been proved: no account ever stands with one factor.
"""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select

from letterbank.accounts import seats, second_factor, sign_in
from letterbank.accounts.model import Enrolment, Passkey, Staff
from letterbank.audit import record
from letterbank.errors import RuleBroken
from letterbank.ids import Id, SystemIds, new_code
from letterbank.work import Work

LASTS = timedelta(hours=72)
LETTERS = 16  # 79 bits
TRIES = 5
WRONG = "That sign-in name and code do not fit together, or the code is used up. Ask your administrator for a new one."


def issue(work: Work, staff: Staff) -> str:
    """A new code for this person. From now on it is their only way in: what let them in before is gone."""
    for older in _open_ones(work, staff.id):
        older.used_at = work.now
    code = new_code(SystemIds(), LETTERS)
    work.session.add(Enrolment(
        id=work.new_id(), staff_id=staff.id, facility_code=staff.facility_code, digest=_digest(code),
        made_at=work.now, made_by=work.actor.id, expires_at=work.now + LASTS,
    ))  # fmt: skip
    staff.password = staff.totp = None
    staff.recovery_codes, staff.webauthn = [], []
    seats.end_all(work, staff.id, "enrolled anew")
    record(work, "give enrolment code", staff.subject)
    return "-".join(code[at : at + 4] for at in range(0, LETTERS, 4))


def begin(work: Work, login: str, code: str) -> Enrolment | None:
    """The enrolment this code opens. Five wrong codes end it, so that nobody can try many (B12)."""
    staff = sign_in.by_login(work, login)
    if staff is None:
        record(work, "enrol", outcome="unknown name")
        return None
    sign_in.step_aside(work, staff)
    found = next(iter(_open_ones(work, staff.id)), None)
    if found is not None and _fits(found, staff, code):
        return found
    if found is not None:
        found.wrong_tries += 1
        if found.wrong_tries >= TRIES:
            found.used_at = work.now
    record(work, "enrol", staff.subject, outcome="wrong code")
    return None


def standing(work: Work, staff: Staff, code: str) -> Enrolment | None:
    """The enrolment this code would open, without opening it or counting a try."""
    return next((found for found in _open_ones(work, staff.id) if _fits(found, staff, code)), None)


def resume(work: Work, enrolment_id: Id | None) -> tuple[Enrolment, Staff] | None:
    """The open enrolment a browser is in the middle of."""
    found = work.session.get(Enrolment, enrolment_id or "")
    staff = work.session.get(Staff, found.staff_id) if found else None
    if found is None or staff is None or not _is_open(work, found):
        return None
    if not staff.active or staff.surface != work.office.surface:
        return None
    sign_in.step_aside(work, staff)
    return found, staff


def keep_password(work: Work, found: Enrolment, staff: Staff, scrambled: str) -> None:
    found.password = scrambled
    found.totp = second_factor.seal(work, staff, second_factor.new_secret())


def complete(work: Work, found: Enrolment, staff: Staff, code: str) -> list[str]:
    """The device proved itself: password and second factor are theirs. The recovery codes, to be shown once.

    Raises RuleBroken when the code does not fit.
    """
    counter = None
    if found.totp is not None and found.password is not None:
        counter = second_factor.counter_of(work, second_factor.open_secret(work, staff, found.totp), code)
    if counter is None:
        raise RuleBroken(WRONG)
    staff.totp, staff.totp_counter = found.totp, counter
    return _arrive(work, found, staff)


def complete_with_passkey(work: Work, found: Enrolment, staff: Staff, passkey: Passkey) -> list[str]:
    """The passkey answered: it is the second factor, and there is no device with codes.

    Raises RuleBroken when no password was chosen before.
    """
    if found.password is None:
        raise RuleBroken(WRONG)
    staff.totp, staff.webauthn = None, [passkey]
    staff.fs_webauthn_user_handle = found.id
    return _arrive(work, found, staff)


def _arrive(work: Work, found: Enrolment, staff: Staff) -> list[str]:
    staff.password = found.password
    staff.bad_tries, staff.locked_at, staff.last_signed_in = [], None, work.now
    found.used_at, found.password, found.totp = work.now, None, None
    seats.end_all(work, staff.id, "enrolled")
    record(work, "enrol", staff.subject, factor="codes" if staff.totp else "passkey")
    return second_factor.new_recovery_codes(work, staff)


def _open_ones(work: Work, staff_id: Id) -> list[Enrolment]:
    query = select(Enrolment).where(Enrolment.staff_id == staff_id, Enrolment.used_at.is_(None))
    return [found for found in work.session.scalars(query.with_for_update()) if _is_open(work, found)]


def _fits(found: Enrolment, staff: Staff, code: str) -> bool:
    return staff.active and secrets.compare_digest(found.digest, _digest(code))


def _is_open(work: Work, found: Enrolment) -> bool:
    return found.used_at is None and work.now < found.expires_at


def _digest(code: str) -> bytes:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(b"enrolment" + plain.encode()).digest()
