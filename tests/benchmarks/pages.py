"""W1: the signed-in review queue, and a desk that writes the audit, beside Flask saying hello in the same way."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from letterbank.letters.workflow import Step, advance
from screening.queues import claim
from tests.benchmarks.departments import KINDS, PROJECT, department_on, fill
from tests.benchmarks.side_by_side import Figure, compare
from tests.signing import Browser, Town, sign_in
from tests.worlds import SCREENER, register

CALLS = 20


def _often(browser: Browser | FlaskClient, page: str) -> None:
    for _ in range(CALLS):
        browser.get(page)


def figures() -> Iterator[Figure]:
    hello = Flask("hello")
    hello.add_url_rule("/", view_func=lambda: "Hello")
    plain = hello.test_client()
    for kind in KINDS:
        with department_on(kind) as department, tempfile.TemporaryDirectory(dir=PROJECT / ".cache") as home:
            fill(department, 1_000)
            with department.writing(SCREENER) as work:
                letter = register(work)
                advance(work, Step.SUBMIT, letter)
                work.session.flush()
                claim(work, letter, letter.version)
                desk = f"/review/{letter.id}"
            browser = sign_in(Town(department, Path(home)), SCREENER)
            for page, what, wanted in (("/review", "queue page", "0.5"), (desk, "desk with audit entry", "0.4")):
                assert browser.get(page).status_code == 200, page
                times = compare(partial(_often, browser, page), partial(_often, plain, "/"))
                yield Figure("W1", f"{what}, {CALLS} times, {kind}", *times, f"{wanted} x or more")
