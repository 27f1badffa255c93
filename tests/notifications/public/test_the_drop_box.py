"""The public process can put in and take nothing out, and nobody learns from it what was said (P3)."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from letterbank.db import Database
from letterbank.errors import Unreadable
from letterbank.ids import SeededIds, new_id
from letterbank.vault import Vault
from notifications import dropbox
from notifications.receipts import new_receipt
from tests.notifications.public.visitor import Visitor, dropped, public_app
from tests.worlds import RING, Department

CANARY = "Xanthippe Quetzal"


def test_every_drop_weighs_the_same(department, visitor, another):
    visitor.answer()
    visitor.post("/6")
    short, stop = another(), another()
    short.answer(two={"name": "R"}, three={"writer": "D"}, four={"safe_way": "i_will_call"}, five={})
    short.post("/6")
    stop.post("/change", {"number": new_receipt(SeededIds("hers")), "wish": "stop"})

    with department.dropbox.reading() as session:
        weights = {len(sealed) for _, sealed in dropbox.waiting(session)}
    assert len(dropped(department)) == 3
    assert len(weights) == 1


def test_the_public_process_cannot_open_what_it_sealed(department, visitor):
    visitor.answer()
    visitor.post("/6")
    with department.dropbox.reading() as session:
        ((drop_id, sealed),) = dropbox.waiting(session)

    with pytest.raises(Unreadable):
        dropbox.open_message(department.office("public").vault, drop_id, sealed)


def test_a_drop_opens_only_under_its_own_name(department, visitor):
    visitor.answer()
    visitor.post("/6")
    with department.dropbox.reading() as session:
        ((_, sealed),) = dropbox.waiting(session)

    with pytest.raises(Unreadable):
        dropbox.open_message(department.office("central").vault, new_id(SeededIds("another")), sealed)


def test_no_word_of_hers_is_in_the_drop_box_the_home_or_the_log(fresh_sqlite, tmp_path, capfd):
    box = Database(fresh_sqlite("dropbox"))
    department = Department(box, box)
    visitor = Visitor(public_app(tmp_path, department.office("public")))

    visitor.answer(two={"name": CANARY}, three={"writer": CANARY, "what": CANARY})
    visitor.post("/6")
    visitor.post("/3", {"writer": CANARY * 40}, page="/change")
    visitor.get(f"/{CANARY}")

    said = "".join(capfd.readouterr())
    stored = [file for place in (tmp_path, Path(str(box.engine.url.database)).parent) for file in place.rglob("*")]
    kept = b"".join(file.read_bytes() for file in stored if file.is_file())
    box.close()
    assert len(kept) > dropbox.SIZE
    assert CANARY.encode() not in kept
    assert CANARY not in said


def test_the_drop_box_keeps_no_time_no_address_and_nothing_else(department):
    columns = inspect(department.dropbox.engine).get_columns("dropped")

    assert {column["name"]: column["default"] for column in columns} == {"id": None, "sealed": None}


@pytest.mark.postgresql
@pytest.mark.parametrize("statement", [
    "SELECT 1 FROM dropped", "SELECT count(*) FROM dropped", "UPDATE dropped SET sealed = ''", "DELETE FROM dropped",
    "TRUNCATE dropped", "INSERT INTO dropped VALUES ('x', '') RETURNING id", "COPY dropped TO STDOUT",
    "INSERT INTO dropped VALUES ('x', '') ON CONFLICT (id) DO UPDATE SET sealed = ''", "DROP TABLE dropped",
    "CREATE TABLE mine (id int)", "LOCK TABLE dropped",
    "SELECT pg_relation_size('dropped')", "SELECT n_live_tup FROM pg_stat_user_tables",
])  # fmt: skip
def test_the_public_role_may_insert_and_nothing_else(fresh_postgres, statement):
    department = Department.over(fresh_postgres("main"), fresh_postgres("dropbox"))
    public = department.office("public").database
    with public.writing() as session:
        dropbox.drop(session, "hers", b"sealed")

    with pytest.raises(DBAPIError), public.writing() as session:
        session.execute(text(statement))

    department.close()


class Closed(Database):
    """A drop box that cannot be written: its server is gone."""

    def __init__(self) -> None:
        super().__init__("sqlite:////nowhere/at/all/dropbox.sqlite")


@pytest.fixture
def shut(tmp_path) -> Visitor:
    department = Department(Closed(), Closed())
    return Visitor(public_app(tmp_path, department.office("public")))


def test_a_drop_box_that_cannot_be_written_is_said_and_the_draft_is_kept(shut):
    shut.answer()

    failed = shut.post("/6")

    assert failed.status_code == 503
    assert "This was not sent" in failed.text
    assert "1-866-522-4087" in failed.text
    assert "Thank" not in failed.text
    assert "Ruth Alder" in shut.get("/6").text
    assert shut.get("/done").location == "/again"


def test_a_stop_that_cannot_be_dropped_is_said_and_stays_on_the_page(shut):
    number = new_receipt(SeededIds("hers"))

    failed = shut.post("/change", {"number": number, "wish": "message", "words": "I have moved."})

    assert failed.status_code == 503
    assert "1-866-522-4087" in failed.text
    assert number in failed.text
    assert "I have moved." in failed.text


def test_once_the_drop_box_is_back_the_same_draft_can_be_sent(department, tmp_path, shut):
    shut.answer()
    shut.post("/6")
    office = department.office("public")
    shut.client.application.extensions["letterbank"] = office

    assert shut.post("/6").location == "/done"
    assert len(dropped(department)) == 1


@pytest.mark.parametrize("path", ["/", "/again", "/change", "/thanks", "/later", "/nowhere"])
def test_pages_need_no_database(shut, path):
    assert shut.get(path).status_code == (404 if path == "/nowhere" else 200)


def test_the_public_office_holds_no_key_and_one_table(department):
    office = department.office("public")

    assert office.vault.ring.held == {}
    assert inspect(department.dropbox.engine).get_table_names() == ["dropped"]
    with pytest.raises(Unreadable):
        office.vault.digest("victims", "receipt", "1")
    assert Vault(RING).ring.held


def test_the_public_application_knows_no_other_table_or_page(tmp_path):
    """In a process of its own: what it has never imported it cannot serve or ask."""
    script = """
import sys
from letterbank.app import parts_of
from flask import Flask
app = Flask("letterbank")
app.extensions["letterbank"] = None
for register in parts_of("public").values():
    register(app)
print(" ".join(sys.modules))
"""

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    closed = (
        "letterbank.people", "letterbank.letters", "letterbank.vod", "letterbank.accounts", "screening",
        "notifications.model", "notifications.requests", "notifications.offers", "notifications.intake",
    )  # fmt: skip
    assert "notifications.public" in loaded
    assert not [name for name in loaded if name.startswith(closed)]
