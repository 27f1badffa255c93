"""An invented department at work: its three offices, its people and its sandbox, as the demonstration walks through it.

Whoever acts, acts in the office they belong to, as themselves, through the functions the pages use.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from letterbank.app import open_office
from letterbank.clock import Clock, SystemClock
from letterbank.permissions import Actor
from letterbank.sandbox import Sandbox
from letterbank.settings import SURFACES, Settings
from letterbank.work import Office, Work


@dataclass(frozen=True)
class Place:
    """`staff` is who works here, by sign-in name."""

    offices: Mapping[str, Office]
    sandbox: Sandbox
    staff: dict[str, Actor] = field(default_factory=dict)

    @contextmanager
    def as_(self, who: str) -> Iterator[Work]:
        """A unit of work of one person, by sign-in name."""
        with self.writing(self.staff[who]) as work:
            yield work

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Work]:
        with self.offices[actor.surface].writing(actor) as work:
            yield work

    @property
    def central(self) -> Office:
        return self.offices["central"]

    @property
    def public(self) -> Office:
        return self.offices["public"]

    def at(self, clock: Clock) -> "Place":
        """The same place under another clock."""
        return replace(self, offices={surface: office.at(clock) for surface, office in self.offices.items()})


@contextmanager
def opened(settings: Settings, sandbox: Sandbox) -> Iterator[Place]:
    """The home's offices, closed again before anything is served from it."""
    offices = {surface: open_office(settings, surface) for surface in SURFACES}
    try:
        yield Place(offices, sandbox).at(SystemClock())
    finally:
        for office in offices.values():
            office.database.close()
            if office.dropbox:
                office.dropbox.close()
