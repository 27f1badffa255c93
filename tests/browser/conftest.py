"""A real Chromium for the tests in this folder. A page that breaks its script or our content policy fails."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from letterbank.demonstration.door import parts_of_demonstration
from letterbank.sandbox import Sandbox
from letterbank.serving import JOBS, by_host, make_apps
from letterbank.settings import Settings
from tests.browser.console import complaints_of
from tests.whole_demonstration import Whole, copy_of

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip(f"{CHROMIUM} is not installed, so no page was opened in a browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser that has never been anywhere; it must end without complaints in its console."""
    context = browser.new_context()
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert not complaints


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], None]:
    """`accessible(page)` fails with axe's own words when the page as it stands breaks one of its rules."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page)
        assert not found.violations_count, found.generate_report()

    return check


@pytest.fixture(scope="module")
def walked(whole: Whole, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of the home that `demonstration` serves, for the commands that people type beside it."""
    return copy_of(whole, tmp_path_factory.mktemp("walked"))


@pytest.fixture(scope="module")
def demonstration(walked: Settings) -> Iterator[tuple[dict[str, Flask], int]]:
    """Made as `letterbank demo` makes it, and served on a free port; its surfaces by host, and the port."""
    with Sandbox(JOBS) as sandbox:
        apps = make_apps(walked, sandbox, parts_of_demonstration)
        server = make_server("127.0.0.1", 0, by_host(apps), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield apps, server.server_port
        server.shutdown()
        thread.join()
        server.server_close()
        for office in (app.extensions["letterbank"] for app in apps.values()):
            office.database.close()
            if office.dropbox:
                office.dropbox.close()
