"""The fixtures of every test that lives two worlds, quick or long."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from letterbank.sandbox import Sandbox
from screening.scanning.sanitise import JOBS
from tests.two_worlds.living import TwoWorlds


@pytest.fixture(scope="session")
def scanning() -> Iterator[Sandbox]:
    with Sandbox(JOBS) as started:
        yield started


@pytest.fixture
def two_worlds(database_kind: str, request: pytest.FixtureRequest, scanning: Sandbox, tmp_path: Path) -> TwoWorlds:
    """`two_worlds.compare(script)`: where the world with the victim's side at work and the one without differ."""
    source = {"sqlite": "sqlite_files", "postgresql": "postgres_databases"}[database_kind]
    return TwoWorlds(request.getfixturevalue(source), scanning, tmp_path)
