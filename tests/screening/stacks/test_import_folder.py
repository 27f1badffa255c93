"""The office scanner's folder: what is finished is taken in and removed, what is not is left alone."""

import errno
import json
import os

import pytest
from sqlalchemy import select

from letterbank.letters.intake import letter_here
from screening.scanning import NotAScan
from screening.stacks.import_folder import ImportFolder, StillWritten, letters_named
from screening.stacks.machine import machine_at
from screening.stacks.model import Stack, StackStage
from tests.screening.stacks.piles import a_letter_with_sheet, page, printed, scanned
from tests.worlds import CLERK


@pytest.fixture
def inbox(department, sandbox, tmp_path):
    return ImportFolder(department.office("facility"), machine_at("NORTH"), sandbox, tmp_path)


@pytest.fixture
def a_scan(department):
    """A finished scan of one letter, and the letter."""
    letter, sheet = a_letter_with_sheet(department)
    return scanned(printed(department, sheet), page("a")), letter


def receipts(folder):
    return [json.loads(file.read_text()) for file in sorted((folder / "done").glob("*.json"))]


def test_a_finished_file_is_taken_in_and_removed(inbox, a_scan, department):
    content, letter = a_scan
    (inbox.folder / "Pile of Monday.pdf").write_bytes(content)

    taken = inbox.take(inbox.folder / "Pile of Monday.pdf", letters=1)

    assert (taken.stage, taken.letters) == ("separated", (letter.number,))
    assert [file.name for file in inbox.folder.iterdir()] == ["done"]
    with department.reading(CLERK) as work:
        assert len(letter_here(work, letter.id).newest.pages) == 1


def test_a_receipt_holds_name_digest_time_and_letters_only(inbox, a_scan):
    content, letter = a_scan
    (inbox.folder / "a.pdf").write_bytes(content)

    inbox.take(inbox.folder / "a.pdf", letters=1)

    (receipt,) = receipts(inbox.folder)
    assert set(receipt) == {"name", "sha256", "stack", "stage", "words", "letters", "when"}
    assert receipt["letters"] == [letter.number]


def test_a_file_is_taken_only_when_it_has_not_changed_between_two_looks(inbox, a_scan):
    content, _ = a_scan
    file = inbox.folder / "a.pdf"
    file.write_bytes(content[:1000])

    assert inbox.look() == []
    file.write_bytes(content)
    assert inbox.look() == []
    assert [taken.name for taken in inbox.look()] == ["a.pdf"]


def test_a_file_that_somebody_holds_open_to_write_is_left_alone_however_quiet_it_is(inbox, a_scan):
    content, _ = a_scan
    file = inbox.folder / "a.pdf"
    with file.open("wb") as scanner:
        scanner.write(content)
        scanner.flush()
        assert [inbox.look(), inbox.look()] == [[], []]
        with pytest.raises(StillWritten):
            inbox.take(file, letters=1)
        assert file.read_bytes() == content

    assert [taken.name for taken in inbox.look()] == ["a.pdf"]


@pytest.mark.parametrize("name", [".hidden.pdf", "a.pdf.part", "a.tmp", "~a.pdf", "a.PDF.filepart"])
def test_what_says_it_is_not_finished_is_left_alone(inbox, name):
    (inbox.folder / name).write_bytes(b"half")

    inbox.look()

    assert inbox.look() == []
    assert (inbox.folder / name).exists()


