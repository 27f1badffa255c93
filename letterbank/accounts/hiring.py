"""Who works here and as what: the administrator's deeds. Administrators hire people and read no letters.

Whatever changes a person's rights ends their sessions in the same transaction (AC-15, AC-17, AC-26).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from letterbank.accounts import enrolment, seats
from letterbank.accounts.model import Staff
from letterbank.audit import record
from letterbank.errors import Missing, RuleBroken
from letterbank.ids import Id
from letterbank.people.model import Facility
from letterbank.permissions import FACILITY_ROLES, Permission, Role, clashing, must
from letterbank.work import Work

LOGIN = re.compile(r"[a-z][a-z0-9.\-]{1,39}")
LOGIN_WORDS = "2 to 40 small letters, digits, dots and hyphens, a letter first."


@dataclass(frozen=True, kw_only=True)
class Post:
    """What somebody is hired as: roles, and for facility roles the facility."""

    roles: frozenset[Role]
    facility: str | None = None

    @classmethod
    def of(cls, words: Iterable[str], facility: str | None) -> "Post":
        return cls(roles=frozenset(map(Role, words)), facility=facility or None)


def hire(work: Work, name: str, login: str, post: Post) -> tuple[Staff, str]:
    """A new person and the code they enrol with, once. Raises RuleBroken for roles nobody may hold together."""
    must(work.actor, Permission.STAFF_MANAGE)
    if not name.strip() or not LOGIN.fullmatch(login.lower()):
        raise RuleBroken(f"Give a name, and a sign-in name: {LOGIN_WORDS}")
    surface = _surface(work, post)
    taken = select(Staff.id).where(Staff.surface == surface, Staff.login == login.lower())
    if work.session.scalar(taken) is not None:
        raise RuleBroken("That sign-in name belongs, or once belonged, to somebody. Choose another.")  # AC-19
    staff = Staff(
        id=work.new_id(), name=name.strip(), login=login.lower(), surface=surface, facility_code=post.facility,
        held=_words(post), since=work.now, recovery_codes=[], bad_tries=[], active=True, totp_counter=0,
    )  # fmt: skip
    work.session.add(staff)
    work.session.flush()
    record(work, "hire", staff.subject, roles=staff.held)
    return staff, enrolment.issue(work, staff)


def change_post(work: Work, staff: Staff, post: Post) -> bool:
    """Other roles, and so another session. A person never moves between surfaces: they are hired there anew."""
    _must_manage(work, staff)
    if _surface(work, post) != staff.surface or post.facility != staff.facility_code:
        raise RuleBroken("A staff record belongs to one place. Suspend this one and hire the person at the other.")
    before, staff.held = staff.held, _words(post)
    seats.end_all(work, staff.id, "roles changed")
    record(work, "change roles", staff.subject, before=before, after=staff.held)
    return True


def suspend(work: Work, staff: Staff) -> None:
    _must_manage(work, staff)
    staff.active = False
    seats.end_all(work, staff.id, "suspended")
    record(work, "suspend", staff.subject)


def restore(work: Work, staff: Staff) -> str:
    """Back at work, through a new enrolment: whatever let them in before may be known to others."""
    _must_manage(work, staff)
    staff.active = True
    record(work, "restore", staff.subject)
    return enrolment.issue(work, staff)


def release(work: Work, staff: Staff) -> None:
    """Open a lock. The password stays; whoever locked it guessed in vain."""
    _must_manage(work, staff)
    staff.locked_at, staff.bad_tries = None, []
    record(work, "release lock", staff.subject)


def new_code(work: Work, staff: Staff) -> str:
    _must_manage(work, staff)
    if not staff.active:
        raise RuleBroken("This person is suspended. Restore them first; that gives a new code.")
    staff.locked_at, staff.bad_tries = None, []
    return enrolment.issue(work, staff)


def somebody(work: Work, staff_id: Id) -> Staff:
    """Raises Missing."""
    must(work.actor, Permission.STAFF_MANAGE)
    found = work.session.get(Staff, staff_id)
    if found is None:
        raise Missing
    return found


def facilities(work: Work) -> list[tuple[str, str]]:
    rows = work.session.scalars(select(Facility).order_by(Facility.name))
    return [(row.code, row.name) for row in rows]


def _must_manage(work: Work, staff: Staff) -> None:
    must(work.actor, Permission.STAFF_MANAGE)
    if staff.id == work.actor.id:
        raise RuleBroken("Nobody changes their own rights. Ask another administrator.")


def _surface(work: Work, post: Post) -> str:
    """The one surface these roles belong to. Raises RuleBroken when they do not go together (R13, AC-20)."""
    pair = clashing(post.roles)
    if pair:
        first, second = sorted(work.policy.titles.of(role) for role in pair)
        raise RuleBroken(f"Nobody may be {first} and {second} at once. Choose one of the two.")
    at_a_facility = bool(post.roles & FACILITY_ROLES)
    if not post.roles or at_a_facility != (post.roles <= FACILITY_ROLES):
        raise RuleBroken("Choose roles of one place: either of a facility or of the central office.")
    if at_a_facility != (post.facility is not None):
        raise RuleBroken("Clerks and screeners belong to a facility; everybody else to the central office.")
    if post.facility and work.session.get(Facility, post.facility) is None:
        raise RuleBroken("There is no facility of that code in the register.")
    return "facility" if at_a_facility else "central"


def _words(post: Post) -> list[str]:
    return sorted(role.value for role in post.roles)
