"""P8: taking part, or not, changes nothing for the writer: nothing kept or shown says who of a list has written."""

import re

import pytest

from letterbank.letters.model import Letter
from letterbank.people.model import Offender
from letterbank.permissions import GRANTS, Permission, Role
from letterbank.tables import METADATA
from tests.house.tree import python
from tests.signing import sign_in
from tests.worlds import CLERK, SCREENER, bank_a_letter, person, register

CUSTODY = re.compile(r"parole|release_date|custody|classif|clemenc|sentence_|status|good_time|conduct", re.IGNORECASE)
LISTS = re.compile(r"export|report|statistic|download|csv|participat|parole|status", re.IGNORECASE)
STAFF = [CLERK, SCREENER, *(person(role) for role in Role if role not in (Role.INTAKE_CLERK, Role.FACILITY_SCREENER))]


def plain(page) -> str:
    """A page without the token of its sign-out form, which is signed with the moment."""
    return re.sub(r'value="[^"]+"', "", page.text)


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_nothing_of_custody_parole_or_release_is_kept_beside_a_letter(table):
    assert not [column.name for column in METADATA.tables[table].columns if CUSTODY.search(column.name)]


def test_of_an_offender_only_number_name_and_facility_are_kept():
    assert set(Offender.__table__.columns.keys()) == {"id", "number", "name", "facility_code"}


def test_no_permission_is_about_parole():
    assert not [permission for permission in Permission if CUSTODY.search(permission.value)]
    assert all(granted <= set(Permission) for granted in GRANTS.values())


@pytest.mark.parametrize("surface", ["facility", "central"])
def test_no_page_is_a_report_of_who_took_part(town, surface):
    pages = [rule.rule for rule in town.app(surface).url_map.iter_rules()]

    assert len(pages) > 10
    assert not [page for page in pages if LISTS.search(page)]


@pytest.mark.parametrize("asked", ["?words=N1001", "?words=Dale", "?words="])
def test_the_register_looks_the_same_whether_somebody_has_written_or_not(department, browser_of, asked):
    browser = browser_of(CLERK)
    browser.get("/")
    before = browser.get(f"/writers{asked}")

    bank_a_letter(department)
    with department.arranging(SCREENER) as work:
        register(work)

    assert before.status_code == 200
    assert plain(browser.get(f"/writers{asked}")) == plain(before)


def test_the_page_of_one_writer_does_not_say_whether_he_has_written(department, browser_of):
    browser = browser_of(CLERK)
    browser.get("/")
    with department.reading(CLERK) as work:
        writer = work.session.query(Offender).where(Offender.facility_code == "NORTH").one().id
    before = browser.get(f"/writers/{writer}/letter")

    bank_a_letter(department)

    assert before.status_code == 200
    assert plain(browser.get(f"/writers/{writer}/letter")) == plain(before)


@pytest.mark.parametrize("actor", STAFF, ids=lambda actor: next(iter(actor.roles)).value)
def test_no_list_of_any_role_counts_or_groups_writers(department, town, actor):
    """Every list this person can open holds letters one by one, for their work; none is by offender and none counts."""
    bank_a_letter(department)
    with department.reading(SCREENER) as work:
        number = work.session.query(Letter).one().number
    browser = sign_in(town, actor)
    app = town.app(actor.surface)
    plain_lists = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]

    for page in plain_lists:
        shown = browser.get(page)
        assert shown.status_code < 500, page
        if shown.status_code == 200 and "Dale North" in shown.text:
            assert number in shown.text, f"{page} names a writer without a letter to work on"


def test_no_code_asks_for_an_offenders_letters_by_anything_but_the_letter():
    """An offender knows no letters: there is no way from a list of people to who took part."""
    assert not hasattr(Offender, "letters")
    for source in python():
        if source.is_code and source.path.startswith("letterbank/people/"):
            assert "letterbank.letters" not in source.text, source.path