def test_links_and_pipes_are_no_scans(inbox, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_bytes(b"%PDF-1.7 something of another's")
    (inbox.folder / "link.pdf").symlink_to(secret)
    os.mkfifo(inbox.folder / "pipe.pdf")

    inbox.look()

    assert inbox.look() == []
    assert secret.exists()


def test_a_file_that_grows_while_it_is_read_stays(inbox, a_scan):
    content, _ = a_scan
    file = inbox.folder / "a.pdf"
    file.write_bytes(content)

    with pytest.raises(StillWritten):
        Growing(**{**vars(inbox)}).take(file)

    assert file.exists()


class Growing(ImportFolder):
    """Somebody writes on while the file is read."""

    def _read(self, file):
        sink = super()._read(file)
        with file.open("ab") as more:
            more.write(b"more")
        return sink


def test_what_comes_under_the_same_name_while_it_is_sorted_stays(inbox, a_scan):
    content, letter = a_scan
    file = inbox.folder / "scan.pdf"
    file.write_bytes(content)

    taken = Overwriting(**{**vars(inbox)}).take(file, letters=1)

    assert taken.letters == (letter.number,)
    assert file.read_bytes() == b"%PDF of the next pile"


class Overwriting(ImportFolder):
    """The scanner writes its next pile under the name of the one before, while that one is sorted."""

    def _kept(self, sink, name, letters):
        stack_id = super()._kept(sink, name, letters)
        next_one = self.folder / ".next"
        next_one.write_bytes(b"%PDF of the next pile")
        next_one.replace(self.folder / name)
        return stack_id


def test_a_file_that_vanishes_or_cannot_be_read_keeps_nothing_waiting(inbox, a_scan):
    content, _ = a_scan
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (inbox.folder / name).write_bytes(content)
    troubled = Troubled(**{**vars(inbox)})
    troubled.look()

    told = troubled.look()

    assert [one.words.split(".pdf ")[-1] for one in told[:2]] == [
        "is not there any more. Nothing of it was taken in.",
        "cannot be read or moved: Input/output error. It is tried again.",
    ]
    assert told[2].stage == "quarantined"
    assert (inbox.folder / "b.pdf").exists()


class Troubled(ImportFolder):
    """`a.pdf` is taken away by somebody before its turn, and the disk cannot read `b.pdf`."""

    def _take(self, file, letters=None):
        if file.name == "a.pdf":
            file.unlink()
        return super()._take(file, letters)

    def _read(self, file):
        if file.name == "b.pdf":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super()._read(file)


def test_the_same_bytes_a_second_time_are_known_and_removed(inbox, a_scan, department):
    content, letter = a_scan
    for name in ("first.pdf", "second.pdf"):
        (inbox.folder / name).write_bytes(content)

    first = inbox.take(inbox.folder / "first.pdf", letters=1)
    second = inbox.take(inbox.folder / "second.pdf", letters=1)

    assert first.stack == second.stack
    assert not (inbox.folder / "second.pdf").exists()
    with department.reading(CLERK) as work:
        assert [stack.stage for stack in work.session.scalars(select(Stack))] == [StackStage.SEPARATED]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("12 letters.pdf", 12), ("Monday_3_Letters (2).pdf", 3), ("scan-2026-11-27 1letter.tif", 1),
        ("200 letters", 200),
        ("scan-2026-11-27.pdf", None), ("0 letters.pdf", None), ("201 letters.pdf", None), ("3 lettersheads.pdf", None),
        ("1200 letters.pdf", None), ("3 letters of 4 letters.pdf", None), ("letters.pdf", None),
        ("(4 letters).pdf", 4), ("North,5 letter.pdf", 5), ("2026-03-12 07 letters.pdf", 7), ("2 letters 2 letters", 2),
        ("2026-03-12 letters.pdf", None), ("2026_03_12 letters.pdf", None), ("2026 03 12 letters.pdf", None),
        ("C3 letters.pdf", None), ("block-7 letters 03.pdf", None), ("3.5 letters.pdf", None), ("7/8 letters", None),
    ],
)  # fmt: skip
def test_a_number_of_letters_is_taken_from_a_name_that_says_it(name, count):
    assert letters_named(name) == count


def test_a_file_that_says_its_number_waits_for_nobody(inbox, a_scan):
    content, letter = a_scan
    (inbox.folder / "Monday 1 letter.pdf").write_bytes(content)
    inbox.look()

    (taken,) = inbox.look()

    assert (taken.stage, taken.letters) == ("separated", (letter.number,))


def test_without_a_number_a_person_is_asked(inbox, a_scan, department):
    content, letter = a_scan
    (inbox.folder / "a.pdf").write_bytes(content)
    inbox.look()

    (taken,) = inbox.look()

    assert taken.stage == "quarantined"
    assert taken.letters == ()


def test_what_is_no_scan_waits_beside_the_others_and_keeps_nothing_waiting(inbox, a_scan, department):
    content, letter = a_scan
    (inbox.folder / "a.pdf").write_bytes(b"%PDF-1.4 cut short")
    with (inbox.folder / "b.pdf").open("wb") as huge:
        huge.truncate(1024 * 1024 * 1024 + 1)
    (inbox.folder / "c.pdf").write_bytes(content)
    (inbox.folder / "refused").mkdir()
    (inbox.folder / "refused" / "a.pdf").write_bytes(b"of yesterday")

    inbox.look()
    told = inbox.look()

    assert [one.stage for one in told] == ["refused", "refused", "quarantined"]
    with department.reading(CLERK) as work:
        refused = select(Stack.size).where(Stack.stage == StackStage.REFUSED)
        assert 1024 * 1024 * 1024 + 1 in set(work.session.scalars(refused))
    assert "The file lies in refused/a (2).pdf now." in told[0].words
    assert sorted(file.name for file in (inbox.folder / "refused").iterdir()) == ["a (2).pdf", "a.pdf", "b.pdf"]
    assert (inbox.folder / "refused" / "a (2).pdf").read_bytes() == b"%PDF-1.4 cut short"


def test_a_named_file_that_is_no_scan_stays_where_it_is(inbox):
    file = inbox.folder / "a.pdf"
    file.write_bytes(b"%PDF-1.4 cut short")

    first, second = inbox.take(file), inbox.take(file)

    assert (first.stage, second.stage) == ("refused", "refused")
    assert first.stack == second.stack
    assert file.read_bytes() == b"%PDF-1.4 cut short"


def test_a_file_larger_than_any_stack_stays_and_says_so(inbox):
    file = inbox.folder / "huge.pdf"
    with file.open("wb") as made:
        made.truncate(1024 * 1024 * 1024 + 1)

    with pytest.raises(NotAScan, match="smaller stacks"):
        inbox.take(file)

    assert file.exists()
