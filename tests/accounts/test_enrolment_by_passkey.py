"""A passkey instead of an app with codes: two factors all the same, and recovery codes all the same (AC-08, AC-09)."""

import pytest

from letterbank.accounts.model import Passkey
from tests.accounts.test_enrolment import CHOSEN, CLERK, PLANNER, choose, hire
from tests.accounts.test_passkeys import answer, asked, device_of
from tests.signing import MANAGER, give_password


def ask_for_passkey(town, staff, code):
    browser = town.browser(staff.surface)
    browser.send("/enrol", login="r.alder", code=code)
    choose(browser)
    return browser, browser.get("/enrol/passkey")


def enrol(town, staff, code):
    device = device_of(staff.actor)
    browser, page = ask_for_passkey(town, staff, code)
    return device, answer(browser, page, device.create(asked(page)[0]))


def keys_of(town):
    with town.department.reading(MANAGER) as work:
        return work.session.query(Passkey).count()


def sign_in_with(town, staff, device):
    browser = town.browser(staff.surface)
    assert give_password(browser, "r.alder", CHOSEN).location == "/second-factor/passkey"
    page = browser.send("/second-factor/passkey")
    return browser, answer(browser, page, device.get(asked(page)[0]))


@pytest.mark.parametrize("post", [PLANNER, CLERK], ids=["central", "facility"])
def test_a_passkey_can_be_the_second_factor_from_the_first_day(town, post, written):
    staff, code = hire(town, post)

    device, done = enrol(town, staff, code)

    assert done.text.count("<code>") == 8
    assert town.staff(staff.actor).totp is None
    browser, last = sign_in_with(town, staff, device)
    assert last.location == "/"
    assert "your passkey" in browser.get("/account").text
    assert ("enrol", "done") in written(staff.subject)


def test_a_recovery_code_helps_without_the_passkey(town):
    staff, code = hire(town)
    _, done = enrol(town, staff, code)
    spare = done.text.split("<code>")[1].split("<")[0]
    browser = town.browser("central")
    give_password(browser, "r.alder", CHOSEN)

    assert browser.send("/second-factor/recovery", code=spare).location == "/"
    again = town.browser("central")
    give_password(again, "r.alder", CHOSEN)
    assert again.send("/second-factor/recovery", code=spare).location is None


def test_an_answer_counts_once_and_for_what_was_asked(town):
    staff, code = hire(town)
    device = device_of(staff.actor)
    browser, page = ask_for_passkey(town, staff, code)
    old = device.create(asked(page)[0])
    page = browser.get("/enrol/passkey")

    refused = answer(browser, page, old)

    assert "That did not work" in refused.text
    for nonsense in ("", "{}", "[]", "null", '{"rawId": 1}', "x" * 500):
        assert "That did not work" in answer(browser, browser.get("/enrol/passkey"), nonsense).text
    assert town.staff(staff.actor).password is None


def test_a_device_that_does_not_know_its_person_enrols_nobody(town):
    staff, code = hire(town)
    device = device_of(staff.actor, verifies=False)
    browser, page = ask_for_passkey(town, staff, code)

    assert "That did not work" in answer(browser, page, device.create(asked(page)[0])).text
    assert keys_of(town) == 0


def test_there_is_no_passkey_before_a_password_and_none_after_the_end(town):
    staff, code = hire(town)
    browser = town.browser("central")
    browser.send("/enrol", login="r.alder", code=code)
    assert browser.get("/enrol/passkey").location == "/enrol/password"

    browser, page = ask_for_passkey(town, staff, code)
    device = device_of(staff.actor)
    answer(browser, page, device.create(asked(page)[0]))

    assert browser.get("/enrol/passkey").status_code == 422


def test_wrong_answers_lock_as_wrong_codes_do(town):
    staff, code = hire(town)
    device, _ = enrol(town, staff, code)
    device.verifies = False
    for _ in range(5):
        sign_in_with(town, staff, device)

    assert town.staff(staff.actor).locked_at is not None
    assert give_password(town.browser("central"), "r.alder", CHOSEN).location is None


def test_the_only_second_factor_is_not_removed(town):
    staff, code = hire(town)
    device, _ = enrol(town, staff, code)
    browser, _ = sign_in_with(town, staff, device)

    refused = browser.send("/account/passkeys", to="/account/passkeys/remove", name="First passkey")

    assert refused.status_code == 422
    assert "only second factor" in refused.text
    assert keys_of(town) == 1
