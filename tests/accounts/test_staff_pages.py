"""Administrators hire people, and every deed is asked about once more and written down (AC-14, AC-19, AC-20, R13)."""

import re

import pytest

from letterbank.accounts.model import Staff
from letterbank.permissions import Role
from tests.signing import MANAGER, sign_in
from tests.worlds import ASSISTANT, COORDINATOR, SCREENER, person

CLERK = {"name": "Ruth Alder", "login": "r.alder", "held": "intake_clerk", "facility": "NORTH"}


def everybody(town):
    with town.department.reading(MANAGER) as work:
        return {staff.login: staff for staff in work.session.query(Staff)}


def test_an_administrator_hires_somebody_and_prints_a_code(town, administrator, written):
    page = administrator.send("/staff/new", **CLERK)

    made = everybody(town)["r.alder"]
    assert re.search(r"<code>([A-Z0-9]{4}-){3}[A-Z0-9]{4}</code>", page.text)
    assert (made.surface, made.facility_code, made.password) == ("facility", "NORTH", None)
    assert [act for act, _ in written(made.subject)] == ["hire", "give enrolment code"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held": ["intake_clerk", "facility_screener"]}, "at once"),
        ({"held": ["intake_clerk", "planner"]}, "at once"),
        ({"held": ["planner", "victim_assistance"], "facility": ""}, "at once"),
        ({"facility": ""}, "belong to a facility"),
        ({"held": "planner"}, "belong to a facility"),
        ({"login": "administrator.1"}, "once belonged"),
        ({"login": "R Alder"}, "small letters"),
        ({"held": []}, "at least one role"),
    ],
)
def test_a_wrong_post_is_refused_and_nothing_typed_is_lost(town, administrator, change, sentence):
    form = {**CLERK, **change}
    if form["login"] == "administrator.1":
        form |= {"held": "auditor", "facility": ""}

    page = administrator.send("/staff/new", **form)

    assert sentence in page.text
    assert 'value="Ruth Alder"' in page.text
    assert set(everybody(town)) == {"administrator.1"}


@pytest.mark.parametrize("actor", [COORDINATOR, ASSISTANT, person(Role.AUDITOR)], ids=lambda actor: actor.name)
def test_nobody_else_manages_staff(town, actor):
    browser = sign_in(town, actor)
    target = town.employ(person(Role.PLANNER))

    for page in ("/staff/", "/staff/new", f"/staff/{target.id}", f"/staff/{target.id}/suspend"):
        assert browser.get(page).status_code == 403
    assert browser.send("/account", to=f"/staff/{target.id}/suspend").status_code == 403
    assert town.staff(target.actor).active


def test_a_facility_has_no_such_pages(town):
    browser = sign_in(town, SCREENER)

    assert browser.get("/staff/").status_code == 404
    assert browser.get(f"/staff/{SCREENER.id}").status_code == 404


def test_nobody_changes_their_own_rights(town, administrator):
    for deed in ("suspend", "code", "release"):
        assert administrator.send(f"/staff/{MANAGER.id}/{deed}").status_code == 422
    page = administrator.send(f"/staff/{MANAGER.id}/roles", held="auditor", facility="")

    assert "their own rights" in page.text
    assert town.staff(MANAGER).held == ["administrator"]


def test_looking_changes_nothing(town, administrator):
    town.employ(COORDINATOR)

    for deed in ("suspend", "restore", "release", "code"):
        assert administrator.get(f"/staff/{COORDINATOR.id}/{deed}").status_code == 200

    now = town.staff(COORDINATOR)
    assert now.active and now.password


def test_a_suspended_person_comes_back_by_a_new_code_only(town, administrator):
    town.employ(COORDINATOR)
    administrator.send(f"/staff/{COORDINATOR.id}/suspend")
    assert not town.staff(COORDINATOR).active

    page = administrator.send(f"/staff/{COORDINATOR.id}/restore")

    now = town.staff(COORDINATOR)
    assert now.active and now.password is None
    assert "Enrolment code" in page.text


def test_nobody_moves_between_places(town, administrator):
    town.employ(SCREENER)

    page = administrator.send(f"/staff/{SCREENER.id}/roles", held="facility_screener", facility="RIVER")

    assert "belongs to one place" in page.text
    assert town.staff(SCREENER).facility_code == "NORTH"


def test_people_are_found_by_name_and_listed_a_page_at_a_time(town, administrator):
    for number in range(30):
        town.employ(person(Role.PLANNER, number + 100))

    first = administrator.get("/staff/")
    more = re.search(r'href="([^"]*after=[^"]*)" rel="next"', first.text)[1]
    second = administrator.get(more.replace("&amp;", "&"))

    links = [set(re.findall(r"/staff/[a-z2-7]{26}", page.text)) for page in (first, second)]
    assert [len(each) for each in links] == [25, 6] and not links[0] & links[1]
    assert len(set(re.findall(r"/staff/[a-z2-7]{26}", administrator.get("/staff/?q=planner 117").text))) == 1
    assert "Nobody of that name" in administrator.get("/staff/?q=%25").text
