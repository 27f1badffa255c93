"""The printed code lets one person in, once, within 72 hours; the rest they choose themselves (AC-11, AC-12, AC-14)."""

import re
from datetime import timedelta

import pytest

from letterbank.accounts import enrolment, hiring, passwords, second_factor
from letterbank.accounts.hiring import Post
from letterbank.accounts.model import Enrolment, Staff
from letterbank.permissions import Role
from tests.signing import MANAGER, Browser, give_password

CLERK = Post(roles=frozenset({Role.INTAKE_CLERK}), facility="NORTH")
PLANNER = Post(roles=frozenset({Role.PLANNER}))
CHOSEN = "seven quiet herons wade"


def hire(town, post=PLANNER):
    with town.department.writing(MANAGER) as work:
        staff, code = hiring.hire(work, "Ruth Alder", "r.alder", post)
    return staff, code


def choose(browser: Browser, password=CHOSEN, again=None):
    return browser.send("/enrol/password", password=password, again=again or password)


def device_code(town, staff):
    """What the person's device shows once it has scanned the picture."""
    with town.department.reading(staff.actor) as work:
        waiting = work.session.query(Enrolment).filter_by(staff_id=staff.id, used_at=None).one()
        return second_factor.code_for(work, second_factor.open_secret(work, staff, waiting.totp))


def enrol(town, staff, code):
    browser = town.browser(staff.surface)
    browser.send("/enrol", login="r.alder", code=code)
    choose(browser)
    return browser, browser.send("/enrol/device", code=device_code(town, staff))


@pytest.mark.parametrize("post", [PLANNER, CLERK], ids=["central", "facility"])
def test_a_printed_code_leads_to_two_factors(town, post, written):
    staff, code = hire(town, post)

    _, done = enrol(town, staff, code)

    assert done.text.count("<code>") == 8
    answer = give_password(town.browser(staff.surface), "r.alder", CHOSEN)
    assert answer.location == "/second-factor"
    assert ("enrol", "done") in written(staff.subject)


def test_one_factor_is_never_enough_on_the_way(town):
    staff, code = hire(town)
    browser = town.browser("central")
    browser.send("/enrol", login="R.Alder", code=code.lower().replace("-", " "))
    choose(browser)

    assert town.staff(staff.actor).password is None
    assert "does not fit" in browser.send("/enrol/device", code="000000").text
    assert town.staff(staff.actor).totp is None
    assert browser.get("/account").location == "/sign-in"


def test_the_code_is_good_once_and_only_its_digest_is_kept(town):
    staff, code = hire(town)
    with town.department.reading(MANAGER) as work:
        kept = work.session.query(Enrolment).one().digest
    enrol(town, staff, code)

    assert enrolment.WRONG in town.browser("central").send("/enrol", login="r.alder", code=code).text
    assert code.replace("-", "").encode() not in kept


def test_the_device_page_is_not_shown_again(town):
    staff, code = hire(town)
    browser, _ = enrol(town, staff, code)

    assert browser.get("/enrol/device").status_code == 422
    assert browser.get("/enrol/device.svg").status_code == 422


def test_the_picture_is_served_by_us_and_holds_the_key(town):
    _, code = hire(town)
    browser = town.browser("central")
    browser.send("/enrol", login="r.alder", code=code)
    page = browser.client.get(choose(browser).location)
    picture = browser.get("/enrol/device.svg")

    assert "data:" not in page.text
    assert re.search(r"<code>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", page.text)
    assert picture.mimetype == "image/svg+xml"
    assert b"<path" in picture.data and b"style" not in picture.data


def test_a_code_lasts_72_hours(town):
    _, code = hire(town)
    browser = town.browser("central")
    town.department.clock.forward(timedelta(hours=71))
    assert browser.send("/enrol", login="r.alder", code=code).location == "/enrol/password"

    town.department.clock.forward(timedelta(hours=1))

    assert browser.get("/enrol/password").status_code == 422
    assert enrolment.WRONG in town.browser("central").send("/enrol", login="r.alder", code=code).text


