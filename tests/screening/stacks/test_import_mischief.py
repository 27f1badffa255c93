"""What an import folder may come to hold, by accident or on purpose: it stops nothing, and leads nothing away."""

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from screening.scanning.doubts import SENTENCES, Reason
from screening.scanning.refusals import MAX_STACK_BYTES
from screening.stacks.import_folder import ImportFolder, alone_in
from screening.stacks.machine import machine_at
from screening.stacks.model import Stack, StackStage
from tests.screening.stacks.piles import a_letter_with_sheet, page, printed, scanned
from tests.worlds import CLERK

NO_SCAN = b"%PDF-1.4 cut short"


@pytest.fixture
def inbox(department, sandbox, tmp_path):
    (tmp_path / "inbox").mkdir()
    return ImportFolder(department.office("facility"), machine_at("NORTH"), sandbox, tmp_path / "inbox")


@pytest.fixture
def content(department):
    _, sheet = a_letter_with_sheet(department)
    return scanned(printed(department, sheet), page("a"))


def looked_at(inbox):
    inbox.look()
    return inbox.look()


def test_a_name_that_is_no_text_is_taken_in_under_one_that_is(inbox, content):
    raw = os.fsencode(inbox.folder) + b"/sm\xf8rt 1 letter.pdf"
    with open(raw, "wb") as file:
        file.write(content)

    (taken,) = looked_at(inbox)

    assert (taken.name, taken.stage) == ("sm\ufffdrt 1 letter.pdf", "separated")
    assert not os.path.exists(raw)


def test_a_name_as_long_as_can_be_is_put_away_again_and_again(inbox):
    name = "a" * 251 + ".pdf"
    for _ in range(2):
        (inbox.folder / name).write_bytes(NO_SCAN)
        told = looked_at(inbox)
        assert [one.stage for one in told] == ["refused"]

    kept = [file.name for file in (inbox.folder / "refused").iterdir()]
    assert len(kept) == 2 and not (inbox.folder / name).exists()


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"stack": 3}'])
def test_a_spoilt_receipt_stops_nothing_and_is_written_anew(inbox, content, department, spoilt):
    (inbox.folder / "a.pdf").write_bytes(content)
    (waiting,) = looked_at(inbox)
    file = inbox.folder / "done" / f"{waiting.stack}.waiting.json"
    file.write_text(spoilt)

    inbox.look()

    assert json.loads(file.read_text())["stage"] == "quarantined"


@pytest.mark.parametrize("name", ["refused", "done"])
def test_a_link_laid_in_the_place_of_our_folder_leads_nothing_away(inbox, tmp_path, content, name):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (inbox.folder / name).symlink_to(elsewhere)
    file = inbox.folder / "a.pdf"
    file.write_bytes(NO_SCAN if name == "refused" else content)

    (told,) = looked_at(inbox)

    assert "is a link" in told.words
    assert list(elsewhere.iterdir()) == [] and file.exists()


@pytest.mark.parametrize("size", [len(NO_SCAN), MAX_STACK_BYTES + 1], ids=["no scan", "too large"])
def test_what_is_refused_and_cannot_be_moved_is_refused_once_however_often_it_is_looked_at(
    inbox, department, tmp_path, size
):
    (inbox.folder / "refused").symlink_to(tmp_path)
    with (inbox.folder / "a.pdf").open("wb") as file:
        file.write(NO_SCAN)
        file.truncate(size)

    for _ in range(4):
        inbox.look()

    with department.reading(CLERK) as work:
        assert [stack.stage for stack in work.session.scalars(select(Stack))] == [StackStage.REFUSED]


def test_each_name_under_which_paper_came_has_its_receipt(inbox, content, department):
    for name in ("first 1 letter.pdf", "second 1 letter.pdf", "first 1 letter.pdf"):
        (inbox.folder / name).write_bytes(content)
        looked_at(inbox)

    kept = [json.loads(file.read_text())["name"] for file in (inbox.folder / "done").glob("*.json")]
    assert sorted(kept) == ["first 1 letter.pdf", "second 1 letter.pdf"]
    with department.reading(CLERK) as work:
        assert [stack.stage for stack in work.session.scalars(select(Stack))] == [StackStage.SEPARATED]


