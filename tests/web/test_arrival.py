"""A form is read before anything holds a lock, no further than its sender is trusted, and without a NUL."""

import io
import threading

import pytest
from sqlalchemy import select

from letterbank.accounts import hiring
from letterbank.accounts.model import SignInSession, Staff
from tests.signing import MANAGER, sign_in, token_of
from tests.worlds import ASSISTANT, CLERK, COORDINATOR

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"


class SlowLine(io.RawIOBase):
    """A form on its way: `meanwhile` happens before its first byte is here."""

    def __init__(self, body, meanwhile):
        self._body, self._meanwhile = io.BytesIO(body), [meanwhile]

    def readable(self):
        return True

    def readinto(self, buffer):
        if self._meanwhile:
            self._meanwhile.pop()()
        given = self._body.read(len(buffer))
        buffer[: len(given)] = given
        return len(given)


def body_of(kind, token):
    if kind == URLENCODED:
        return f"csrf_token={token}".encode()
    return f'--B\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--B--\r\n'.encode()


def send_slowly(browser, page, kind, meanwhile):
    body = body_of(kind, token_of(browser.get("/account" if page == "/sign-out" else page)))
    line = io.BufferedReader(SlowLine(body, meanwhile))
    sent = {"wsgi.input": line, "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind}
    return browser.client.post(page, environ_overrides=sent)


@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART])
@pytest.mark.parametrize("page", ["/sign-out", "/sign-in"])
def test_a_slow_form_keeps_nobody_waiting(department, town, page, kind):
    browser = sign_in(town, COORDINATOR) if page == "/sign-out" else town.browser("central")
    served = threading.Event()

    def another_writes():
        with department.office("central").database.writing():
            served.set()

    def meanwhile():
        threading.Thread(target=another_writes).start()
        slow.append(served.wait(2))

    slow = []
    send_slowly(browser, page, kind, meanwhile)

    assert slow == [True]


@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART])
def test_whoever_is_suspended_while_their_form_is_on_its_way_does_nothing(department, town, kind):
    browser = sign_in(town, CLERK)
    town.employ(MANAGER)

    def suspended():
        with department.writing(MANAGER) as work:
            hiring.suspend(work, work.session.get_one(Staff, CLERK.id))

    answer = send_slowly(browser, "/sign-out", kind, suspended)

    assert answer.location == "/sign-in"
    with department.reading(MANAGER) as work:
        assert work.session.scalars(select(SignInSession.why_ended)).all() == ["suspended"]


def test_a_form_with_a_file_ends_the_session_like_any_other(department, town):
    browser = sign_in(town, COORDINATOR)
    fields = {"csrf_token": token_of(browser.get("/account")), "file": (io.BytesIO(b"x"), "x")}

    browser.client.post("/sign-out", data=fields)

    with department.reading(COORDINATOR) as work:
        assert work.session.scalars(select(SignInSession.why_ended)).all() == ["signed out"]


def test_new_recovery_codes_are_kept_however_they_are_asked_for(town):
    browser = sign_in(town, COORDINATOR)
    fields = {"csrf_token": token_of(browser.get("/account")), "file": (io.BytesIO(b"x"), "x")}

    browser.client.post("/account/recovery-codes", data=fields)

    assert len(town.staff(COORDINATOR).recovery_codes) == 8


@pytest.mark.parametrize("page", ["/sign-in", "/enrol", "/second-factor"])
def test_whoever_is_not_signed_in_sends_no_more_than_a_form(town, page):
    browser = town.browser("facility")

    answer = browser.client.post(page, data={"file": (io.BytesIO(b"x" * 70_000), "x")})

    assert answer.status_code == 413


def test_nothing_but_a_form_is_taken(town):
    browser = town.browser("central")
    token = token_of(browser.get("/sign-in"))

    answer = browser.client.post("/sign-in", json={"login": "a\0b"}, headers={"X-CSRFToken": token})

    assert (answer.status_code, "Only a form" in answer.text) == (400, True)


def test_a_nul_in_an_address_is_no_address(town):
    seats = {MANAGER: ["/staff/?q=%00"], ASSISTANT: ["/find-her-request?q=ab%00"], CLERK: ["/writers?words=%00a"]}
    for person, addresses in seats.items():
        browser = sign_in(town, person)

        assert [browser.get(address).status_code for address in addresses] == [404]


@pytest.mark.parametrize("surface", ["central", "facility"])
@pytest.mark.parametrize("page", ["/sign-in", "/enrol"])
def test_a_nul_in_a_strangers_form_is_refused_with_a_sentence(town, surface, page):
    fields = {"login": "a\0b", "password": "x" * 12, "code": "x" * 12, "read_notice": "y"}

    answer = town.browser(surface).send(page, **fields)

    assert (answer.status_code, "Type the words again" in answer.text) == (400, True)


def test_a_nul_in_a_form_of_staff_or_of_the_public_is_refused_with_a_sentence(town):
    public = town.browser("public")
    public.client.post("/begin", data={"csrf_token": token_of(public.get("/"))})

    hired = sign_in(town, MANAGER).send("/staff/new", name="A\0B", login="a.b", held="planner", facility="")
    asked = public.send("/2", name="A\0B")

    for answer in (hired, asked):
        assert (answer.status_code, "Type the words again" in answer.text) == (400, True)
