"""Every page says whom it is for, and the list of those open to anybody is known (AC-07, AC-23, B08)."""

import pytest

from letterbank.web.guard import public_pages, silent_pages
from tests.signing import give_password, login_of, sign_in
from tests.worlds import COORDINATOR

OPEN = [
    "enrolment.begin", "enrolment.device", "enrolment.passkey", "enrolment.password", "enrolment.picture",
    "security.login",
    "security.mf_recovery", "security.tf_select", "security.two_factor_rescue",
    "security.two_factor_token_validation", "security.wan_signin", "security.wan_signin_response", "static",
]  # fmt: skip

UNUSED = [
    "/reset", "/change", "/confirm", "/verify", "/login", "/logout", "/tf-setup", "/tf-rescue", "/us-signin",
    "/us-setup", "/wan-verify", "/mf-recovery-codes", "/refresh", "/change-email", "/login/token", "/change-username",
]  # fmt: skip


@pytest.mark.parametrize("surface", ["central", "facility"])
def test_no_page_is_silent_about_whom_it_is_for(town, surface):
    assert silent_pages(town.app(surface)) == []


@pytest.mark.parametrize("surface", ["central", "facility"])
def test_the_pages_open_to_anybody_are_these(town, surface):
    assert public_pages(town.app(surface)) == OPEN


@pytest.mark.parametrize("address", UNUSED)
def test_what_the_library_could_do_besides_is_not_there(town, address):
    browser = town.browser("central")

    assert browser.get(address).status_code == 404
    assert browser.client.post(address).status_code in (400, 404)


@pytest.mark.parametrize("page", ["/second-factor", "/second-factor/choose", "/second-factor/passkey",
                                  "/second-factor/recovery"])  # fmt: skip
def test_the_second_step_needs_the_first(town, page):
    assert town.browser("central").get(page).location == "/sign-in"


def test_a_form_without_its_token_changes_nothing(town):
    browser = sign_in(town, COORDINATOR)

    assert browser.client.post("/sign-out").status_code == 400
    assert browser.client.post("/account/recovery-codes", data={"csrf_token": "made up"}).status_code == 400
    assert browser.get("/account").status_code == 200


def test_a_token_of_another_session_is_not_taken(town):
    first, second = sign_in(town, COORDINATOR), sign_in(town, COORDINATOR)
    page = second.get("/account").text
    stolen = page.split('name="csrf_token" value="')[1].split('"')[0]

    assert first.client.post("/sign-out", data={"csrf_token": stolen}).status_code == 400


def test_nobody_signs_out_by_a_link(town):
    browser = sign_in(town, COORDINATOR)

    assert browser.get("/sign-out").status_code == 404
    assert browser.get("/account").status_code == 200


def test_signing_in_leads_nowhere_else(town):
    town.employ(COORDINATOR)
    browser = town.browser("central")
    give_password(browser, login_of(COORDINATOR))
    aside = "/second-factor?next=https://elsewhere.example/"

    last = browser.send("/second-factor", to=aside, code=town.code(COORDINATOR), next="//elsewhere.example")

    assert last.location == "/"


def test_no_answer_is_given_to_machines(town):
    town.employ(COORDINATOR)
    browser = town.browser("central")
    give_password(browser, login_of(COORDINATOR))
    answer = browser.client.get("/second-factor", headers={"Accept": "application/json"})

    assert answer.mimetype == "text/html"
