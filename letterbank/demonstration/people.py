"""Who works in the demonstration: one person a role, hired by the administrator and enrolled with their own code."""

from dataclasses import dataclass

from sqlalchemy import select

from letterbank.accounts import enrolment, hiring, passwords, second_factor
from letterbank.accounts.hiring import Post
from letterbank.accounts.model import Staff
from letterbank.demonstration.place import Place
from letterbank.permissions import Actor, Permission, Role
from letterbank.work import Work

PASSWORD = "seven quiet herons wade at dusk"


@dataclass(frozen=True)
class Person:
    login: str
    name: str
    role: Role
    facility: str | None = None

    @property
    def surface(self) -> str:
        return "facility" if self.facility else "central"


STAFF = (
    Person("administrator", "Agnes Mull", Role.ADMINISTRATOR),
    Person("north.clerk", "Nell Castor", Role.INTAKE_CLERK, "NORTH"),
    Person("north.screener", "Nadia Strand", Role.FACILITY_SCREENER, "NORTH"),
    Person("river.clerk", "Rufus Carver", Role.INTAKE_CLERK, "RIVER"),
    Person("river.screener", "Rosa Steed", Role.FACILITY_SCREENER, "RIVER"),
    Person("planner", "Paul Ferris", Role.PLANNER),
    Person("coordinator", "Corinna Voss", Role.COORDINATOR),
    Person("committee", "Constance Rill", Role.COMMITTEE_MEMBER),
    Person("assistance", "Vera Aldous", Role.VICTIM_ASSISTANCE),
    Person("assistance.second", "Viola Ashby", Role.VICTIM_ASSISTANCE),
    Person("facilitator", "Flora Denning", Role.FACILITATOR),
    Person("superintendent", "Silas Morrow", Role.SUPERINTENDENT),
    Person("deputy.director", "Delia Crane", Role.DEPUTY_DIRECTOR),
    Person("auditor", "Otto Grange", Role.AUDITOR),
)
FIRST, *OTHERS = STAFF

_OPERATOR = Actor(
    id="host operator", name="Host operator", surface="central", roles=frozenset(),
    machine_permissions=frozenset({Permission.STAFF_MANAGE}),
)  # fmt: skip


def hire_administrator(place: Place) -> None:
    with place.writing(_OPERATOR) as work:
        _hire(place, work, FIRST)


def hire_others(place: Place) -> None:
    """The facilities must be in the register by now."""
    with place.as_(FIRST.login) as work:
        for person in OTHERS:
            _hire(place, work, person)


def enrol_everybody(place: Place) -> None:
    """Each with a code of their own, as at the enrolment pages. One password for all: it is hashed once."""
    scrambled = passwords.scramble(PASSWORD)
    for person in STAFF:
        with place.writing(_OPERATOR) as work:
            code = hiring.new_code(work, _row(work, person))
        nobody = Actor(id="nobody", name="", surface=person.surface, roles=frozenset())
        with place.writing(nobody) as work:
            begun = enrolment.begin(work, person.login, code)
            if begun is None:
                raise RuntimeError("the code just given does not open the enrolment")
            staff = work.session.get_one(Staff, begun.staff_id)
            enrolment.keep_password(work, begun, staff, scrambled)
            secret = second_factor.open_secret(work, staff, begun.totp or b"")
            enrolment.complete(work, begun, staff, second_factor.code_for(work, secret))


def meet(place: Place) -> None:
    """Learn who works in a home that was filled before."""
    with place.central.reading(_OPERATOR) as work:
        for person in STAFF:
            place.staff[person.login] = _row(work, person).actor


def _hire(place: Place, work: Work, person: Person) -> None:
    staff, _code = hiring.hire(work, person.name, person.login, Post(roles=frozenset({person.role}),
                                                                     facility=person.facility))  # fmt: skip
    place.staff[person.login] = staff.actor


def _row(work: Work, person: Person) -> Staff:
    query = select(Staff).where(Staff.surface == person.surface, Staff.login == person.login)
    return work.session.scalars(query).one()
