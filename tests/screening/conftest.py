import re
from collections.abc import Callable, Iterator

import pytest
from werkzeug.test import TestResponse

from letterbank.documents.compose import JOBS as DOCUMENT_JOBS
from letterbank.letters import workflow
from letterbank.letters.model import Letter
from letterbank.permissions import Actor
from letterbank.sandbox import Sandbox
from screening.scanning import JOBS
from tests.signing import Browser, Town, sign_in
from tests.worlds import CLERK, Department, register

AtDesk = Callable[[Actor], Browser]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox({**JOBS, **DOCUMENT_JOBS}) as started:
        yield started


@pytest.fixture
def at_desk(town: Town, sandbox: Sandbox) -> AtDesk:
    """`at_desk(CLERK)`: a signed-in browser whose uploads meet the real sandbox."""

    def sit(actor: Actor) -> Browser:
        town.app(actor.surface).extensions["letterbank sandbox"] = sandbox
        browser = sign_in(town, actor)
        browser.get("/")  # the greeting is shown once
        return browser

    return sit


@pytest.fixture
def a_letter(department: Department) -> str:
    """The id of a letter of NORTH that waits for its first reader."""
    return submitted(department)


def submitted(department: Department, actor: Actor = CLERK) -> str:
    return submitted_many(department, 1, actor)[0]


def submitted_many(department: Department, count: int, actor: Actor = CLERK) -> list[str]:
    with department.writing(actor) as work:
        letters = [register(work) for _ in range(count)]
        for letter in letters:
            workflow.advance(work, workflow.Step.SUBMIT, letter)
        return [letter.id for letter in letters]


def words_of(page: TestResponse) -> str:
    """A page without its form token, the one thing that may differ."""
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", page.text)


def reload(department: Department, letter_id: str, actor: Actor = CLERK) -> Letter:
    with department.reading(actor) as work:
        letter = work.session.get_one(Letter, letter_id)
        assert [revision.pages for revision in letter.revisions]
        return letter
