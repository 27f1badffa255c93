"""The auditor sees whether every chain is whole and what was done in it, and no word of any record (AU-10, AU-11)."""

import json
import re

import pytest
from sqlalchemy import text

from letterbank.audit import CentralEntry, record
from letterbank.auditing import chains
from letterbank.database.append_only import TABLES
from letterbank.db import Database
from letterbank.permissions import Role
from tests.signing import MANAGER, login_of, sign_in
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, PLANNER, SCREENER, bank_a_letter, person

AUDITOR = person(Role.AUDITOR)
PAGES = ("/audit/", "/audit/entries", "/audit/anchors")


@pytest.fixture
def auditor(town):
    return sign_in(town, AUDITOR)


def tamper(department, number):
    """Somebody who owns the database changes one entry of the centre's chain."""
    database = department.database
    if database.embedded:
        with database.writing() as session:
            for table in TABLES:
                session.execute(text(f"DROP TRIGGER {table}_no_update"))
            session.execute(text("UPDATE audit_central SET written = x'7b7d' WHERE number = :n"), {"n": number})
        return
    superuser = Database(database.engine.url.set(username="postgres").render_as_string(hide_password=False))
    with superuser.writing() as session:
        session.execute(text("ALTER TABLE audit_central DISABLE TRIGGER no_change"))
        session.execute(text("UPDATE audit_central SET written = '{}' WHERE number = :n"), {"n": number})
    superuser.close()


def newest(department):
    with department.database.reading() as session:
        row = session.query(CentralEntry).order_by(CentralEntry.number.desc()).first()
        return json.loads(row.written)


def test_the_auditor_sees_every_chain_and_that_it_is_whole(town, auditor):
    bank_a_letter(town.department)

    page = auditor.get("/audit/").text

    assert "Central office" in page and "Facility NORTH" in page
    assert page.count("Whole, verified") == 2
    assert newest(town.department)["act"] == "read audit"


def test_a_tampered_chain_is_shown_broken_where_it_is(town, auditor):
    auditor.get("/audit/")
    tamper(town.department, 2)

    page = auditor.get("/audit/").text
    listed = auditor.get("/audit/entries").text

    assert "Central office is broken at entry 2" in page
    assert "its bytes were changed" in listed


def test_a_long_chain_is_verified_when_somebody_asks(town, auditor):
    with town.department.writing(MANAGER) as work:
        for _ in range(chains.QUICK):
            record(work, "test")
    assert "not verified on this page" in auditor.get("/audit/").text

    page = auditor.send("/audit/", to="/audit/verify", anchor="")

    assert "Whole, verified" in page.text
    assert (newest(town.department)["act"], newest(town.department)["outcome"]) == ("verify audit", "whole")


def test_a_kept_anchor_shows_what_was_rewritten(town, auditor):
    lines = auditor.get("/audit/anchors?as=text").text.split()
    kept = next(line for line in lines if line.startswith("central:"))
    assert re.search(r"<code>central:2:[0-9a-f]{64}</code>", auditor.get("/audit/anchors").text)
    assert "goes on from your anchor" in auditor.send("/audit/", to="/audit/verify", anchor=kept).text

    other = kept[:-1] + ("0" if kept[-1] != "0" else "1")
    page = auditor.send("/audit/", to="/audit/verify", anchor=other).text

    assert "rewritten since the anchor" in page
    for nonsense in ("nonsense", "central:x:y", "elsewhere:1:aa", "a" * 300):
        refused = auditor.send("/audit/", to="/audit/verify", anchor=nonsense)
        assert refused.status_code == 422
        assert nonsense in refused.text


def test_entries_are_found_by_act_person_and_record(town, auditor):
    letter = bank_a_letter(town.department)
    chain = "/audit/entries?chain=facility/NORTH"

    everything = auditor.get(chain).text
    place = f"letter/{letter}"

    assert SCREENER.id in everything and place in everything
    assert place in auditor.get(f"{chain}&place={place}").text
    assert "Nothing in this chain fits" in auditor.get(f"{chain}&act=sing+in").text
    by_login = auditor.get(f"/audit/entries?who={login_of(AUDITOR)}&act=sign+in").text
    assert len(re.findall(r'<th scope="row">\d', by_login)) == 1
    assert AUDITOR.name in by_login
    assert newest(town.department)["on"] == ["chain/central", f"staff/{AUDITOR.id}"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("chain=facility/NOWHERE", "There is no such chain"),
        ("act=%22%7D", "Write the act as the list does"),
        ("who=r.nobody", "Nobody has or had that sign-in name"),
        ("place=letter/Ruth", "Write the record as the list does"),
    ],
)
def test_a_wrong_wish_gets_a_sentence_and_stays_on_the_page(auditor, asked, sentence):
    page = auditor.get(f"/audit/entries?{asked}")

    assert page.status_code == 422
    assert sentence in page.text


def test_entries_come_a_page_at_a_time_newest_first(town, auditor):
    town.employ(MANAGER)
    with town.department.writing(MANAGER) as work:
        for number in range(60):
            record(work, "test", f"letter/{number}")
    seen, address = [], f"/audit/entries?act=test&who={login_of(MANAGER)}"
    while address:
        page = auditor.get(address).text
        seen += [int(found) for found in re.findall(r'<th scope="row">(\d+)<', page)]
        more = re.search(r'href="([^"]*before=[^"]*)" rel="next"', page)
        address = more and more[1].replace("&amp;", "&")

    assert len(seen) == 60
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("actor", [MANAGER, COORDINATOR, PLANNER, ASSISTANT], ids=lambda actor: actor.name)
def test_nobody_else_of_the_centre_reads_the_audit(town, actor):
    browser = sign_in(town, actor)

    assert [browser.get(page).status_code for page in PAGES] == [403, 403, 403]
    assert browser.send("/account", to="/audit/verify").status_code == 403


@pytest.mark.parametrize("actor", [CLERK, SCREENER], ids=lambda actor: actor.name)
def test_a_facility_has_no_audit_pages(town, actor):
    browser = sign_in(town, actor)

    assert [browser.get(page).status_code for page in PAGES] == [404, 404, 404]


def test_the_first_page_asks_for_a_look_until_there_was_one(town, auditor):
    assert "Verify the audit" in auditor.get("/").text

    auditor.send("/audit/", to="/audit/verify", anchor="")

    assert "Verify the audit" not in auditor.get("/").text
