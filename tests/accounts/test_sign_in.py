"""Signing in: two factors, one answer for every failure, a lock after five bad tries (AC-01, AC-08, AC-10, AC-24)."""

from datetime import timedelta

import pytest

from letterbank.accounts import passwords, second_factor
from letterbank.accounts import sign_in as signing_in
from letterbank.accounts.forms import WRONG_CODE
from letterbank.accounts.model import Staff
from letterbank.permissions import Role
from tests.signing import MANAGER, PASSWORD, give_password, login_of, sign_in
from tests.worlds import COORDINATOR, SCREENER

WRONG = "not the right password"


def enter(town, actor, password=PASSWORD):
    """Whether this password leads on to the second factor."""
    answer = give_password(town.browser(actor.surface), login_of(actor), password)
    assert answer.location == "/second-factor" or signing_in.FAILED in answer.text
    return answer.location is not None


def guess(town, actor, times=5):
    for _ in range(times):
        assert not enter(town, actor, WRONG)


@pytest.mark.parametrize("actor", [COORDINATOR, SCREENER], ids=["central", "facility"])
def test_a_password_and_a_code_let_a_person_in(town, actor, written):
    page = sign_in(town, actor).get("/")

    assert page.status_code == 200
    assert actor.name in page.text
    assert written(f"staff/{actor.id}") == [("sign in", "done")]


def test_a_password_alone_opens_nothing(town):
    town.employ(COORDINATOR)
    browser = town.browser("central")
    give_password(browser, login_of(COORDINATOR))

    assert browser.get("/").location == "/sign-in"
    assert browser.get("/account").location == "/sign-in"
    assert browser.get("/account/passkeys").location == "/sign-in"


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(town):
    town.employ(COORDINATOR)

    def answer(login):
        page = give_password(town.browser("central"), login, WRONG)
        text = page.text.replace(login, "LOGIN")
        return page.status_code, [line for line in text.splitlines() if "csrf_token" not in line]

    assert answer(login_of(COORDINATOR)) == answer("nobody.here")
    assert signing_in.FAILED in give_password(town.browser("central"), "nobody.here").text


@pytest.mark.parametrize("surface", ["central", "facility"])
def test_a_try_at_an_unknown_name_is_written_down_without_the_name(town, surface, written):
    give_password(town.browser(surface), "nobody.here", WRONG)
    town.browser(surface).send("/enrol", login="nobody.here", code="AAAA")

    assert written() == [("sign in", "unknown name"), ("enrol", "unknown name")]


def test_a_try_of_somebody_suspended_is_written_down(town, written):
    town.employ(COORDINATOR)
    with town.department.arranging(COORDINATOR) as work:
        work.session.get_one(Staff, COORDINATOR.id).active = False

    assert not enter(town, COORDINATOR)

    assert written(f"staff/{COORDINATOR.id}") == [("sign in", "suspended")]


def test_an_unknown_name_costs_a_hash_too(town):
    before = passwords.nobodys.cache_info()

    give_password(town.browser("central"), "nobody.here")

    after = passwords.nobodys.cache_info()
    assert after.hits + after.misses == before.hits + before.misses + 1


def test_the_notice_comes_first_and_keeps_what_was_typed(town):
    town.employ(COORDINATOR)

    page = town.browser("central").send("/sign-in", login=login_of(COORDINATOR), password=PASSWORD)

    assert "Tick that you have read the notice" in page.text
    assert f'value="{login_of(COORDINATOR)}"' in page.text
    assert town.staff(COORDINATOR).bad_tries == []


@pytest.mark.parametrize("actor", [COORDINATOR, SCREENER], ids=["central", "facility"])
def test_five_bad_tries_lock_until_an_administrator_releases(town, actor, written):
    town.employ(actor)
    guess(town, actor)

    assert not enter(town, actor)
    town.department.clock.forward(timedelta(minutes=16))
    assert not enter(town, actor)

    sign_in(town, MANAGER).send(f"/staff/{actor.id}/release")
    assert enter(town, actor)
    happened = [act for act, _ in written(f"staff/{actor.id}")]
    assert happened.count("lock") == 1 and "release lock" in happened
    assert written(f"staff/{actor.id}").count(("sign in", "wrong password")) == 5


