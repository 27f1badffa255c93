"""Power is granted only by somebody who proved within ten minutes who they are; what they typed waits (AC-25)."""

import html
import re
from datetime import timedelta

import pytest

from letterbank.accounts.model import Staff
from tests.accounts.test_passkeys import answer, asked, device_of, with_passkey
from tests.accounts.test_staff_pages import CLERK, everybody
from tests.signing import MANAGER, PASSWORD, token_of
from tests.worlds import COORDINATOR

LATER = timedelta(minutes=11)


@pytest.fixture
def late(town, administrator):
    """An administrator who signed in eleven minutes ago."""
    town.employ(COORDINATOR)
    town.department.clock.forward(LATER)
    return administrator


def waiting(page):
    """What the page keeps of the form that was sent."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in hidden if name != "csrf_token"}


def prove(town, browser, page, address, **given):
    proof = {"proof_password": PASSWORD, "proof_code": town.code(MANAGER), **given}
    return browser.client.post(address, data={"csrf_token": token_of(page), **waiting(page), **proof})


def test_a_late_hiring_waits_for_both_factors_and_loses_nothing(town, late, written):
    page = late.send("/staff/new", **CLERK)
    assert page.status_code == 403 and "Is it still you?" in page.text
    assert waiting(page) == CLERK
    assert "r.alder" not in everybody(town)

    done = prove(town, late, page, "/staff/new")

    assert "Enrolment code" in done.text
    assert everybody(town)["r.alder"].name == "Ruth Alder"
    assert ("prove anew", "done") in written(f"staff/{MANAGER.id}")


@pytest.mark.parametrize("deed", ["code", "release"])
def test_a_late_deed_that_lets_somebody_in_waits_too(town, late, deed):
    address = f"/staff/{COORDINATOR.id}/{deed}"

    page = late.send(address)

    assert page.status_code == 403
    assert town.staff(COORDINATOR).password
    assert prove(town, late, page, address).status_code in (200, 302)


def test_late_roles_wait_too(town, late):
    address = f"/staff/{COORDINATOR.id}/roles"
    page = late.send(address, held=["planner"], facility="")
    assert page.status_code == 403

    assert prove(town, late, page, address).status_code == 302
    assert town.staff(COORDINATOR).held == ["planner"]


def test_taking_power_away_never_waits(town, late):
    late.send(f"/staff/{COORDINATOR.id}/suspend")

    assert not town.staff(COORDINATOR).active


def test_one_proof_lasts_ten_minutes(town, late):
    prove(town, late, late.send("/staff/new", **CLERK), "/staff/new")

    assert late.send(f"/staff/{COORDINATOR.id}/release").status_code == 302
    town.department.clock.forward(LATER)
    assert late.send(f"/staff/{COORDINATOR.id}/release").status_code == 403


@pytest.mark.parametrize("wrong", [{"proof_password": "guessed it surely"}, {"proof_code": "000000"},
                                   {"proof_password": "", "proof_code": ""}])  # fmt: skip
def test_a_wrong_proof_does_nothing_keeps_the_form_and_counts(town, late, wrong):
    page = prove(town, late, late.send("/staff/new", **CLERK), "/staff/new", **wrong)

    assert page.status_code == 403 and "did not fit together" in page.text
    assert waiting(page) == CLERK
    assert "r.alder" not in everybody(town)
    assert len(town.staff(MANAGER).bad_tries) == 1


def test_a_code_used_before_proves_nothing(town, late):
    code = town.code(MANAGER)
    page = late.send("/staff/new", **CLERK)
    prove(town, late, page, "/staff/new", proof_code=code)
    town.department.clock.forward(LATER)

    again = late.send(f"/staff/{COORDINATOR.id}/code")

    assert prove(town, late, again, f"/staff/{COORDINATOR.id}/code", proof_code=code).status_code == 403


def test_five_wrong_proofs_lock_and_then_the_right_one_fails(town, late):
    page = late.send("/staff/new", **CLERK)
    for _ in range(5):
        page = prove(town, late, page, "/staff/new", proof_code="000000")

    assert town.staff(MANAGER).locked_at is not None
    assert prove(town, late, page, "/staff/new").status_code == 403
    assert "r.alder" not in everybody(town)


def test_a_passkey_proves_it_for_whoever_has_no_codes(town, administrator):
    device = device_of(MANAGER)
    page = administrator.send("/account/passkeys", name="desk", usage="secondary")
    answer(administrator, page, device.create(asked(page)[0]))
    browser, _ = with_passkey(town, MANAGER, device)
    with town.department.arranging(MANAGER) as work:
        work.session.get_one(Staff, MANAGER.id).totp = None
    town.department.clock.forward(LATER)
    page = browser.send("/staff/new", **CLERK)

    form = {"csrf_token": token_of(page), **waiting(page), "credential": device.get(asked(page)[0])}

    done = browser.client.post("/staff/new", data=form)

    assert "Enrolment code" in done.text
    town.department.clock.forward(LATER)
    assert browser.client.post("/staff/new", data={**form, "csrf_token": token_of(page)}).status_code == 403
