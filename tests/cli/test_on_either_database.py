"""One installation on either database: on PostgreSQL each surface is a process, signed in as its own role."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from letterbank.installation import Wanted, make_home
from letterbank.roles import CENTRAL, FACILITY, OWNER, PUBLIC
from tests.cli.conftest import Said, free_port, letterbank
from tests.cli.test_serve import ask, served
from tests.databases import as_role
from tests.schema import prepare

ROLES = {"owner": OWNER, "central": CENTRAL, "facility": FACILITY, "public": PUBLIC}


@dataclass(frozen=True)
class Installed:
    """A real, empty installation. `databases` is empty where the home keeps its own."""

    home: Path
    databases: dict[str, str] = field(default_factory=dict)

    def seen_from(self, who: str) -> dict[str, str]:
        """What a process of this surface, or of the owner, is started with."""
        surface = {} if who == "owner" else {"LETTERBANK_SURFACES": who}
        return surface | {f"LETTERBANK_{name}": as_role(url, ROLES[who]) for name, url in self.databases.items()}

    def says(self, who: str, *words: str) -> Said:
        return letterbank(self.home, *words, **self.seen_from(who))


@pytest.fixture
def installed(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Installed:
    wanted = Wanted("mississippi", ("NORTH", "RIVER"), {"SECURE": "no"})
    if database_kind == "sqlite":
        return Installed(make_home(tmp_path / "home", wanted).home)
    fresh: Callable[[str], str] = request.getfixturevalue("fresh_postgres")
    urls = {name: fresh("empty") for name in ("DATABASE", "DROPBOX")}
    for url in urls.values():
        prepare(url)
    owned = {name: as_role(url, OWNER) for name, url in urls.items()}
    made = make_home(tmp_path / "home", Wanted("mississippi", wanted.facilities, wanted.extra, owned))
    return Installed(made.home, urls)


@pytest.mark.parametrize(("surface", "answers"), [("central", 302), ("facility", 302), ("public", 200)])
def test_a_surface_is_served_alone(installed: Installed, surface: str, answers: int) -> None:
    port = free_port()

    with served(installed.home, port, **installed.seen_from(surface)):
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
