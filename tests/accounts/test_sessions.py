"""A session is a row of ours: the cookie alone lets nobody in (AC-03 to AC-06, AC-15, AC-17, AC-26, B13)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from letterbank.accounts.model import SignInSession, Staff
from tests.signing import MANAGER, give_password, login_of, sign_in
from tests.worlds import COORDINATOR, SCREENER

COOKIE = {"domain": "central.localhost"}


def is_in(browser):
    return browser.get("/account").status_code == 200


def test_half_an_hour_of_quiet_ends_it(town):
    busy, quiet = sign_in(town, COORDINATOR), sign_in(town, COORDINATOR)

    town.department.clock.forward(timedelta(minutes=29))
    assert is_in(busy)
    town.department.clock.forward(timedelta(minutes=1))
    assert is_in(busy) and not is_in(quiet)


def test_twelve_hours_end_it_however_busy(town):
    browser = sign_in(town, SCREENER)

    for _ in range(28):
        town.department.clock.forward(timedelta(minutes=25))
        assert is_in(browser)

    town.department.clock.forward(timedelta(minutes=20))
    assert not is_in(browser)


def test_a_cookie_kept_from_before_signing_out_is_dead(town, written):
    browser = sign_in(town, COORDINATOR)
    kept = browser.client.get_cookie("__Host-central", **COOKIE).value

    browser.send("/account", to="/sign-out")
    browser.client.set_cookie("__Host-central", kept, secure=True, **COOKIE)

    assert not is_in(browser)
    assert ("sign out", "done") in written(f"staff/{COORDINATOR.id}")


def test_signing_in_again_ends_the_session_of_this_browser_and_no_other(town):
    browser, elsewhere = sign_in(town, COORDINATOR), sign_in(town, COORDINATOR)
    kept = browser.client.get_cookie("__Host-central", **COOKIE).value

    give_password(browser, login_of(COORDINATOR))
    browser.send("/second-factor", code=town.code(COORDINATOR))

    assert is_in(browser) and is_in(elsewhere)
    browser.client.set_cookie("__Host-central", kept, secure=True, **COOKIE)
    assert not is_in(browser)


def test_the_cookie_holds_a_secret_our_rows_do_not(town):
    browser = sign_in(town, COORDINATOR)
    with browser.client.session_transaction() as session:
        secret = session["seat"]

    with town.department.reading(MANAGER) as work:
        seat = work.session.scalars(select(SignInSession)).one()
    assert len(secret) >= 43
    assert secret.encode() not in seat.digest


def test_the_secret_and_the_form_token_are_new_at_every_sign_in(town):
    town.employ(COORDINATOR)
    browser = town.browser("central")
    kept = []
    for _ in range(2):
        give_password(browser, login_of(COORDINATOR))
        with browser.client.session_transaction() as session:
            kept.append(session["csrf_token"])
        browser.send("/second-factor", code=town.code(COORDINATOR))
        browser.get("/account")
        with browser.client.session_transaction() as session:
            kept += [session["seat"], session["csrf_token"]]
        browser.send("/account", to="/sign-out")

    assert len(set(kept)) == 6


@pytest.mark.parametrize("change", [{"active": False}, {"held": ["planner", "victim_assistance"]}])
def test_whoever_may_no_longer_work_is_out_at_the_next_page(town, change):
    browser = sign_in(town, COORDINATOR)
    with town.department.arranging(MANAGER) as work:
        staff = work.session.get_one(Staff, COORDINATOR.id)
        for column, value in change.items():
            setattr(staff, column, value)

    assert not is_in(browser)


@pytest.mark.parametrize("deed", ["suspend", "code"])
def test_suspension_and_a_new_code_end_every_session_at_once(town, administrator, deed):
    browsers = [sign_in(town, COORDINATOR), sign_in(town, COORDINATOR)]

    administrator.send(f"/staff/{COORDINATOR.id}/{deed}")

    assert not any(map(is_in, browsers))


def test_other_roles_end_every_session_at_once(town, administrator):
    browser = sign_in(town, COORDINATOR)

    administrator.send(f"/staff/{COORDINATOR.id}/roles", held="committee_member", facility="")

    assert not is_in(browser)
    assert town.staff(COORDINATOR).held == ["committee_member"]


def test_new_recovery_codes_end_every_session_at_once(town):
    browser, other = sign_in(town, COORDINATOR), sign_in(town, COORDINATOR)

    page = browser.send("/account", to="/account/recovery-codes")

    assert page.text.count("<code>") == 8
    assert not is_in(browser) and not is_in(other)


def test_factors_change_only_soon_after_signing_in(town):
    browser = sign_in(town, COORDINATOR)
    town.department.clock.forward(timedelta(minutes=11))

    assert browser.get("/account/passkeys").status_code == 422
    assert browser.send("/account", to="/account/recovery-codes").status_code == 422


def test_a_person_ends_their_other_session_and_nobody_elses(town):
    browser, other, stranger = sign_in(town, COORDINATOR), sign_in(town, COORDINATOR), sign_in(town, MANAGER)
    with town.department.reading(MANAGER) as work:
        seats = work.session.scalars(select(SignInSession).order_by(SignInSession.begun_at)).all()

    assert browser.send("/account", to=f"/account/sessions/{seats[2].id}/end").status_code == 404
    assert browser.send("/account", to=f"/account/sessions/{seats[1].id}/end").status_code == 302
    assert (is_in(browser), is_in(other), is_in(stranger)) == (True, False, True)


def test_a_lock_throws_nobody_out(town):
    browser = sign_in(town, COORDINATOR)
    outside = town.browser("central")
    for _ in range(5):
        outside.send("/sign-in", login="coordinator.1", password="a stranger guesses", read_notice="y")

    assert town.staff(COORDINATOR).locked_at is not None
    assert is_in(browser)
