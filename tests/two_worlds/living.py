"""Living a script in two worlds: with the victim's side at work, and with nobody there."""

from collections.abc import Sequence
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

    def _live(self, script: Script, leak: Leak, *, there: bool) -> list[Sight]:
        urls = self.databases.fresh("main"), self.databases.fresh("dropbox")
        world = World(*urls, self.folder, self.sandbox, leak)
        watchers, side = Watchers(world), VictimsSide(world)
        try:
            for moment in script:
                world.clock.forward(PAUSE)
                if isinstance(moment, Step):
                    STEPS[moment.name](watchers, moment.number)
                elif there and happen(side, moment.name):
                    self.happened.append(moment.name)
            return world.everything_seen()
        finally:
            world.close()
            for url in urls:
                self.databases.discard(url)
