"""A world: one department, watched from a facility, from the reviewers' desks and from the street.

Every script draws its ids from a stream of its own, and all live by one clock, so that two worlds in which the
watchers do the same can be compared byte for byte. What happens on the victims' side is the only thing that may differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import Flask

from letterbank.ids import IdSource, SeededIds
from letterbank.sandbox import Sandbox
from letterbank.work import Work
from tests.signing import Browser, Town, sign_in
from tests.two_worlds.watching import Sight, files_of, rows_of, watch
from tests.worlds import CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER, Department, settle

Part = Callable[[Flask], None]
WATCHERS = {"clerk": CLERK, "screener": SCREENER, "elsewhere": RIVER_SCREENER, "planner": PLANNER,
            "coordinator": COORDINATOR}  # fmt: skip


@dataclass(frozen=True)
class Leak:
    """A fault planted from outside: wrong parts of the facility's application, a wrong deed on the victims' side, or
    one id source for everybody."""

    parts: Callable[["World"], Mapping[str, Part]] = lambda _world: {}
    when_she_answers: Callable[[Work, object], None] = lambda _work, _offer: None
    one_stream: bool = False


@dataclass
class World:
    main: str
    dropbox: str
    home: Path
    sandbox: Sandbox
    leak: Leak = field(default_factory=Leak)
    sights: list[Sight] = field(default_factory=list)
    browsers: dict[str, Browser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._base = Department.over(self.main, self.dropbox)
        self._shared: IdSource = SeededIds("everybody")
        with self.drawing("settling").arranging(COORDINATOR) as work:
            settle(work)
        self.victims_side = self.drawing("victims")
        self.home.mkdir(exist_ok=True)
        self.towns = {
            "facility": Town(self.drawing("facility"), self.home, dict(self.leak.parts(self))),
            "central": Town(self.drawing("centre"), self.home),
            "public": Town(self.drawing("street"), self.home),
        }
        for surface, town in self.towns.items():
            watch(town.app(surface), self.sights).extensions["letterbank sandbox"] = self.sandbox

    def drawing(self, stream: str) -> Department:
        """The department as one script knows it, with its own stream of ids."""
        return replace(self._base, ids=self._shared if self.leak.one_stream else SeededIds(stream))

    @property
    def clock(self):
        return self._base.clock

    def browser(self, who: str) -> Browser:
        """A watcher's browser, signed in when first needed."""
        if who not in self.browsers:
            self.sit_down(who)
        return self.browsers[who]

    def sit_down(self, who: str) -> None:
        """Sign in, or anew; the visitor from the street has no account."""
        if who == "visitor":
            self.browsers[who] = self.towns["public"].browser("public")
        else:
            self.browsers[who] = sign_in(self.towns[WATCHERS[who].surface], WATCHERS[who])

    def everything_seen(self) -> list[Sight]:
        """All pages in the order they were seen, then what a facility's own process can read."""
        return [*self.sights, *rows_of(self.main, "NORTH"), *rows_of(self.main, "RIVER"), files_of(self.home)]

    def close(self) -> None:
        self._base.close()
