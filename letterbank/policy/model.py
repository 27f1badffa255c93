"""The questions every programme answers. No field has a default: silence is a fault, not a choice.

Values are plain; where each answer comes from stands in `Policy.sources`, by the same dotted name.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from functools import cached_property
from zoneinfo import ZoneInfo

from letterbank.policy import kinds as k
from letterbank.policy.dialogue import Dialogue

ASSUMED = "assumed"  # the source of an answer nobody has given yet: R35 keeps it off printed paper


@dataclass(frozen=True, kw_only=True)
class Programme:
    name: str
    department: str
    office: str
    telephone: str
    call_back_hours: str
    discreet_sender: tuple[str, ...]  # the outer envelope's sender and box lines (R25)
    neutral_caller: str  # who a first call says it is from, unless she chose other words (R21)
    registry_name: str  # where victims tick the box that asks to be told
    letter_word: str
    bank_word: str
    writer_word: str
    victim_word: str
    facility_word: str
    superintendent_word: str
    case_manager_word: str


@dataclass(frozen=True, kw_only=True)
class Titles:
    """What this department calls the people in each role; one field for every `Role`."""

    intake_clerk: str
    facility_screener: str
    planner: str
    coordinator: str
    committee_member: str
    victim_assistance: str
    facilitator: str
    superintendent: str
    deputy_director: str
    auditor: str
    administrator: str

    def of(self, role: str) -> str:
        return str(getattr(self, role))


@dataclass(frozen=True, kw_only=True)
class Letters:
    who_may_start: tuple[k.Starter, ...]
    direct_sending_forbidden: bool
    writers_on_supervision: bool  # parole and probation, beside those in custody
    application_before_writing: bool
    class_required: bool
    acknowledgement_signed: bool  # voluntary, may never be read, changes nothing
    court_ordered: k.CourtOrdered
    on_failure: k.OnFailure
    returns_allowed: int  # how often one letter may come back rewritten
    escalated_to: k.EscalatedTo  # whose second look a letter gets that may not be coached (R33)
    may_be_replaced: bool
    reply: k.Reply
    paper_schedule_days: int  # accepted paper leaves the facility on this fixed beat, never on demand (R5)
    paper_first_day: date  # a local day it leaves on; the beat is counted from it, backwards too


@dataclass(frozen=True, kw_only=True)
class ReviewStep:
    title: str  # who reads, as it follows "waits for the"
    role: str
    place: k.Place
    people: int  # how many different people of this role must pass it
    blind: bool  # they do not see what earlier readers answered
    source: str


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A question a reader answers about the text. `mend` is said to the writer, unless it escalates (R33)."""

    key: str
    kind: k.CriterionKind
    question: str
    mend: str
    escalates: bool  # goes to a second person and is never coached or quoted to the writer
    source: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    key: str
    words: str  # what the writer reads when a letter is refused
    source: str


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A fact outside the text. Facts learnt from the victim's side bar release only (R3)."""

    key: str
    fact: str
    bars: k.Bars
    effect: k.GateEffect
    known_from: k.KnownFrom
    max_age_days: int  # an older source counts as unknown and blocks release
    source: str

    @property
    def bars_deposit(self) -> bool:
        return self.effect != "warn" and self.bars in {"deposit", "deposit_and_release"}

    @property
    def bars_release(self) -> bool:
        return self.effect != "warn" and self.bars in {"release", "deposit_and_release"}


@dataclass(frozen=True, kw_only=True)
class Requests:
    channels: tuple[k.RequestChannel, ...]
    reconfirm_months: int  # after this a request is asked about again; it never expires by itself (R20)
    withdrawal_grace_days: int  # before a withdrawn request's content is destroyed (R15)


