"""Who is at this browser: found in our rows at every request, so that a change of rights acts at once (AC-26)."""

from dataclasses import dataclass

from flask import g, session
from flask_security.utils import logout_user

from letterbank.accounts import lockout, seats, sign_in
from letterbank.accounts.model import SignInSession, Staff
from letterbank.audit import record
from letterbank.web.unit import office, work

HALF_WAY_SECONDS = 300  # how long a password waits for its second factor
SEAT = "seat"


@dataclass(frozen=True)
class Shown:
    """The signed-in person as every page's head shows them; outlives the unit of work, as error pages must."""

    name: str
    title: str
    is_authenticated: bool = True


def who() -> bool:
    """Make the unit's actor the signed-in person. Asked by the guard before every page that is not public."""
    seat = seats.find(work(), session.get(SEAT))
    staff = work().session.get(Staff, seat.staff_id) if seat is not None else None
    if seat is None or staff is None or not _may_stay(staff):
        return False
    work().act_as(staff.actor)
    g.staff, g.seat = staff, seat
    titles = office().policy.titles
    g.shown = Shown(staff.name, ", ".join(titles.of(role) for role in staff.held_roles))
    seats.notice(work(), seat)
    return True


def here() -> Staff:
    """The signed-in person's own row, on pages the guard opened."""
    staff: Staff = g.staff
    return staff


def this_seat() -> SignInSession:
    seat: SignInSession = g.seat
    return seat


def _may_stay(staff: Staff) -> bool:
    """A lock bars the door and throws nobody out: otherwise a stranger's guesses could (AC-02)."""
    return staff.surface == office().surface and staff.active and sign_in.may_hold(staff)


def half_way() -> Staff | None:
    """Whoever gave their password a moment ago and still owes the second factor; asked anew on every such page."""
    staff = work().session.get(Staff, str(session.get("tf_user_id", "")))
    age = work().now.timestamp() - float(session.get("half_since", 0))
    if staff is None or staff.surface != office().surface or age > HALF_WAY_SECONDS:
        return None
    sign_in.step_aside(work(), staff)
    return None if sign_in.obstacle(work(), staff) else staff


def arrive(_app: object, user: Staff, **_more: object) -> None:
    """Both factors were right: a new seat, a new form token, a clean slate."""
    work().act_as(user.actor)
    older = seats.find(work(), session.get(SEAT))
    if older is not None:  # its secret leaves this browser now, and must be good nowhere else
        seats.end(work(), older, "signed in again")
    lockout.clear(user)
    user.last_signed_in = work().now
    for left_over in ("csrf_token", "half_since", "proved"):
        session.pop(left_over, None)
    g.pop("csrf_token", None)
    session[SEAT] = seats.begin(work(), user)
    record(work(), "sign in", user.subject, notice="acknowledged")


def failed(_app: object, user: Staff, auth_type: str, **_more: object) -> None:
    """The library met a wrong code or passkey."""
    lockout.count(work(), user, auth_type)


def leave(why: str = "signed out") -> None:
    seats.end(work(), this_seat(), why)
    record(work(), "sign out", here().subject)
    logout_user()
    session.clear()


def factor_changed(_app: object, user: Staff, **_more: object) -> None:
    """Another factor: every seat of this person ends, this one too (B13)."""
    person = here()
    record(work(), "change passkeys", person.subject)
    seats.end_all(work(), person.id, "factor changed")
