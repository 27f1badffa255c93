"""The first factor, and who may go on from it. One answer for every failure, whoever was named (AC-24)."""

from datetime import timedelta

from sqlalchemy import select

from letterbank.accounts import lockout, passwords
from letterbank.accounts.model import Staff
from letterbank.accounts.passwords import Cost
from letterbank.audit import record
from letterbank.permissions import FACILITY_ROLES, Actor, clashing
from letterbank.work import Work

FAILED = (
    "That did not fit together. Check the sign-in name and the password. After five wrong tries in fifteen minutes "
    "only an administrator can let you in."
)
UNUSED = timedelta(days=90)  # AC-16


def by_login(work: Work, login: str) -> Staff | None:
    """This surface's person of that name. Names are told apart without regard to capitals."""
    query = select(Staff).where(Staff.surface == work.office.surface, Staff.login == login.strip().lower())
    return work.session.scalar(query)


def check_password(work: Work, login: str, password: str, cost: Cost) -> Staff | None:
    """The person, if the password fits and they may sign in. Whoever the name is, one hash is made and one line
    is written in the audit."""
    staff = by_login(work, login)
    known = staff.password if staff is not None else None
    with work.unit.outside():
        fits = passwords.fits(known or passwords.nobodys(cost), password)
    if staff is None:
        record(work, "sign in", outcome="unknown name")
        return None
    work.session.add(staff)
    step_aside(work, staff)
    lockout.hold(work, staff)
    if known is None or known != staff.password or not fits:
        lockout.count(work, staff, "password")
        return None
    return staff if _may_go_on(work, staff) else None


def step_aside(work: Work, staff: Staff) -> None:
    """Write where this person's facility writes, without yet being this person."""
    nobody = Actor(
        id=work.actor.id, name="", surface=staff.surface, roles=frozenset(), facility=staff.facility_code
    )  # fmt: skip
    work.act_as(nobody)


def obstacle(work: Work, staff: Staff) -> str | None:
    """Why this person may not be let in now, in the audit's words; none when nothing stands in the way."""
    last_used = staff.last_signed_in or staff.since
    obstacles = {
        "suspended": not staff.active,
        "locked": staff.locked_at is not None,
        "unused for 90 days": work.now - last_used > UNUSED,
        "roles nobody may hold together": not may_hold(staff),
        "not enrolled": staff.password is None or not (staff.totp or staff.webauthn),
    }
    return next((words for words, stands in obstacles.items() if stands), None)


def may_hold(staff: Staff) -> bool:
    """R13, asked again at every page: roles that go together, and belong to this person's surface."""
    roles = frozenset(staff.held_roles)
    at_a_facility = staff.surface == "facility"
    return bool(roles) and clashing(roles) is None and all((role in FACILITY_ROLES) == at_a_facility for role in roles)


def _may_go_on(work: Work, staff: Staff) -> bool:
    found = obstacle(work, staff)
    if found:
        record(work, "sign in", staff.subject, outcome=found)
    return found is None
