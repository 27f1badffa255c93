"""One installation on either database: on PostgreSQL each surface is a process, with its own role and files."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from letterbank.installation import Wanted, make_home
from letterbank.roles import CENTRAL, FACILITY, OWNER, PUBLIC
from letterbank.settings import Settings
from tests.cli.conftest import Said, free_port, letterbank
from tests.cli.test_serve import ask, served
from tests.databases import as_role

ROLES = {"owner": OWNER, "central": CENTRAL, "facility": FACILITY, "public": PUBLIC}
CARRIED = {  # what each host of a department has, as docs/operating.md says it
    "central": (("central.ring", "central.pass", "central.secret"), ("DATABASE", "DROPBOX")),
    "facility": (("facility.ring", "facility.pass", "facility.secret"), ("DATABASE",)),
    "public": (("public.json", "public.secret"), ("DROPBOX",)),
}


@dataclass(frozen=True)
class Installed:
    """A real, empty installation: one home, or on PostgreSQL one for each surface beside the one it was made in."""

    homes: dict[str, Path]
    owned: dict[str, str] = field(default_factory=dict)

    def seen_from(self, who: str) -> dict[str, str]:
        """What a process of this surface, or of the owner, is started with."""
        return self.owned if who == "owner" else {"LETTERBANK_SURFACES": who}

    def says(self, who: str, *words: str) -> Said:
        return letterbank(self.homes[who], *words, **self.seen_from(who))


@pytest.fixture
def installed(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Installed:
    facilities = ("NORTH", "RIVER")
    if database_kind == "sqlite":
        made = make_home(tmp_path / "home", Wanted("mississippi", facilities, {"SECURE": "no"}))
        return Installed(dict.fromkeys(ROLES, made.home))
    fresh: Callable[[str], str] = request.getfixturevalue("fresh_postgres")
    urls = {name: fresh("prepared") for name in ("DATABASE", "DROPBOX")}
    owned = {name: as_role(url, OWNER) for name, url in urls.items()}
    made = make_home(tmp_path / "new", Wanted("mississippi", facilities, {"SECURE": "no"}, owned))
    homes = {surface: _carried(made, surface, urls, tmp_path / surface) for surface in CARRIED}
    return Installed({"owner": made.home, **homes}, {f"LETTERBANK_{name}": url for name, url in owned.items()})


def _carried(made: Settings, surface: str, urls: dict[str, str], home: Path) -> Path:
    files, databases = CARRIED[surface]
    (home / "keys").mkdir(parents=True, mode=0o700)
    for file in files:
        shutil.copy2(made.keys / file, home / "keys" / file)
    lines = [(made.home / "settings.env").read_text().strip(), f"SURFACES={surface}"]
    lines += [f"{name}={as_role(urls[name], ROLES[surface])}" for name in databases]
    (home / "settings.env").write_text("\n".join(lines) + "\n")
    return home


@pytest.mark.parametrize(("surface", "answers"), [("central", 302), ("facility", 302), ("public", 200)])
def test_a_surface_is_served_alone(installed: Installed, surface: str, answers: int) -> None:
    port = free_port()

    with served(installed.homes[surface], port, **installed.seen_from(surface)):
        assert ask(port, f"{surface}.localhost")[0] == answers
        assert [ask(port, f"{other}.localhost")[0] for other in ROLES if other != surface] == [404, 404, 404]


@pytest.mark.parametrize("surface", ["central", "facility", "public"])
def test_it_is_healthy_seen_from_each_surface(installed: Installed, surface: str) -> None:
    looked = installed.says(surface, "doctor")

    assert looked.returncode == 0, looked.stdout


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("owner", ("database", "migrate")),
        ("central", ("staff", "add", "Bo Lee", "bo", "--role", "planner")),
        ("central", ("audit", "verify")),
        ("central", ("audit", "anchor")),
        ("central", ("worker", "--once")),
        ("facility", ("scan", "watch", "--once", "--every", "0.1")),
        ("central", ("scan", "watch", "--once", "--every", "0.1")),
    ],
    ids=lambda given: given if isinstance(given, str) else " ".join(given[:2]),
)
def test_a_command_does_its_work(installed: Installed, who: str, words: tuple[str, ...]) -> None:
    done = installed.says(who, *words)

    assert done.returncode == 0, done.stderr


def test_whom_one_command_adds_another_lists(installed: Installed) -> None:
    installed.says("central", "staff", "add", "Bo Lee", "bo", "--role", "planner")

    listed = installed.says("central", "staff", "list")

    assert "Bo Lee" in listed.stdout


@pytest.mark.postgresql
@pytest.mark.parametrize("database_kind", ["postgresql"])
@pytest.mark.parametrize("words", [("audit", "verify"), ("staff", "list"), ("backup", "records", "/nowhere")])
def test_a_host_says_where_a_command_belongs(installed: Installed, words: tuple[str, ...]) -> None:
    refused = installed.says("facility", *words)

    assert refused.returncode == 1
    assert "Run this command on the central host." in refused.stderr
