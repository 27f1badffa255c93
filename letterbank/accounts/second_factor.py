"""One-time codes: RFC 6238, 30 seconds, each good once (AC-10, B14), and recovery codes, each good once.

The secret is sealed under the domain this person works in: a stolen database gives no second factor, and nobody's page
shows it again once it is theirs.
"""

import secrets
from io import BytesIO

import qrcode
from passlib.exc import TokenError
from passlib.totp import TOTP
from qrcode.image.svg import SvgPathImage

from letterbank.accounts import lockout
from letterbank.accounts.model import Enrolment, Staff
from letterbank.ids import SystemIds, new_code
from letterbank.work import Work

STEP = 30
RECOVERY_CODES = 8
LETTERS = 10


def new_secret() -> str:
    """A secret in base32, 160 bits."""
    return str(TOTP.new(size=20).base32_key)


def seal(work: Work, staff: Staff, secret: str) -> bytes:
    return work.vault.ring.holder(staff.domain).wrap(
        secret.encode(), department=work.vault.ring.department, place=_place(staff)
    )


def open_secret(work: Work, staff: Staff, sealed: bytes) -> str:
    """Raises Unreadable where this process does not hold the person's domain."""
    return (
        work.vault.ring.holder(staff.domain)
        .unwrap(sealed, department=work.vault.ring.department, place=_place(staff))
        .decode()
    )


def accept(work: Work, staff: Staff, code: str) -> bool:
    """Whether `code` is this person's now. A code once accepted is never accepted again, nor one before it."""
    lockout.hold(work, staff)
    if staff.locked_at is not None or staff.totp is None:
        return False
    counter = counter_of(work, open_secret(work, staff, staff.totp), code, after=staff.totp_counter)
    if counter is None:
        return False
    staff.totp_counter = counter
    return True


def counter_of(work: Work, secret: str, code: str, *, after: int = 0) -> int | None:
    """The step a code belongs to, one step late or early at most; none when it is wrong or was used."""
    try:
        match = _totp(secret).match(code, time=int(work.now.timestamp()), window=STEP, last_counter=after)
    except (TokenError, ValueError):
        return None
    return int(match.counter)


def current_code(work: Work, staff: Staff) -> str:
    """What this person's telephone shows now: for demonstrations and tests, never for a page of staff."""
    if staff.totp is None:
        return ""
    return code_for(work, open_secret(work, staff, staff.totp))


def code_for(work: Work, secret: str) -> str:
    return str(_totp(secret).generate(int(work.now.timestamp())).token)


def picture(work: Work, staff: Staff, enrolment: Enrolment) -> bytes:
    """The QR code of a secret that is not anybody's yet, as SVG."""
    secret = open_secret(work, staff, enrolment.totp or b"")
    label = f"{staff.login} ({work.office.surface})"
    address = _totp(secret).to_uri(label=label, issuer=work.policy.programme.name.replace(":", " "))
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=12).save(drawn)
    return drawn.getvalue()


def spelled(secret: str) -> str:
    """For typing: groups of four."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def new_recovery_codes(work: Work, staff: Staff) -> list[str]:
    """Eight codes, shown once; only their keyed digests stay."""
    codes = [new_code(SystemIds(), LETTERS) for _ in range(RECOVERY_CODES)]
    staff.recovery_codes = [_digest(work, staff, code) for code in codes]
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def spend_recovery_code(work: Work, staff: Staff, code: str) -> bool:
    lockout.hold(work, staff)
    digest = _digest(work, staff, code)
    if staff.locked_at is not None or not any(secrets.compare_digest(digest, kept) for kept in staff.recovery_codes):
        return False
    staff.recovery_codes = [kept for kept in staff.recovery_codes if kept != digest]
    return True


def _digest(work: Work, staff: Staff, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return work.vault.digest(staff.domain, "recovery code", f"{staff.id}/{plain}").hex()


def _totp(secret: str) -> TOTP:
    return TOTP(key=secret, format="base32", period=STEP, digits=6)


def _place(staff: Staff) -> str:
    return f"{staff.subject}/totp"
