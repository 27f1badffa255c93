"""The sheet with an enrolment code is printed from the page that shows it; the code is kept nowhere (AC-14)."""

import re

import pytest

from letterbank.accounts.model import Enrolment, Staff
from letterbank.documents.compose import JOBS
from letterbank.sandbox import Sandbox
from tests.accounts.test_staff_pages import CLERK
from tests.signing import sign_in, token_of
from tests.worlds import ASSISTANT


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(JOBS) as walled:
        yield walled


@pytest.fixture
def shown(town, administrator, sandbox):
    """The page that shows a new clerk's code, and the code."""
    town.app("central").extensions["letterbank sandbox"] = sandbox
    page = administrator.send("/staff/new", **CLERK)
    return page, re.search(r'name="code" value="([A-Z0-9-]{19})"', page.text)[1]


def press(browser, page, **changed):
    address = re.search(r'action="(/staff/[a-z2-7]{26}/sheet)"', page.text)[1]
    code = re.search(r'name="code" value="([^"]+)"', page.text)[1]
    return browser.client.post(address, data={"csrf_token": token_of(page), "code": code, **changed})


def test_the_sheet_is_a_pdf_no_cache_keeps(administrator, shown, written):
    page, code = shown

    paper = press(administrator, page)

    assert paper.data.startswith(b"%PDF") and paper.mimetype == "application/pdf"
    assert paper.headers["Cache-Control"] == "no-store"
    assert code not in re.search(r'action="(/staff/[^"]+/sheet)"', page.text)[1]
    assert "print enrolment sheet" in [act for act, _ in written()]


def test_the_code_is_in_no_row(town, administrator, shown):
    page, code = shown
    press(administrator, page)

    with town.department.office("central").database.reading() as session:
        kept = [vars(row) for table in (Enrolment, Staff) for row in session.query(table)]

    assert code not in str(kept) and code.replace("-", "") not in str(kept)


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA-AAAA", "x" * 5000])
def test_another_code_is_not_printed(administrator, shown, code):
    page, _ = shown

    refused = press(administrator, page, code=code)

    assert refused.status_code == 422
    assert "Make a new one" in refused.text


def test_a_used_code_is_not_printed_again(town, administrator, shown):
    page, code = shown
    staff_id = re.search(r"/staff/([a-z2-7]{26})/sheet", page.text)[1]
    administrator.send(f"/staff/{staff_id}/code")

    assert press(administrator, page).status_code == 422


def test_nobody_else_prints_it(town, shown):
    page, code = shown
    staff_id = re.search(r"/staff/([a-z2-7]{26})/sheet", page.text)[1]
    assistant = sign_in(town, ASSISTANT)

    assert assistant.send("/account", to=f"/staff/{staff_id}/sheet", code=code).status_code == 403