def test_five_wrong_codes_end_the_right_one(town):
    _, code = hire(town)
    for _ in range(5):
        town.browser("central").send("/enrol", login="r.alder", code="AAAA-AAAA-AAAA-AAAA")

    assert enrolment.WRONG in town.browser("central").send("/enrol", login="r.alder", code=code).text


def test_a_new_code_takes_what_let_the_person_in_before(town, administrator):
    staff, code = hire(town)
    enrol(town, staff, code)

    page = administrator.send(f"/staff/{staff.id}/code")

    fresh = re.search(r"<code>([A-Z0-9-]{19})</code>", page.text)[1]
    now = town.staff(staff.actor)
    assert (now.password, now.totp, now.recovery_codes) == (None, None, [])
    assert give_password(town.browser("central"), "r.alder", CHOSEN).location is None
    assert town.browser("central").send("/enrol", login="r.alder", code=fresh).location == "/enrol/password"


def test_a_suspended_person_cannot_enrol(town, administrator):
    staff, code = hire(town)
    administrator.send(f"/staff/{staff.id}/suspend")

    assert enrolment.WRONG in town.browser("central").send("/enrol", login="r.alder", code=code).text


def test_an_easy_password_is_refused_on_the_page(town):
    staff, code = hire(town)
    browser = town.browser("central")
    browser.send("/enrol", login="r.alder", code=code)

    assert "at least 12" in choose(browser, "only eleven").text
    assert "too easy" in choose(browser, "Ruth Alder Ruth Alder").text
    assert "not the same" in choose(browser, CHOSEN, CHOSEN + "!").text
    assert town.staff(staff.actor).password is None


@pytest.mark.parametrize(
    ("password", "allowed"),
    [
        ("brolga wade", False),
        ("brolga wades", True),
        (("brolga wades ten times over " * 5)[:128], True),
        (("brolga wades ten times over " * 5)[:129], False),
        ("K7#9$2!x@4%Q8", True),
        ("garça élégante à l'aube", True),
        ("password1234567", False),
        ("Mississippi 2026!", False),
        ("Apology Letter Bank", False),
        ("aaaaaaaaaaaaaaaa", False),
        ("123456789012345", False),
    ],
)
def test_what_may_be_a_password(password, allowed):
    context = ("Ruth Alder", "Apology Letter Bank", "Mississippi Department of Corrections")

    assert (passwords.objection(password, context) is None) is allowed


def test_a_password_counts_to_its_last_sign():
    long = "brolga wades ten times over " * 4
    scrambled = passwords.scramble(long + "a", passwords.Cost(1, 8, 1))

    assert passwords.fits(scrambled, long + "a")
    assert not passwords.fits(scrambled, long + "b")
    assert scrambled.startswith("$argon2id$")


def test_the_list_of_easy_passwords_is_due_every_quarter():
    assert not passwords.list_is_overdue(passwords.LOOKED_AT + timedelta(days=92))
    assert passwords.list_is_overdue(passwords.LOOKED_AT + timedelta(days=93))


def test_a_code_of_one_person_opens_nothing_for_another(town):
    _, code = hire(town)
    with town.department.writing(MANAGER) as work:
        hiring.hire(work, "Dale North", "d.north", PLANNER)

    assert enrolment.WRONG in town.browser("central").send("/enrol", login="d.north", code=code).text
    with town.department.reading(MANAGER) as work:
        assert work.session.query(Staff).filter_by(login="d.north").one().password is None


@pytest.mark.parametrize("page", ["/enrol/password", "/enrol/device"])
def test_whoever_is_suspended_in_the_middle_cannot_finish(town, page):
    staff, code = hire(town)
    browser = town.browser("central")
    browser.send("/enrol", login="r.alder", code=code)
    choose(browser)

    with town.department.writing(MANAGER) as work:
        hiring.suspend(work, work.session.get_one(Staff, staff.id))

    assert browser.get(page).status_code == 422
    with town.department.reading(MANAGER) as work:
        assert work.session.get_one(Staff, staff.id).password is None
