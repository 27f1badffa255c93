"""A small department for tests: real keys, a real database, real people. Fakes are the clock and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from letterbank.clock import HandClock
from letterbank.database.embedded import FACILITY_RIGHTS, PUBLIC_RIGHTS, Rights
from letterbank.db import Database, FairLock
from letterbank.ids import SeededIds, new_id, new_number
from letterbank.letters import deposit_gates
from letterbank.letters import workflow as letters
from letterbank.letters.model import Letter, Page, Review, Revision, Verdict
from letterbank.people.model import Case, Facility, Offender
from letterbank.permissions import Actor, Role
from letterbank.policy import Policy, packaged
from letterbank.roles import CENTRAL, FACILITY, PUBLIC
from letterbank.vault import LetterKey, Vault
from letterbank.vault.ring import CENTRAL_DOMAINS, KeyRing, facility_domain, new_ring
from letterbank.work import Office, Work
from screening.review import open_page
from tests.databases import as_role

FACILITIES = ("NORTH", "RIVER")
RING = new_ring("dept-under-test", [*CENTRAL_DOMAINS, *map(facility_domain, FACILITIES)])
POLICY = packaged("mississippi")
AT_INTAKE = {f"fact_{key}": "no" for key in deposit_gates.nothing_stands(POLICY)}  # as the clerk's form sends it
NOTHING_STANDS = {gate.key: False for gate in POLICY.gates if gate.bars_deposit}
MORNING = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


_RESTING: dict[tuple[str, bool], Database] = {}


def woken(url: str, rights: Rights | None = None, turns: FairLock | None = None) -> Database:
    """What was worked out for an earlier test over this url, such as its statements, serves this one too."""
    database = _RESTING.pop((url, rights is not None), None) or Database(url, rights)
    database.turns = turns or database.turns
    return database


def put_to_rest(database: Database) -> None:
    database.close()
    _RESTING[database.engine.url.render_as_string(hide_password=False), database.rights is not None] = database


@dataclass(frozen=True)
class Department:
    """Two facilities and a centre over one database and one drop box.

    Each surface has a way in of its own: `database` and `dropbox` are the centre's, `at_facility` and `at_public` the
    others', with the rights of their role on PostgreSQL and of their surface on SQLite (by default the centre's).
    """

    database: Database
    dropbox: Database
    at_facility: Database | None = None
    at_public: Database | None = None
    clock: HandClock = field(default_factory=lambda: HandClock(MORNING))
    ids: SeededIds = field(default_factory=lambda: SeededIds("test"))
    policy: Policy = POLICY
    ring: KeyRing = RING

    def office(self, surface: str) -> Office:
        held = {
            "central": CENTRAL_DOMAINS,
            "facility": tuple(map(facility_domain, FACILITIES)),
            "public": (),
        }[surface]
        public = self.at_public or self.dropbox
        return Office(
            surface=surface,
            database={
                "central": self.database, "facility": self.at_facility or self.database, "public": public,
            }[surface],
            vault=Vault(self.ring.only(held)),
            policy=self.policy,
            clock=self.clock,
            ids=self.ids,
            dropbox={"central": self.dropbox, "public": public, "facility": None}[surface],
        )

    @classmethod
    def over(cls, main: str, dropbox: str) -> "Department":
        """A department over two new databases, as a home opens them."""
        if main.startswith("sqlite"):
            at_centre, box = woken(main), woken(dropbox)
            return cls(
                at_centre, box, woken(main, FACILITY_RIGHTS, at_centre.turns), woken(dropbox, PUBLIC_RIGHTS, box.turns)
            )
        return cls(
            woken(as_role(main, CENTRAL)),
            woken(as_role(dropbox, CENTRAL)),
            woken(as_role(main, FACILITY)),
            woken(as_role(dropbox, PUBLIC)),
        )

    def close(self) -> None:
        for database in (self.database, self.dropbox, self.at_facility, self.at_public):
            if database:
                put_to_rest(database)

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Work]:
        with self.office(actor.surface).writing(actor) as work:
            yield work

    @contextmanager
    def arranging(self, actor: Actor) -> Iterator[Work]:
        """As `writing`, for what a test lays there by hand: no deed of anybody's, so the audit need not tell of it."""
        with self.writing(actor) as work:
            yield work
            laid_by_hand(work)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Work]:
        with self.office(actor.surface).reading(actor) as work:
            yield work


def person(role: Role, number: int = 1, facility: str | None = None) -> Actor:
    """Somebody with one role; the same role, number and facility are the same person."""
    return Actor(
        id=new_id(SeededIds(f"{role}-{number}-{facility}")),
        name=f"{role.value.replace('_', ' ').title()} {number}",
        surface="facility" if facility else "central",
        roles=frozenset({role}),
        facility=facility,
    )


