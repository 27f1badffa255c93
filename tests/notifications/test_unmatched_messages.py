"""The list of messages that wait for a person: what a member of victim assistance sees and does."""

import re

import pytest
from flask import Blueprint, Flask

from letterbank.app import create_app
from letterbank.ids import SeededIds, new_id
from letterbank.settings import Settings
from letterbank.web import unit
from letterbank.web.guard import guard
from letterbank.web.home import register_home
from notifications import dropbox
from notifications.intake import INTAKE, take_in
from notifications.model import UnmatchedDrop
from notifications.receipts import new_receipt
from notifications.unmatched import register_messages
from tests.worlds import ASSISTANT, PLANNER, Department

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

    page = post(desk, f"/messages/{waiting}/settle", how="done").text

    assert "No message waits" in page
    assert "Messages to look at" not in desk.get("/", base_url=HOST).text


def test_a_message_is_not_settled_without_saying_what_was_done(department, desk):
    drop(department)
    take_in(department.office("central"), INTAKE)
    with department.reading(ASSISTANT) as work:
        waiting = work.session.query(UnmatchedDrop).one().id

    refused = post(desk, f"/messages/{waiting}/settle", how="")

    assert refused.status_code == 422
    with department.reading(ASSISTANT) as work:
        assert work.session.query(UnmatchedDrop).one().settled_at is None


def test_what_could_not_be_opened_is_listed_without_its_bytes(department, desk):
    public = department.office("public")
    with public.database.writing() as session:
        dropbox.drop(session, new_id(SeededIds("torn")), b"torn")

    page = post(desk, "/messages/take-in").text

    assert "It could not be opened" in page


def test_reviewers_of_letters_cannot_see_that_messages_wait(department, tmp_path):
    drop(department)
    take_in(department.office("central"), INTAKE)
    planner = central(department, tmp_path, PLANNER).test_client()

    assert planner.get("/messages", base_url=HOST).status_code == 403
    assert "Messages" not in planner.get("/", base_url=HOST).text