@dataclass(frozen=True, kw_only=True)
class Contact:
    confirmation_needed: bool
    channels: tuple[k.ContactChannel, ...]
    max_attempts: int
    min_days_between: int
    days: tuple[k.Weekday, ...]
    hours_from: time
    hours_to: time
    voicemail_allowed: bool
    third_person_allowed: bool
    first_attempt_days: int  # from the verified match to the first call
    public_link_days: int
    consent_lease_days: int  # how long a yes to one letter stands before it must be asked again
    identity_check: k.IdentityCheck
    after_not_now: k.AfterNotNow
    after_care_call: bool


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    decided_by: k.DisclosureDecider
    may_tell: tuple[k.Fact, ...]
    default: tuple[k.Fact, ...]
    cycle_months: int
    standing_sentence: str  # all that a writer hears after deposit (R6)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    ways: tuple[k.DeliveryWay, ...]
    sealed_inside_cover: bool
    came_back: k.CameBack
    original_enclosed: bool  # whether the paper itself goes into the packet, beside or instead of its print (R5)


@dataclass(frozen=True, kw_only=True)
class Retention:
    until: k.KeptUntil
    writer_died: k.AfterDeath
    victim_died: k.AfterDeath
    refused_letter_days: int
    withdrawn_letter_days: int
    last_date_notice_days: int  # told to those who said later or not now, before anything is destroyed (R20)
    key_backup_days: int


@dataclass(frozen=True, kw_only=True)
class Updates:
    months: int
    choices: tuple[k.UpdateChoice, ...]
    default: k.UpdateChoice


@dataclass(frozen=True, kw_only=True)
class Claims:
    lease_minutes: int
    draft_days: int  # how long a reader's unfinished answers are kept since they last wrote


@dataclass(frozen=True, kw_only=True)
class Scans:
    max_bytes: int
    max_pages: int
    keep_original: bool


@dataclass(frozen=True, kw_only=True)
class Statistics:
    small_number_threshold: int
    every_months: int


@dataclass(frozen=True, kw_only=True)
class Victims:
    relations: tuple[k.Relation, ...]
    identified_by: k.IdentifiedBy
    minimum_age: int
    younger: k.Younger


@dataclass(frozen=True, kw_only=True)
class Clemency:
    """Who beyond the bank may learn that a letter exists; its content never."""

    board_may_learn: k.BoardView
    parole_may_learn: k.BoardView
    victim_is_told: bool
    affects_release: bool


@dataclass(frozen=True, kw_only=True)
class Confidentiality:
    statute: str
    exceptions: tuple[k.ConfidentialityException, ...]


@dataclass(frozen=True, kw_only=True)
class Services:
    offered: tuple[k.Service, ...]


@dataclass(frozen=True, kw_only=True)
class Policy:
    time_zone: str
    languages: tuple[k.Language, ...]
    request_needed: bool  # true everywhere: nobody is told who did not ask (R28)
    inquiry_allowed: bool  # may somebody who has not registered ask whether a letter exists?
    joint_letters: k.JointLetters
    deposits_per_addressee: int  # letters one writer may deposit for one person in twelve months
    programme: Programme
    titles: Titles
    letters: Letters
    reviews: tuple[ReviewStep, ...]
    criteria: tuple[Criterion, ...]
    refusal_reasons: tuple[Reason, ...]
    gates: tuple[Gate, ...]
    requests: Requests
    contact: Contact
    disclosure: Disclosure
    delivery: Delivery
    retention: Retention
    updates: Updates
    claims: Claims
    scans: Scans
    statistics: Statistics
    victims: Victims
    clemency: Clemency
    confidentiality: Confidentiality
    services: Services
    dialogue: Dialogue
    clauses: Mapping[str, str]  # the sources this policy names, each said in our own words
    sources: Mapping[str, str]  # dotted name of an answer -> the clause it comes from, or ASSUMED

    @property
    def zone(self) -> ZoneInfo:
        """Dates people agree on, and hours they are called at, are those of the programme's place."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of every answer and its source; comments, order and spacing of the file do not count."""
        return hashlib.sha256(json.dumps(plain(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain(value: object) -> object:
    """The same content as dictionaries, lists and words, for JSON."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("minutes") if isinstance(value, time) else value


def assumed(policy: Policy) -> list[str]:
    """The answers nobody at the department has given yet (R35), in the order of the questions."""
    return [where for where, source in policy.sources.items() if source == ASSUMED]
