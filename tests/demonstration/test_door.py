"""The demonstration's sign-in page lets a newcomer in by one click, by a real session; nobody else has such a door."""

import re

import pytest

from letterbank.app import create_app, open_office
from letterbank.demonstration.door import PUBLIC_BANNER, parts_of_demonstration
from letterbank.demonstration.people import PASSWORD, STAFF
from letterbank.permissions import Role
from tests.signing import Browser, token_of
from tests.whole_demonstration import copy_of


@pytest.fixture
def home(whole, tmp_path):
    return copy_of(whole, tmp_path)


@pytest.fixture
def surface_of(home):
    """`surface_of("central")`: a browser at that surface; with `door=False` as `serve` would make it."""
    offices = []

    def opened(surface, *, door=True):
        offices.append(open_office(home, surface))
        app = create_app(home, offices[-1], parts_of_demonstration(surface) if door else None)
        app.config.update(SERVER_NAME=home.hosts[surface], PREFERRED_URL_SCHEME="https", PROPAGATE_FAULTS=True)
        return Browser(app.test_client())

    yield opened
    for office in offices:
        office.database.close()
        if office.dropbox:
            office.dropbox.close()


def test_every_role_has_an_account():
    assert {person.role for person in STAFF} == set(Role)


def test_a_role_without_work_here_is_told_so(surface_of):
    browser = surface_of("central")

    browser.send("/sign-in", to="/demonstration/enter", login="superintendent")

    assert "There is no work for your role here yet." in browser.get("/").text


@pytest.mark.parametrize("person", STAFF, ids=lambda person: person.login)
def test_one_click_lets_a_newcomer_in(surface_of, person):
    browser = surface_of(person.surface)

    entered = browser.send("/sign-in", to="/demonstration/enter", login=person.login)

    assert (entered.status_code, entered.location) == (302, "/")
    page = browser.get("/")
    assert page.status_code == 200
    assert person.name in page.text
    assert "Demonstration" in page.text


def test_the_code_on_the_page_signs_in_by_the_real_way_too(surface_of):
    browser = surface_of("central")
    page = browser.get("/sign-in")
    assert PASSWORD in page.text

    sent = {"csrf_token": token_of(page), "login": "coordinator", "password": PASSWORD, "read_notice": "y"}
    first = browser.client.post("/sign-in", data=sent)
    assert first.location == "/second-factor"
    shown = browser.get("/second-factor")
    code = re.search(r">coordinator</th>.*?(\d{6})", shown.text, re.DOTALL)[1]
    browser.send("/second-factor", code=code)

    assert "Corinna Voss" in browser.get("/").text


def test_the_door_lets_in_nobody_it_does_not_know(surface_of):
    browser = surface_of("facility")

    for login in ("coordinator", "nobody", ""):
        assert browser.send("/sign-in", to="/demonstration/enter", login=login).status_code == 404
    assert browser.client.post("/demonstration/enter", data={"login": "north.clerk"}).status_code == 400
    assert browser.get("/").location == "/sign-in"


def test_a_surface_made_for_serving_has_no_door_in_the_same_home(surface_of):
    browser = surface_of("central", door=False)

    page = browser.get("/sign-in")

    assert "made-up" not in page.text and PASSWORD not in page.text
    assert browser.send("/sign-in", to="/demonstration/enter", login="coordinator").status_code == 404


def test_the_public_pages_of_a_demonstration_say_that_they_are_one(surface_of):
    browser = surface_of("public")

    pages = [browser.get(path) for path in ("/", "/later", "/nowhere")]

    assert [page.status_code for page in pages] == [200, 200, 404]
    assert all(PUBLIC_BANNER in page.text for page in pages)


def test_a_public_surface_made_for_serving_never_calls_itself_a_demonstration(surface_of):
    browser = surface_of("public", door=False)

    pages = [browser.get(path).text for path in ("/", "/later", "/nowhere")]

    assert not [page for page in pages if "Demonstration" in page or "banner" in page.replace('role="banner"', "")]