def test_two_watchers_on_one_folder_take_turns(inbox, content):
    (inbox.folder / "a 1 letter.pdf").write_bytes(content)
    inbox.look()
    order = []

    def watch_too():
        order.append("waits")
        other = ImportFolder(inbox.office, inbox.desk, inbox.sandbox, inbox.folder, seen=dict(inbox.seen))
        order.append(("second", [one.stage for one in other.look()]))

    with alone_in(inbox.folder):
        second = threading.Thread(target=watch_too)
        second.start()
        order.append(("first", [one.stage for one in inbox._look()]))  # the turn is ours already
    second.join()

    assert [entry for entry in order if entry != "waits"] == [("first", ["separated"]), ("second", [])]


def test_what_was_put_aside_or_refused_says_why(inbox, content):
    (inbox.folder / "a.pdf").write_bytes(content)
    (inbox.folder / "b.pdf").write_bytes(NO_SCAN)

    aside, refused = looked_at(inbox)

    assert (aside.stage, refused.stage) == ("quarantined", "refused")
    assert SENTENCES[Reason.UNCOUNTED][0] in aside.words and "damaged" in refused.words


def test_what_comes_under_a_name_while_the_one_before_is_refused_stays_and_is_taken_in(inbox, content):
    file = inbox.folder / "scan 1 letter.pdf"
    file.write_bytes(NO_SCAN)
    hurried = Hurried(**vars(inbox), deed=lambda: replaced(file, content))

    (refused,) = looked_at(hurried)

    assert refused.stage == "refused" and "stays until a later look" in refused.words
    assert file.read_bytes() == content and not list(inbox.folder.glob("refused/*"))
    assert [one.stage for one in looked_at(inbox)] == ["separated"]


@pytest.mark.parametrize("is_scan", [True, False], ids=["scan", "no scan"])
def test_a_file_opened_to_write_while_it_is_sorted_stays_and_goes_once_it_is_closed(inbox, content, is_scan):
    file = inbox.folder / "scan 1 letter.pdf"
    file.write_bytes(content if is_scan else NO_SCAN)
    opened = []
    hurried = Hurried(**vars(inbox), deed=lambda: opened.append(file.open("r+b")))

    (first,) = looked_at(hurried)
    assert file.exists() and looked_at(inbox) == []
    opened[0].close()
    (again,) = inbox.look()

    assert (first.stack, first.stage) == (again.stack, again.stage)
    assert again.stage == ("separated" if is_scan else "refused") and not file.exists()


def test_what_is_written_into_a_file_after_it_was_read_is_taken_in_as_another(inbox, content):
    file = inbox.folder / "scan 1 letter.pdf"
    file.write_bytes(content)
    opened = []
    looked_at(Hurried(**vars(inbox), deed=lambda: opened.append(file.open("r+b"))))

    opened[0].write(NO_SCAN)
    opened[0].truncate()
    opened[0].close()

    assert [one.stage for one in looked_at(inbox)] == ["refused"]
    assert (inbox.folder / "refused" / file.name).read_bytes() == NO_SCAN


def test_what_a_killed_process_held_comes_back_beside_what_has_its_name_now(inbox, content):
    (inbox.folder / ".held").mkdir()
    (inbox.folder / ".held" / "a.pdf").write_bytes(NO_SCAN)
    (inbox.folder / "a.pdf").write_bytes(content)

    inbox.look()

    held, named = ((inbox.folder / name).read_bytes() for name in ("a (2).pdf", "a.pdf"))
    assert (held, named) == (NO_SCAN, content) and not (inbox.folder / ".held").exists()


def replaced(file, content):
    """As a scanner does that writes aside and then gives the file its name."""
    fresh = file.with_name(".next")
    fresh.write_bytes(content)
    fresh.replace(file)


@dataclass
class Hurried(ImportFolder):
    """The scanner does not wait: its deed is done when a file has just been kept."""

    deed: Callable[[], object] = int

    def _kept(self, sink, name, letters):
        stack_id = super()._kept(sink, name, letters)
        self.deed()
        return stack_id
