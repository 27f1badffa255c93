"""People of the tests at real browsers: real applications, the real sign-in pages, CSRF on.

`client_of(SCREENER)` is a test client of the right surface, signed in as that person with password and one-time code.
Registered as a plugin in tests/conftest.py.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.test import TestResponse

from letterbank.accounts import passwords, second_factor
from letterbank.accounts.model import Staff
from letterbank.accounts.passwords import Cost
from letterbank.app import create_app
from letterbank.permissions import Actor, Role
from letterbank.settings import Settings
from tests.worlds import Department, person

CHEAP = Cost(passes=1, memory=8, lanes=1)
PASSWORD = "nine clever otters juggle"
SCRAMBLED = passwords.scramble(PASSWORD, CHEAP)
MANAGER = person(Role.ADMINISTRATOR)
Part = Callable[[Flask], None]


class Compiled(BytecodeCache):
    """Templates compiled once in a test process, not in every application; known by the digest of their words."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass
class Town:
    """A department with its applications running. `parts` are added to, or planted in, every surface's."""

    department: Department
    home: Path
    parts: dict[str, Part] = field(default_factory=dict)
    apps: dict[str, Flask] = field(default_factory=dict)

    def app(self, surface: str) -> Flask:
        if surface not in self.apps:
            settings = Settings.from_mapping({"HOME": str(self.home), "FACILITIES": "NORTH RIVER"})
            settings.keys.mkdir(exist_ok=True)
            (settings.keys / f"{surface}.secret").write_bytes(b"s" * 32)
            app = create_app(settings, self.department.office(surface), self.parts)
            app.config.update(PASSWORD_COST=CHEAP, PROPAGATE_FAULTS=True)
            app.config.update(SERVER_NAME=settings.hosts[surface], PREFERRED_URL_SCHEME="https")
            app.jinja_env.bytecode_cache = COMPILED
            self.apps[surface] = app
        return self.apps[surface]

    def browser(self, surface: str) -> "Browser":
        return Browser(self.app(surface).test_client())

    def employ(self, actor: Actor, login: str | None = None) -> Staff:
        """This person's staff record, enrolled, as if they had walked through the pages; nothing if it stands."""
        with self.department.arranging(MANAGER) as work:
            found = work.session.get(Staff, actor.id)
            if found:
                return found
            made = Staff(
                id=actor.id, name=actor.name, login=login or login_of(actor), surface=actor.surface,
                facility_code=actor.facility, held=sorted(role.value for role in actor.roles), since=work.now,
                active=True, totp_counter=0, recovery_codes=[], bad_tries=[],
            )  # fmt: skip
            work.session.add(made)
        with self.department.arranging(actor) as work:
            staff = work.session.get_one(Staff, actor.id)
            staff.password = SCRAMBLED
            staff.totp = second_factor.seal(work, staff, second_factor.new_secret())
        return staff

    def code(self, actor: Actor) -> str:
        """What this person's device shows. The clock goes on first: a code works once."""
        self.department.clock.forward(timedelta(seconds=second_factor.STEP))
        with self.department.reading(actor) as work:
            return second_factor.current_code(work, work.session.get_one(Staff, actor.id))

    def staff(self, actor: Actor) -> Staff:
        with self.department.reading(actor) as work:
            return work.session.get_one(Staff, actor.id)


@dataclass
class Browser:
    """A test client that fetches a form before it sends it, as people do."""

    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def send(self, page: str, to: str | None = None, **fields: object) -> TestResponse:
        """Open `page`, then post the fields with its token to `to` (or to the page itself)."""
        return self.client.post(to or page, data={"csrf_token": token_of(self.get(page)), **fields})


def token_of(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, f"no form on this page ({page.status})"
    return found[1]


def login_of(actor: Actor) -> str:
    return re.sub(r"[^a-z0-9]+", ".", f"{actor.name} {actor.facility or ''}".lower()).strip(".")


def give_password(browser: Browser, login: str, password: str = PASSWORD) -> TestResponse:
    return browser.send("/sign-in", login=login, password=password, read_notice="y")


def sign_in(town: Town, actor: Actor) -> Browser:
    """Through the real pages: notice, password, one-time code."""
    town.employ(actor)
    browser = town.browser(actor.surface)
    first = give_password(browser, login_of(actor))
    assert first.location == "/second-factor", first.text
    second = browser.send("/second-factor", code=town.code(actor))
    assert second.status_code == 302, second.text
    return browser


@pytest.fixture
def town(department: Department, tmp_path: Path) -> Town:
    return Town(department, tmp_path)


@pytest.fixture
def browser_of(town: Town) -> Iterator[Callable[[Actor], Browser]]:
    """`browser_of(SCREENER)`: signed in; `.get(page)` and `.send(page, field=…)` with the token taken care of."""
    yield lambda actor: sign_in(town, actor)


@pytest.fixture
def client_of(town: Town) -> Iterator[Callable[[Actor], FlaskClient]]:
    """`client_of(SCREENER)`: the bare Flask client, signed in; `token_of(page)` finds a form's token."""
    yield lambda actor: sign_in(town, actor).client
