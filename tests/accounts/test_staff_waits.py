"""The administrator's first page names whoever cannot get in until somebody does something."""

from datetime import timedelta

import pytest

from letterbank.accounts.model import Enrolment, Staff
from tests.signing import MANAGER
from tests.worlds import COORDINATOR

RUTH = {"name": "Ruth Alder", "login": "r.alder", "held": "intake_clerk", "facility": "NORTH"}
NOTHING = "Nothing waits for you."


@pytest.fixture
def ruth(town, administrator):
    """Hired, with a code in her hands."""
    administrator.send("/staff/new", **RUTH)
    with town.department.reading(MANAGER) as work:
        return work.session.query(Staff.id).filter(Staff.login == "r.alder").scalar()


def test_a_code_that_somebody_may_still_use_is_no_work(administrator, ruth):
    assert NOTHING in administrator.get("/").text


@pytest.mark.parametrize("end", ["time", "wrong tries"])
def test_whoever_never_enrolled_needs_a_new_code(town, administrator, ruth, end):
    with town.department.arranging(MANAGER) as work:
        code = work.session.query(Enrolment).filter(Enrolment.staff_id == ruth).one()
        if end == "time":
            code.expires_at = work.now - timedelta(minutes=1)
        else:
            code.used_at = work.now

    page = administrator.get("/").text

    assert "Ruth Alder has no way in" in page
    assert f"/staff/{ruth}" in page
    administrator.send(f"/staff/{ruth}/code")
    assert NOTHING in administrator.get("/").text


def test_whoever_is_locked_out_waits_for_an_administrator(town, administrator, browser_of, ruth):
    with town.department.arranging(MANAGER) as work:
        work.session.get_one(Staff, ruth).locked_at = work.now

    assert "Ruth Alder is locked out" in administrator.get("/").text
    assert "Ruth Alder" not in browser_of(COORDINATOR).get("/").text


def test_nobody_waits_who_was_suspended(administrator, town, ruth):
    with town.department.arranging(MANAGER) as work:
        person = work.session.get_one(Staff, ruth)
        person.locked_at, person.active = work.now, False

    assert NOTHING in administrator.get("/").text
