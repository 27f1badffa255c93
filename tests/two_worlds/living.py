"""Living a script in two worlds: with the victim's side at work, and with nobody there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from letterbank.sandbox import Sandbox
from tests.databases import Databases
from tests.two_worlds.victims import VictimsSide, happen
from tests.two_worlds.watchers import STEPS, Watchers
from tests.two_worlds.watching import Sight, differences
from tests.two_worlds.world import Leak, World

PAUSE = timedelta(minutes=2)


@dataclass(frozen=True)
class Step:
    """Something a watcher does: seen in both worlds."""

    name: str
    number: int = 0


@dataclass(frozen=True)
class Hidden:
    """Something on the victims' side: in one world it happens, in the other the same time passes."""

    name: str


Script = Sequence[Step | Hidden]


@dataclass
class TwoWorlds:
    databases: Databases
    sandbox: Sandbox
    folder: Path
    happened: list[str] = field(default_factory=list)
    sights: Sequence[Sight] = ()

    def compare(self, script: Script, leak: Leak | None = None) -> list[str]:
        """Where the two worlds differ for anybody who watched."""
        with_her = self._live(script, leak or Leak(), there=True)
        without = self._live(script, leak or Leak(), there=False)
        self.sights = without
        return differences(with_her, without)

    def first_differences(self, script: Script, leak: Leak) -> list[str]:
        """The same, lived side by side and no further than to the first place where somebody could tell them apart."""
        with self._life(leak, "with her") as with_her, self._life(leak, "without her") as without:
            for moment in script:
                for life, there in ((with_her, True), (without, False)):
                    life.live(moment, there=there)
                if found := differences(with_her.news(), without.news()):
                    return found
            return differences(with_her.world.everything_seen(), without.world.everything_seen())

    def _live(self, script: Script, leak: Leak, *, there: bool) -> list[Sight]:
        with self._life(leak) as life:
            for moment in script:
                if life.live(moment, there=there):
                    self.happened.append(moment.name)
            return life.world.everything_seen()

    @contextmanager
    def _life(self, leak: Leak, home: str = "") -> Iterator["Life"]:
        urls = self.databases.fresh("main"), self.databases.fresh("dropbox")
        world = World(*urls, self.folder / home, self.sandbox, leak)
        try:
            yield Life(world)
        finally:
            world.close()
            for url in urls:
                self.databases.discard(url)


@dataclass
class Life:
    """One world on its way through a script."""

    world: World
    told: int = 0

    def __post_init__(self) -> None:
        self._watchers, self._side = Watchers(self.world), VictimsSide(self.world)

    def live(self, moment: Step | Hidden, *, there: bool) -> bool:
        """Whether something happened on the victims' side."""
        self.world.clock.forward(PAUSE)
        if isinstance(moment, Step):
            STEPS[moment.name](self._watchers, moment.number)
            return False
        return there and happen(self._side, moment.name)

    def news(self) -> Sequence[Sight]:
        """What was seen since the last time."""
        news, self.told = self.world.sights[self.told :], len(self.world.sights)
        return news
