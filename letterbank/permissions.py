"""Who may do what: named, granted, narrowed once. This file is meant to be read as policy.

There is no superuser. Administrators hire people and read no letters; auditors read what was done and no content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from letterbank.errors import NotAllowed


class Role(StrEnum):
    INTAKE_CLERK = "intake_clerk"
    FACILITY_SCREENER = "facility_screener"
    PLANNER = "planner"
    COORDINATOR = "coordinator"
    COMMITTEE_MEMBER = "committee_member"
    VICTIM_ASSISTANCE = "victim_assistance"
    FACILITATOR = "facilitator"
    SUPERINTENDENT = "superintendent"
    DEPUTY_DIRECTOR = "deputy_director"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    LETTER_REGISTER = "letter:register"
    LETTER_LIST = "letter:list"
    LETTER_REVIEW = "letter:review"
    LETTER_DECIDE = "letter:decide"
    LETTER_WITHDRAW = "letter:withdraw"
    LETTER_PRINT = "letter:print"
    SCAN_BRING = "scan:bring"
    SCAN_SORT = "scan:sort"
    SCAN_RESOLVE = "scan:resolve"
    PAPER_SEND = "paper:send"
    PAPER_RECEIVE = "paper:receive"
    PAPER_GIVE_UP = "paper:give_up"
    PAPER_KEEP = "paper:keep"
    DROP_OPEN = "drop:open"
    VICTIM_READ = "victim:read"
    REQUEST_VERIFY = "request:verify"
    MATCH_CONFIRM = "match:confirm"
    OFFER_CONTACT = "offer:contact"
    PACKET_PACK = "packet:pack"
    PACKET_CHECK = "packet:check"
    REFERRAL_READ = "referral:read"
    REGISTER_IMPORT = "register:import"
    STAFF_MANAGE = "staff:manage"
    AUDIT_READ = "audit:read"
    RECORD_DESTROY = "record:destroy"
    WORK_STUCK = "work:stuck"


R, P = Role, Permission

GRANTS: Mapping[Role, frozenset[Permission]] = {
    R.INTAKE_CLERK: frozenset({
        P.LETTER_REGISTER, P.LETTER_LIST, P.LETTER_WITHDRAW, P.SCAN_BRING, P.SCAN_RESOLVE, P.PAPER_SEND,
    }),
    R.FACILITY_SCREENER: frozenset({
        P.LETTER_REGISTER, P.LETTER_LIST, P.LETTER_WITHDRAW, P.LETTER_REVIEW, P.SCAN_BRING, P.SCAN_RESOLVE,
        P.PAPER_SEND,
    }),
    # Paper is received by people who know the letters and nothing of victims: neither the hour nor a word of what they
    # write down, which the facility sees, can come of one (R4, R5). What is kept or leaves is victim assistance's.
    # Both take in letters that were accepted on paper before, at the centre's own desk (R32).
    R.PLANNER: frozenset({
        P.LETTER_REGISTER, P.LETTER_LIST, P.LETTER_REVIEW, P.LETTER_DECIDE, P.SCAN_BRING, P.SCAN_RESOLVE,
        P.REFERRAL_READ, P.PAPER_RECEIVE,
    }),
    R.COORDINATOR: frozenset({
        P.LETTER_REGISTER, P.LETTER_LIST, P.LETTER_REVIEW, P.LETTER_DECIDE, P.SCAN_BRING, P.SCAN_RESOLVE,
        P.REGISTER_IMPORT, P.PAPER_RECEIVE, P.PAPER_GIVE_UP, P.WORK_STUCK,
    }),
    R.COMMITTEE_MEMBER: frozenset({P.LETTER_LIST, P.LETTER_REVIEW}),
    R.VICTIM_ASSISTANCE: frozenset({
        P.DROP_OPEN, P.VICTIM_READ, P.REQUEST_VERIFY, P.MATCH_CONFIRM, P.OFFER_CONTACT,
        P.PACKET_PACK, P.PACKET_CHECK, P.LETTER_PRINT, P.RECORD_DESTROY, P.PAPER_KEEP,
    }),
    R.FACILITATOR: frozenset(),
    R.SUPERINTENDENT: frozenset(),
    R.DEPUTY_DIRECTOR: frozenset(),
    R.AUDITOR: frozenset({P.AUDIT_READ, P.WORK_STUCK}),
    R.ADMINISTRATOR: frozenset({P.STAFF_MANAGE, P.REGISTER_IMPORT}),
}  # fmt: skip

FACILITY_ROLES = frozenset({R.INTAKE_CLERK, R.FACILITY_SCREENER})

_OUTSIDE = frozenset({R.SUPERINTENDENT, R.DEPUTY_DIRECTOR})

# R13: nobody holds a facility role beside one that opens victim or dialogue records; the intake desk reviews
# nothing (R31); those who hire and those who audit do nothing else.
INCOMPATIBLE: frozenset[frozenset[Role]] = frozenset(
    {frozenset({facility, other}) for facility in FACILITY_ROLES for other in Role if other not in FACILITY_ROLES}
    | {frozenset({R.INTAKE_CLERK, R.FACILITY_SCREENER})}
    | {frozenset({alone, other}) for alone in (R.ADMINISTRATOR, R.AUDITOR) for other in Role if other is not alone}
    # R31: a superintendent opens no letter and knows no victim; a deputy director decides, and works on neither side.
    | {frozenset({decider, other}) for decider in _OUTSIDE for other in Role if other not in _OUTSIDE}
    # R4: who reviews letters knows nothing of the victims' side.
    | {frozenset({R.VICTIM_ASSISTANCE, other}) for other in (R.PLANNER, R.COORDINATOR, R.COMMITTEE_MEMBER)}
)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person at work, or a machine acting for the installation (`roles` empty, `acts_alone` true)."""

    id: str
    name: str
    surface: str
    roles: frozenset[Role]
    facility: str | None = None
    machine_permissions: frozenset[Permission] = frozenset()

    @property
    def place(self) -> str:
        """The domain this person works in, and the chain their acts are written to."""
        return f"facility/{self.facility}" if self.facility else self.surface

    @property
    def permissions(self) -> frozenset[Permission]:
        granted: frozenset[Permission] = self.machine_permissions
        for role in self.roles:
            granted |= GRANTS[role]
        return granted


