"""Passkeys: a second factor nobody can be talked out of, for the one person it belongs to (AC-09)."""

import html
import json
import re
from datetime import timedelta

import pytest

from tests.accounts.authenticator import Device
from tests.signing import give_password, login_of, sign_in
from tests.worlds import COORDINATOR, PLANNER, SCREENER


def device_of(actor, **given):
    return Device(f"https://{actor.surface}.localhost", **given)


def asked(page):
    """What the page asks the device, and where the answer goes."""
    options = re.search(r'data-options="([^"]+)"', page.text)[1]
    action = re.search(r'action="([^"]+)"[^>]*data-passkey', page.text)[1]
    return json.loads(html.unescape(options)), action


def answer(browser, page, credential):
    token = re.search(r'data-passkey.*?name="csrf_token" value="([^"]+)"', page.text, re.S)[1]
    return browser.client.post(asked(page)[1], data={"csrf_token": token, "credential": credential})


def add_passkey(town, actor, device):
    browser = sign_in(town, actor)
    page = browser.send("/account/passkeys", name="desk computer", usage="secondary")
    return browser, answer(browser, page, device.create(asked(page)[0]))


def with_passkey(town, actor, device):
    """The answer to a sign-in with password and this passkey."""
    browser = town.browser(actor.surface)
    give_password(browser, login_of(actor))
    chosen = browser.send("/second-factor/choose", which="webauthn")
    assert chosen.location == "/second-factor/passkey"
    page = browser.send("/second-factor/passkey")
    return browser, answer(browser, page, device.get(asked(page)[0]))


@pytest.mark.parametrize("actor", [COORDINATOR, SCREENER], ids=["central", "facility"])
def test_a_passkey_lets_its_person_in_beside_the_password(town, actor, written):
    device = device_of(actor)
    add_passkey(town, actor, device)

    browser, last = with_passkey(town, actor, device)

    assert last.location == "/"
    assert browser.get("/account").status_code == 200
    assert ("change passkeys", "done") in written(f"staff/{actor.id}")


def test_the_device_is_asked_to_know_its_person_and_may_be_built_in(town):
    browser = sign_in(town, COORDINATOR)

    options, _ = asked(browser.send("/account/passkeys", name="desk", usage="secondary"))

    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert "authenticatorAttachment" not in options["authenticatorSelection"]


def test_a_device_that_does_not_know_its_person_is_refused(town):
    device = device_of(COORDINATOR)
    add_passkey(town, COORDINATOR, device)
    device.verifies = False

    browser, last = with_passkey(town, COORDINATOR, device)

    assert last.location == "/second-factor/passkey"
    assert browser.get("/account").location == "/sign-in"
    assert len(town.staff(COORDINATOR).bad_tries) == 1


def test_a_colleagues_passkey_does_not_complete_my_password(town):
    theirs, mine = device_of(PLANNER), device_of(COORDINATOR)
    add_passkey(town, PLANNER, theirs)
    add_passkey(town, COORDINATOR, mine)

    browser, last = with_passkey(town, COORDINATOR, theirs)

    assert last.location == "/second-factor/passkey"
    assert browser.get("/account").location == "/sign-in"


def test_an_answer_for_another_site_is_refused(town):
    device = device_of(COORDINATOR)
    add_passkey(town, COORDINATOR, device)
    device.origin = "https://central.localhost.elsewhere.example"

    browser, _ = with_passkey(town, COORDINATOR, device)

    assert browser.get("/account").location == "/sign-in"


def test_adding_and_removing_a_passkey_ends_every_session(town):
    other = sign_in(town, COORDINATOR)
    browser, added = add_passkey(town, COORDINATOR, device_of(COORDINATOR))
    assert added.location == "/sign-in"
    assert other.get("/account").location == browser.get("/account").location == "/sign-in"

    town.department.clock.forward(timedelta(minutes=1))
    browser, _ = with_codes(town, COORDINATOR)
    browser.send("/account/passkeys", to="/account/passkeys/remove", name="desk computer")

    assert browser.get("/account").location == "/sign-in"
    assert give_password(town.browser("central"), login_of(COORDINATOR)).location == "/second-factor"


def with_codes(town, actor):
    """Signed in by one-time code although there is a passkey as well."""
    browser = town.browser(actor.surface)
    assert give_password(browser, login_of(actor)).location == "/second-factor/choose"
    browser.send("/second-factor/choose", which="authenticator")
    return browser, browser.send("/second-factor", code=town.code(actor))
