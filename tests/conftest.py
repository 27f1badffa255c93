"""What every test stands on: this machine only, and a fresh database of each kind."""

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from letterbank.web.unit import UnitFlask
from tests.addresses import compile_once
from tests.databases import Databases, PostgresDatabases, SqliteFiles
from tests.network import stay_on_this_machine
from tests.pages import LookingClient
from tests.schema import BUILDERS
from tests.scratch import scratch
from tests.worlds import COORDINATOR, Department, settle

pytest_plugins = ["tests.signing", "tests.figures", "tests.whole_demonstration", "tests.installations"]
MUST_RUN = ("browser", "postgresql", "traced")

Fresh = Callable[[str], str]


def pytest_configure() -> None:
    stay_on_this_machine()
    compile_once()
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(scratch()))  # where pytest makes every tmp_path
    UnitFlask.test_client_class = LookingClient
    settings.register_profile("every run is the same", derandomize=True, deadline=None, database=None)
    settings.load_profile("every run is the same")


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    files = SqliteFiles(tmp_path_factory.mktemp("sqlite"), BUILDERS)
    yield files
    files.close()


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[Databases]:
    databases = PostgresDatabases(scratch() / "postgresql", BUILDERS)
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fresh_database(database_kind: str, request: pytest.FixtureRequest) -> Iterator[Fresh]:
    """`fresh_database("main")` is the url of a new database of the kind under test, gone after the test."""
    source = {"sqlite": "sqlite_files", "postgresql": "postgres_databases"}[database_kind]
    databases: Databases = request.getfixturevalue(source)
    yield from _lend(databases)


@pytest.fixture
def fresh_sqlite(sqlite_files: Databases) -> Iterator[Fresh]:
    yield from _lend(sqlite_files)


@pytest.fixture
def fresh_postgres(postgres_databases: Databases) -> Iterator[Fresh]:
    """For what only PostgreSQL has (roles, row-level security); mark such tests `postgresql`."""
    yield from _lend(postgres_databases)


@pytest.fixture
def department(fresh_database: Fresh) -> Iterator[Department]:
    """Two facilities and a centre, an offender and a case at each; on PostgreSQL every surface as its own role."""
    department = Department.over(fresh_database("main"), fresh_database("dropbox"))
    with department.arranging(COORDINATOR) as work:
        settle(work)
    yield department
    department.close()


def _lend(databases: Databases) -> Iterator[Fresh]:
    lent: list[str] = []

    def fresh(template: str) -> str:
        lent.append(databases.fresh(template))
        return lent[-1]

    yield fresh
    for url in lent:
        databases.discard(url)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many browser and PostgreSQL tests ran: a run that skipped them must not look complete."""
    for marker in MUST_RUN:
        ran, skipped = (_count(terminalreporter, marker, outcome) for outcome in ("passed", "skipped"))
        terminalreporter.write_line(f"{marker} tests: {ran} passed, {skipped} skipped")


def _count(reporter: pytest.TerminalReporter, marker: str, outcome: str) -> int:
    return sum(marker in getattr(report, "keywords", ()) for report in reporter.stats.get(outcome, ()))
