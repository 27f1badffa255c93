"""What a refusal leaves behind: who was refused, and every record that was opened before it (P7)."""

import json
from datetime import timedelta

import pytest
from flask import Blueprint
from sqlalchemy import select
from wtforms import Form, PasswordField
from wtforms.fields.core import UnboundField

from letterbank.accounts import forms
from letterbank.audit.model import FacilityEntry
from letterbank.errors import Missing, NotAllowed, RuleBroken
from letterbank.letters.model import Letter
from letterbank.vault import opening
from letterbank.vault.sealed import REVIEW
from letterbank.web.deeds import heed
from letterbank.web.expired import NEVER_SHOWN
from letterbank.web.guard import requires
from letterbank.web.unit import abandon, office, opens, slow, work
from tests.signing import sign_in, token_of
from tests.worlds import SCREENER, offender_of, register

planted = Blueprint("planted", __name__)


class AForm:
    form_errors = []


def read_aloud(unit):
    name = opening(unit, unit.session.scalars(select(Letter)).one().newest, REVIEW).addressee
    raise RuleBroken(f"{name} is in the way.")


@planted.get("/planted/page")
@requires()
@opens
def page():
    return read_aloud(work())


@planted.post("/planted/page")
@requires()
def form():
    heed(work(), AForm(), lambda: read_aloud(work()))
    return "not done"


@planted.post("/planted/slow")
@requires()
@slow
def slowly():
    actor = work().actor
    abandon()
    with office().writing(actor) as own:
        read_aloud(own)


@planted.post("/planted/denied")
@requires()
@slow
def denied():
    abandon()
    raise NotAllowed("This is not yours.")


@pytest.fixture
def browser(department, town):
    with department.arranging(SCREENER) as unit:
        register(unit)
    town.parts["planted"] = lambda app: app.register_blueprint(planted)
    return sign_in(town, SCREENER)


def written(department, act):
    with department.reading(SCREENER) as unit:
        kept = [json.loads(each) for each in unit.session.scalars(select(FacilityEntry.written))]
    return [(each["actor"], each["on"]) for each in kept if each["act"] == act]


@pytest.mark.parametrize(("method", "page"), [("GET", "page"), ("POST", "page"), ("POST", "slow")])
def test_what_was_opened_before_a_refusal_is_written_down(department, browser, method, page):
    token = token_of(browser.get("/account"))
    with department.reading(SCREENER) as unit:
        place = unit.session.scalars(select(Letter)).one().newest.place

    browser.client.open(f"/planted/{page}", method=method, data={"csrf_token": token})

    assert written(department, "opened") == [(SCREENER.id, [place])]


def test_whoever_is_denied_in_the_middle_of_a_slow_deed_is_named(department, browser):
    token = token_of(browser.get("/account"))

    answer = browser.client.post("/planted/denied", data={"csrf_token": token})

    assert answer.status_code == 403
    assert written(department, "refused") == [(SCREENER.id, [])]


def test_nothing_else_of_a_refused_deed_is_kept(department):
    with pytest.raises(Missing), department.writing(SCREENER) as unit:
        register(unit)
        raise Missing

    with department.reading(SCREENER) as unit:
        assert unit.session.scalars(select(Letter)).all() == []
        assert unit.session.scalars(select(FacilityEntry.written)).all() == []


def test_a_refusal_leaves_the_ways_of_whoever_is_signed_in(town):
    browser = sign_in(town, SCREENER)
    browser.get("/")

    missing, home = browser.get("/letters/" + "a" * 26), browser.get("/")

    ways = [line for line in home.text.splitlines() if "<li><a href=" in line and "aria-current" not in line]
    assert missing.status_code == 404 and len(ways) > 2
    assert all(way in missing.text for way in ways)


def test_a_form_sent_after_the_session_ended_loses_nothing(department, town):
    """The browser sends it once more on a reload; its token counts no more, and the words come back to be copied."""
    browser = sign_in(town, SCREENER)
    with department.reading(SCREENER) as work:
        page = f"/writers/{offender_of(work).id}/letter"
    typed = {"csrf_token": token_of(browser.get(page)), "addressee": "Ruth Alder <of Jackson>", "declared": "3"}
    department.clock.forward(timedelta(hours=13))

    refused = browser.client.post(page, data=typed)
    again = sign_in(town, SCREENER).client.post(page, data=typed)

    assert refused.status_code == 401
    assert "What you typed is not lost yet" in refused.text and 'href="/sign-in" target="_blank"' in refused.text
    assert again.status_code == 400
    assert ">Ruth Alder &lt;of Jackson&gt;</textarea>" in again.text and typed["csrf_token"] not in again.text


def test_who_signs_out_after_the_session_ended_is_not_told_of_a_form(department, town):
    browser = sign_in(town, SCREENER)
    token = token_of(browser.get("/"))
    department.clock.forward(timedelta(hours=13))

    assert browser.client.post("/sign-out", data={"csrf_token": token}).location == "/sign-in"


def test_no_password_is_among_what_comes_back():
    secrets = [
        name
        for form in vars(forms).values() if isinstance(form, type) and issubclass(form, Form)
        for name, field in vars(form).items()
        if isinstance(field, UnboundField) and issubclass(field.field_class, PasswordField)
    ]  # fmt: skip

    assert len(secrets) >= 4
    assert all(any(part in name for part in NEVER_SHOWN) for name in secrets)