def settle(work: Work) -> None:
    """The register of the tests: two facilities, an offender and a case at each."""
    for code in FACILITIES:
        work.session.add(Facility(code=code, name=f"{code.title()} Correctional Facility"))
        offender = Offender(id=work.new_id(), number=f"{code[0]}1001", name=f"Dale {code.title()}", facility_code=code)
        case = Case(
            id=work.new_id(), number=f"2011-{code}", county="Hinds", offence="Burglary",
            offence_date=date(2011, 5, 12),
        )  # fmt: skip
        case.offenders.append(offender)
        work.session.add_all([offender, case])


def offender_of(work: Work, code: str = "NORTH") -> Offender:
    return work.session.query(Offender).where(Offender.facility_code == code).one()


def laid_by_hand(work: Work) -> None:
    """What this unit has changed so far is no deed of anybody's."""
    work.session.flush()
    work.unit.written.forget()


def register(work: Work, addressee: str = "Ruth Alder", pages: int = 2) -> Letter:
    """A letter with pages, at the facility of the person at work, not yet submitted."""
    offender = offender_of(work, work.actor.facility or "NORTH")
    letter = Letter(
        id=work.new_id(), number=new_number(work.ids), facility_code=offender.facility_code, offender=offender,
        case=offender.cases[0], since=work.now, registered_at=work.now, registered_by=work.actor.id,
    )  # fmt: skip
    work.session.add(letter)
    revise(work, letter, addressee, pages)
    return letter


def revise(work: Work, letter: Letter, addressee: str = "Ruth Alder", pages: int = 2) -> Revision:
    revision = Revision(
        id=work.new_id(), letter_id=letter.id, facility_code=letter.facility_code,
        ordinal=len(letter.revisions) + 1, declared=pages, arrived_at=work.now,
    )  # fmt: skip
    work.vault.new_key(work, LetterKey, revision.id, facility_domain(letter.facility_code))
    work.vault.seal(work, revision, addressee=addressee)
    letter.revisions.append(revision)
    for ordinal in range(1, pages + 1):
        page = Page(
            id=work.new_id(), revision=revision, facility_code=letter.facility_code, ordinal=ordinal,
            width=1700, height=2200, kind="image/jpeg",
        )  # fmt: skip
        page.revision_id = revision.id
        work.vault.seal(work, page, image=b"pixels of page %d" % ordinal)
        work.session.add(page)
    laid_by_hand(work)
    return revision


def review(work: Work, letter: Letter, step: letters.Step = letters.Step.PASS) -> None:
    """The person at work claims the letter, opens its pages and gives their review."""
    letter.claimed_by, letter.claimed_until = work.actor.id, work.now
    for page in letter.newest.pages:
        open_page(work, letter, page.ordinal)
    verdict = {
        letters.Step.PASS: Verdict.PASS,
        letters.Step.RETURN: Verdict.RETURN,
        letters.Step.REFUSE: Verdict.REFUSE,
    }
    given = Review(
        id=work.new_id(), letter_id=letter.id, revision_id=letter.newest.id, facility_code=letter.facility_code,
        step=letter.step, desk=work.actor.place, reviewer_id=work.actor.id, verdict=verdict[step], at=work.now,
    )  # fmt: skip
    work.vault.seal(work, given, answers="{}", reasons="[]")
    if letters.banks_next(work, letter):
        deposit_gates.note(work, letter, NOTHING_STANDS)
    letters.advance(work, step, letter)
    work.session.add(given)


CLERK = person(Role.INTAKE_CLERK, facility="NORTH")
SCREENER = person(Role.FACILITY_SCREENER, facility="NORTH")
RIVER_SCREENER = person(Role.FACILITY_SCREENER, facility="RIVER")
PLANNER = person(Role.PLANNER)
COORDINATOR = person(Role.COORDINATOR)
ASSISTANT = person(Role.VICTIM_ASSISTANCE, 1)
SECOND_ASSISTANT = person(Role.VICTIM_ASSISTANCE, 2)


def bank_a_letter(department: Department, addressee: str = "Ruth Alder") -> str:
    """One letter walked to the bank by three people; its id."""
    with department.writing(SCREENER) as work:
        letter = register(work, addressee)
        letters.advance(work, letters.Step.SUBMIT, letter)
        key = letter.id
    for reviewer in (SCREENER, PLANNER, COORDINATOR):
        with department.writing(reviewer) as work:
            review(work, work.session.get_one(Letter, key))
    return key
