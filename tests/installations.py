"""Real installations for tests of commands, on either database."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from letterbank.installation import Wanted, make_home
from letterbank.roles import CENTRAL, FACILITY, OWNER, PUBLIC
from letterbank.settings import Settings
from tests.cli.conftest import Said, letterbank
from tests.databases import as_role

ROLES = {"owner": OWNER, "central": CENTRAL, "facility": FACILITY, "public": PUBLIC}
CARRIED = {  # what each host of a department has, as docs/operating.md says it
    "central": (("central.ring", "central.pass", "central.secret"), ("DATABASE", "DROPBOX")),
    "facility": (("facility.ring", "facility.pass", "facility.secret"), ("DATABASE",)),
    "public": (("public.json", "public.secret"), ("DROPBOX",)),
}


@dataclass
class Installed:
    """A real, empty installation: one home, or on PostgreSQL one for each surface beside the one it was made in.

    `urls` are the databases' as a superuser names them; empty where the home keeps its own.
    """

    homes: dict[str, Path]
    urls: dict[str, str] = field(default_factory=dict)

    def seen_from(self, who: str) -> dict[str, str]:
        """What a process of this surface, or of the owner, is started with."""
        owned = {f"LETTERBANK_{name}": as_role(url, OWNER) for name, url in self.urls.items()}
        return owned if who == "owner" else {"LETTERBANK_SURFACES": who}

    def says(self, who: str, *words: str) -> Said:
        return letterbank(self.homes[who], *words, **self.seen_from(who))

    def lose_databases(self, new: dict[str, str]) -> None:
        """As after a fire: keys and settings are there, and databases without a row."""
        for file in self.homes["owner"].glob("*.sqlite*"):
            file.unlink()
        for surface in CARRIED if self.urls else ():
            file = self.homes[surface] / "settings.env"
            told = file.read_text()
            for name, url in new.items():
                told = told.replace(as_role(self.urls[name], ROLES[surface]), as_role(url, ROLES[surface]))
            file.write_text(told)
        self.urls = new
        assert self.says("owner", "database", "migrate").returncode == 0


@pytest.fixture
def installed(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Installed:
    facilities = ("NORTH", "RIVER")
    if database_kind == "sqlite":
        made = make_home(tmp_path / "home", Wanted("mississippi", facilities, {"SECURE": "no"}))
        return Installed(dict.fromkeys(ROLES, made.home))
    urls = two_databases(request)
    owned = {name: as_role(url, OWNER) for name, url in urls.items()}
    made = make_home(tmp_path / "new", Wanted("mississippi", facilities, {"SECURE": "no"}, owned))
    homes = {surface: _carried(made, surface, urls, tmp_path / surface) for surface in CARRIED}
    return Installed({"owner": made.home, **homes}, urls)


def two_databases(request: pytest.FixtureRequest) -> dict[str, str]:
    """New and empty, with a superuser's part done."""
    fresh: Callable[[str], str] = request.getfixturevalue("fresh_postgres")
    return {name: fresh("prepared") for name in ("DATABASE", "DROPBOX")}


def _carried(made: Settings, surface: str, urls: dict[str, str], home: Path) -> Path:
    files, databases = CARRIED[surface]
    (home / "keys").mkdir(parents=True, mode=0o700)
    for file in files:
        shutil.copy2(made.keys / file, home / "keys" / file)
    lines = [(made.home / "settings.env").read_text().strip(), f"SURFACES={surface}"]
    lines += [f"{name}={as_role(urls[name], ROLES[surface])}" for name in databases]
    (home / "settings.env").write_text("\n".join(lines) + "\n")
    return home
