"""One unit of work, and the office it is done in.

An `Office` is all one surface's process needs to act: its database, its keys, the policy, the clock, the ids.
`Work` is one person doing one thing in it: it dies with its transaction, and opened keys die with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from letterbank.audit import Entry, chain_entries
from letterbank.clock import Clock
from letterbank.db import Database, Unit
from letterbank.errors import Refusal
from letterbank.ids import Id, IdSource, new_id
from letterbank.permissions import Actor
from letterbank.policy import Policy
from letterbank.roles import role_for
from letterbank.vault import Vault, openings_among

NO_DEEDS = frozenset({  # a row in one of these alone is nothing that somebody did
    "sign_in_session",  # seen last
    "enrolment",  # what is chosen on the way waits there, until the end that is written down
    "page_reading",  # the opening of the page is
    "review_draft",  # that one was begun is written down; each half minute of typing is not
    "stack", "stack_piece", "stack_side",  # bytes on their way, and whose turn it is; each step leaves a row elsewhere
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Office:
    surface: str
    database: Database
    vault: Vault
    policy: Policy
    clock: Clock
    ids: IdSource
    dropbox: Database | None = None

    def begin(self, actor: Actor, *, write: bool) -> "Work":
        """An open unit of work. Whoever begins it must `finish` or `abandon` it."""
        unit = self.database.unit(write=write)
        work = Work(office=self, unit=unit, actor=actor, write=write, now=self.clock.now())
        unit.before_commit = work.write_audit
        try:
            work.act_as(actor)
        except BaseException:
            work.abandon()
            raise
        return work

    @contextmanager
    def reading(self, actor: Actor) -> Iterator["Work"]:
        work = self.begin(actor, write=False)
        try:
            yield work
        finally:
            work.abandon()

    @contextmanager
    def writing(self, actor: Actor) -> Iterator["Work"]:
        """Commits, audit included, when the block ends well; undoes everything when it does not."""
        work = self.begin(actor, write=True)
        try:
            yield work
            work.finish()
        except Refusal:
            work.turn_back()
            raise
        finally:
            work.abandon()

    def at(self, clock: Clock) -> "Office":
        """The same office under another clock: how a demonstration lives through years."""
        return replace(self, clock=clock)


@dataclass(kw_only=True)
class Work:
    office: Office
    unit: Unit
    actor: Actor
    write: bool
    now: datetime
    entries: list[Entry] = field(default_factory=list)
    open_keys: dict[Id, bytes] = field(default_factory=dict, repr=False)
    over: bool = False

    @property
    def session(self) -> Session:
        return self.unit.session

    @property
    def vault(self) -> Vault:
        return self.office.vault

    @property
    def policy(self) -> Policy:
        return self.office.policy

    @property
    def ids(self) -> IdSource:
        return self.office.ids

    @property
    def local_now(self) -> datetime:
        """Now, as the clocks show it where the programme is."""
        return self.now.astimezone(self.policy.zone)

    @property
    def today(self) -> date:
        """The day it is where the programme is."""
        return self.local_now.date()

    def new_id(self) -> Id:
        return new_id(self.ids)

    def act_as(self, actor: Actor) -> None:
        """This unit is this person's from now on; on PostgreSQL it sees what their facility may see."""
        self.actor = actor
        role = role_for(actor)
        if role:
            self.unit.become(role)

    def write_audit(self, session: Session) -> None:
        """Raises RuntimeError where something was done that nothing would tell of (P7): then it is not done."""
        done = self.unit.written.names - NO_DEEDS
        if done and len(openings_among(self.entries)) == len(self.entries):
            raise RuntimeError(f"something was done and not written down: {', '.join(sorted(done))}")
        if self.entries:
            chain_entries(session, self.entries, self.vault.ring.department)

    def finish(self) -> None:
        self.unit.finish()
        self._close()

    def abandon(self) -> None:
        self.unit.abandon()
        self._close()

    def turn_back(self) -> None:
        """Undo everything and still write down what was opened: a refusal's sentence may come of it (P7)."""
        opened = openings_among(self.entries)
        self.abandon()
        if opened:
            with self.office.writing(self.actor) as short:
                short.entries += opened

    def _close(self) -> None:
        self.over = True
        self.entries.clear()
        self.open_keys.clear()
