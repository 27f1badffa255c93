"""Who could do a piece of work today, were they asked: people who may sign in, at one place."""

from collections.abc import Sequence

from sqlalchemy import select

from letterbank.accounts.model import Staff
from letterbank.permissions import Actor, Permission, Role
from letterbank.work import Work


def people_at(work: Work, facility: str | None) -> Sequence[Actor]:
    """Everybody who works at this facility, or at the centre, and is not suspended. For the central surface."""
    here = select(Staff).where(Staff.active.is_(True), Staff.facility_code == facility)
    return [staff.actor for staff in work.session.scalars(here.order_by(Staff.id))]


def able(work: Work, permission: Permission, facility: str | None) -> Sequence[Actor]:
    return [person for person in people_at(work, facility) if permission in person.permissions]


def holding(work: Work, role: Role, facility: str | None) -> Sequence[Actor]:
    return [person for person in people_at(work, facility) if role in person.roles]