def test_tries_long_past_do_not_count(town):
    town.employ(COORDINATOR)
    guess(town, COORDINATOR, 4)
    town.department.clock.forward(timedelta(minutes=15))
    guess(town, COORDINATOR, 4)

    assert enter(town, COORDINATOR)


def test_a_good_sign_in_clears_the_count(town):
    town.employ(COORDINATOR)
    guess(town, COORDINATOR, 4)
    sign_in(town, COORDINATOR)
    guess(town, COORDINATOR, 4)

    assert enter(town, COORDINATOR)


@pytest.mark.parametrize("page", ["/second-factor", "/second-factor/recovery"])
def test_wrong_codes_count_like_wrong_passwords(town, page):
    town.employ(COORDINATOR)
    browser = town.browser("central")
    give_password(browser, login_of(COORDINATOR))
    for _ in range(5):
        browser.send(page, code="000000")

    assert town.staff(COORDINATOR).locked_at is not None
    assert browser.get(page).location == "/sign-in"


@pytest.mark.parametrize("page", ["/second-factor", "/second-factor/recovery", "/second-factor/choose"])
def test_a_lock_also_closes_the_pages_after_the_password(town, page):
    town.employ(COORDINATOR)
    browser = town.browser("central")
    give_password(browser, login_of(COORDINATOR))
    guess(town, COORDINATOR)

    assert browser.get(page).location == "/sign-in"


def test_the_password_waits_five_minutes_for_its_second_factor(town):
    town.employ(COORDINATOR)
    browser = town.browser("central")
    give_password(browser, login_of(COORDINATOR))

    town.department.clock.forward(timedelta(minutes=6))

    assert browser.get("/second-factor").location == "/sign-in"


def test_a_code_is_good_once(town):
    town.employ(COORDINATOR)
    first, second = town.browser("central"), town.browser("central")
    for browser in (first, second):
        give_password(browser, login_of(COORDINATOR))
    code = town.code(COORDINATOR)

    assert first.send("/second-factor", code=code).location == "/"
    assert WRONG_CODE in second.send("/second-factor", code=code).text


def test_a_recovery_code_is_good_once(town):
    town.employ(COORDINATOR)
    with town.department.arranging(COORDINATOR) as work:
        code = second_factor.new_recovery_codes(work, work.session.get_one(Staff, COORDINATOR.id))[0]
    first, second = town.browser("central"), town.browser("central")
    for browser in (first, second):
        give_password(browser, login_of(COORDINATOR))

    assert first.send("/second-factor/recovery", code=code.lower()).location == "/"
    assert "was used before" in second.send("/second-factor/recovery", code=code).text
    assert code not in str(town.staff(COORDINATOR).recovery_codes)


@pytest.mark.parametrize(
    "change",
    [
        {"active": False},
        {"held": [Role.PLANNER.value, Role.VICTIM_ASSISTANCE.value]},
        {"held": [Role.INTAKE_CLERK.value]},
        {"held": []},
        {"totp": None},
    ],
    ids=["suspended", "clashing roles", "a facility's role", "no role", "no second factor"],
)
def test_who_may_not_work_cannot_sign_in(town, change):
    town.employ(COORDINATOR)
    with town.department.arranging(MANAGER) as work:
        staff = work.session.get_one(Staff, COORDINATOR.id)
        for column, value in change.items():
            setattr(staff, column, value)

    assert not enter(town, COORDINATOR)


def test_an_account_unused_for_90_days_is_closed(town):
    sign_in(town, COORDINATOR)

    town.department.clock.forward(timedelta(days=89))
    assert enter(town, COORDINATOR)
    town.department.clock.forward(timedelta(days=2))
    assert not enter(town, COORDINATOR)


def test_facility_people_do_not_exist_at_the_centre(town):
    town.employ(SCREENER)

    answer = give_password(town.browser("central"), login_of(SCREENER))

    assert signing_in.FAILED in answer.text


def test_a_stolen_database_holds_no_second_factor(town):
    staff = town.employ(SCREENER)
    with town.department.reading(SCREENER) as work:
        secret = second_factor.open_secret(work, staff, staff.totp)

    assert secret.encode() not in staff.totp
    with town.department.reading(MANAGER) as work, pytest.raises(Exception, match="could not be opened"):
        second_factor.open_secret(work, staff, staff.totp)
