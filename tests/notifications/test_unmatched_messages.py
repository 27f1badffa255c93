"""The list of messages that wait for a person: what a member of victim assistance sees and does."""

import html
import json
import re

import pytest
from flask import Blueprint, Flask

from letterbank.app import create_app
from letterbank.audit.model import CentralEntry
from letterbank.errors import RuleBroken
from letterbank.ids import SeededIds, new_id
from letterbank.rounds import WORKER
from letterbank.settings import Settings
from letterbank.vault import opening
from letterbank.vault.sealed import READ_VICTIM
from letterbank.web import unit
from letterbank.web.guard import guard
from letterbank.web.home import register_home
from notifications import dropbox, messages
from notifications.intake import take_in
from notifications.model import UnmatchedDrop
from notifications.receipts import new_receipt
from notifications.unmatched import register_messages
from tests.notifications.walks import a_standing_request, give_receipt, send_by_form
from tests.worlds import ASSISTANT, PLANNER, SECOND_ASSISTANT, Department

HOST = "https://central.localhost"
STOP = {"kind": "stop", "receipt": new_receipt(SeededIds("unknown"))}


def central(department: Department, home, actor) -> Flask:
    """The centre's own pages with this person signed in: the door is not what is tried here."""

    def signed_in() -> bool:
        unit.work().act_as(actor)
        return True

    def door(app: Flask) -> None:
        guard(app, "home.waiting", signed_in)
        app.view_functions["static"].is_public = True
        requests = Blueprint("requests", __name__)
        requests.add_url_rule("/requests/<id:request_id>", "shown", lambda request_id: "")
        app.register_blueprint(requests)

    settings = Settings.from_mapping({"HOME": str(home)})
    settings.keys.mkdir(exist_ok=True)
    (settings.keys / "central.secret").write_bytes(b"a secret for the form's token in tests")
    parts = {"accounts": door, "home": register_home, "messages": register_messages}
    only = {name: (lambda app: None) for name in ("staff", "uploads", "register", "review", "letters", "notifications")}
    return create_app(settings, department.office("central"), {**only, **parts})


def drop(department: Department, message: object = STOP) -> None:
    public = department.office("public")
    drop_id = new_id(SeededIds("a drop"))
    with public.database.writing() as session:
        dropbox.drop(session, drop_id, dropbox.seal_message(public.vault, drop_id, message))


@pytest.fixture
def desk(department, tmp_path):
    return central(department, tmp_path, ASSISTANT).test_client()


def post(client, path: str, **fields):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/messages", base_url=HOST).text)[1]
    return client.post(path, base_url=HOST, data={"csrf_token": token, **fields}, follow_redirects=True)


def test_emptying_the_box_shows_what_waits_with_its_number(department, desk):
    drop(department)

    page = post(desk, "/messages/take-in").text

    assert "Waiting for you: 1" in page
    assert "No request has this number" in page
    assert "an end to everything" in page


def test_a_settled_message_leaves_the_list_and_the_first_page(department, desk):
    drop(department)
    post(desk, "/messages/take-in")
    assert "Messages to look at" in desk.get("/", base_url=HOST).text
    with department.reading(ASSISTANT) as work:
        waiting = work.session.query(UnmatchedDrop).one().id

    page = post(desk, f"/messages/{waiting}/settle", how="done", why="Paused the request of that number.").text

    assert "No message waits" in page
    assert "Messages to look at" not in desk.get("/", base_url=HOST).text


WHY = "No request of ours has that number; I asked both offices."


@pytest.fixture
def waiting(department):
    """The id of a stop that matched nothing."""
    drop(department)
    take_in(department.office("central"), WORKER)
    with department.reading(ASSISTANT) as work:
        return work.session.query(UnmatchedDrop).one().id


@pytest.mark.parametrize(
    ("how", "why"), [("", WHY), ("done", ""), ("not_ours", "  \n "), ("thrown away", WHY), ("done", "x" * 2001)]
)
def test_a_message_is_not_settled_without_what_was_done_and_found(department, desk, waiting, how, why):
    refused = post(desk, f"/messages/{waiting}/settle", how=how, why=why)

    assert refused.status_code == 422
    assert why in html.unescape(refused.text)
    with department.reading(ASSISTANT) as work:
        assert work.session.query(UnmatchedDrop).one().settled_at is None


@pytest.mark.parametrize(("how", "why"), [("", WHY), ("done", ""), ("done", " \n"), ("thrown away", WHY)])
def test_the_domain_settles_nothing_without_them_either(department, waiting, how, why):
    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken):
        messages.settle(work, waiting, how, why)


def test_what_was_found_is_sealed_and_the_audit_holds_none_of_it(department, desk, waiting):
    post(desk, f"/messages/{waiting}/settle", how="not_ours", why=WHY)

    with department.writing(ASSISTANT) as work:
        message = messages.find(work, waiting)
        assert WHY.encode() not in message.settlement
        assert json.loads(opening(work, message, READ_VICTIM).settlement) == {"how": "not_ours", "why": WHY}
        written = b" ".join(entry.written for entry in work.session.query(CentralEntry))
    assert b"message: settled" in written and b"both offices" not in written
    assert WHY in desk.get(f"/messages/{waiting}/settle", base_url=HOST).text


def test_a_message_nobody_knows_is_not_there(desk):
    assert desk.get(f"/messages/{new_id(SeededIds('none'))}/settle", base_url=HOST).status_code == 404


def test_a_message_settled_meanwhile_keeps_what_was_said_first(department, desk, waiting):
    with department.writing(SECOND_ASSISTANT) as work:
        messages.settle(work, waiting, "done", "I was first.")

    post(desk, f"/messages/{waiting}/settle", how="not_ours", why=WHY)

    with department.writing(ASSISTANT) as work:
        message = messages.find(work, waiting)
        assert message.settled_by == SECOND_ASSISTANT.id
        assert "I was first." in opening(work, message, READ_VICTIM).settlement


def test_the_request_shows_the_messages_that_wait_for_it_and_no_others(department, browser_of):
    hers, another = a_standing_request(department), a_standing_request(department, name="Ann Birch")
    told = {"kind": "message", "words": "I have moved to my sister’s."}
    send_by_form(department, {**told, "receipt": give_receipt(department, hers)})
    take_in(department.office("central"), WORKER)
    browser = browser_of(ASSISTANT)

    page = browser.get(f"/requests/{hers}").text
    assert "A message waits" in page and "I have moved to my sister’s." in page
    assert "A message waits" not in browser.get(f"/requests/{another}").text

    settle = re.search(r"/messages/[a-z2-7]{26}/settle", page)[0]
    assert browser.send(settle, how="called", why="Wrote to her; she gave the new address.").status_code == 302
    assert "A message waits" not in browser.get(f"/requests/{hers}").text


def test_what_could_not_be_opened_is_listed_without_its_bytes(department, desk):
    public = department.office("public")
    with public.database.writing() as session:
        dropbox.drop(session, new_id(SeededIds("torn")), b"torn")

    page = post(desk, "/messages/take-in").text

    assert "It could not be opened" in page


def test_reviewers_of_letters_cannot_see_that_messages_wait(department, tmp_path):
    drop(department)
    take_in(department.office("central"), WORKER)
    planner = central(department, tmp_path, PLANNER).test_client()

    assert planner.get("/messages", base_url=HOST).status_code == 403
    assert "Messages" not in planner.get("/", base_url=HOST).text
