"""Signing in: two factors, one answer for every failure, a lock after five bad tries."""

from letterbank.accounts import sign_in as signing_in
from tests.signing import give_password, login_of, sign_in
from tests.worlds import COORDINATOR, SCREENER


def test_a_password_and_a_code_let_a_person_in(town):
    for actor in (COORDINATOR, SCREENER):
        page = sign_in(town, actor).get("/")

        assert page.status_code == 200
        assert actor.name in page.text


def test_a_password_alone_opens_nothing(town):
    town.employ(COORDINATOR)
    browser = town.browser("central")
    give_password(browser, login_of(COORDINATOR))

    assert browser.get("/").location == "/sign-in"
    assert browser.get("/account").location == "/sign-in"


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(town):
    town.employ(COORDINATOR)

    def answer(login):
        page = give_password(town.browser("central"), login, "not the right password")
        text = page.text.replace(login, "LOGIN")
        return page.status_code, [line for line in text.splitlines() if "csrf_token" not in line]

    assert answer(login_of(COORDINATOR)) == answer("nobody.here")
    assert signing_in.FAILED in give_password(town.browser("central"), "nobody.here").text