def _own_facility(actor: Actor, record: object) -> bool:
    """Facility people act on the letters of their own facility only; central people on all."""
    return actor.facility is None or getattr(record, "facility_code", actor.facility) == actor.facility


def _own_desk(actor: Actor, record: object) -> bool:
    """What is scanned at a desk is sorted there: a facility's stack is not the centre's, nor another's."""
    return getattr(record, "desk", actor.place) == actor.place


def _own_intake(actor: Actor, record: object) -> bool:
    """A letter is taken in where its paper lies: at its facility's desk, or at the centre's (R32)."""
    return _own_facility(actor, record) and getattr(record, "taken_in_at", actor.place) == actor.place


# A permission named here holds only for some records.
SCOPES = {
    P.LETTER_REGISTER: _own_intake,
    P.LETTER_LIST: _own_facility,
    P.LETTER_REVIEW: _own_facility,
    P.LETTER_WITHDRAW: _own_facility,
    P.SCAN_BRING: _own_desk,
    P.SCAN_SORT: _own_desk,
    P.SCAN_RESOLVE: _own_desk,
    P.PAPER_SEND: _own_facility,
}


def can(actor: Actor, permission: Permission, record: object | None = None) -> bool:
    if permission not in actor.permissions:
        return False
    return record is None or permission not in SCOPES or SCOPES[permission](actor, record)


def must(actor: Actor, permission: Permission, record: object | None = None) -> None:
    """Raises NotAllowed unless `can`."""
    if not can(actor, permission, record):
        raise NotAllowed("Your account does not allow this. If you need it for your work, ask your administrator.")


def clashing(roles: frozenset[Role]) -> frozenset[Role] | None:
    """The first pair among these roles that nobody may hold together (R13), if any."""
    return next((pair for pair in sorted(INCOMPATIBLE, key=sorted) if pair <= roles), None)
