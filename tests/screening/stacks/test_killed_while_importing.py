"""A process killed at any moment of an import loses no letter and doubles none (P6). The killing is real."""

import contextlib
import multiprocessing
import os
import signal
import sys
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event, func, select

from letterbank.letters.intake import letter_here
from letterbank.vault import PieceSeal, opening_many
from letterbank.vault.sealed import CHECK_SCAN
from screening.scanning.arrival import receive
from screening.scanning.refusals import MAX_STACK_BYTES
from screening.stacks import machine
from screening.stacks.import_folder import ImportFolder
from screening.stacks.machine import machine_at
from screening.stacks.model import Stack, StackPiece, StackSide, StackStage
from screening.stacks.taking_in import Brought, CameAlready, take_in
from tests.screening.stacks.piles import a_letter_with_sheet, darker_half, page, printed, scanned
from tests.worlds import CLERK, Department

NAME = "pile 1 letter.pdf"
LONG = 17 * 1024 * 1024  # bytes: three runs of pieces


def by_command(office, sandbox, folder):
    """`letterbank scan import FILE`."""
    file = folder / NAME
    if file.exists():
        ImportFolder(office, machine_at("NORTH"), sandbox, folder).take(file)


def by_watching(office, sandbox, folder):
    """`letterbank scan watch`: it must find the file twice as it was."""
    inbox = ImportFolder(office, machine_at("NORTH"), sandbox, folder)
    inbox.look()
    inbox.look()


def by_uploading(office, sandbox, folder):
    """The scanning room's page, and the server's round after it."""
    with (folder / NAME).open("rb") as upload:
        arrival = receive(upload, PieceSeal(), limit=MAX_STACK_BYTES)
    with contextlib.suppress(CameAlready):  # the clerk brings it again, and is shown the stack it already is
        take_in(office, CLERK, arrival, Brought(file=NAME, letters=1))
    machine.go(office, machine_at("NORTH"), sandbox)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def at_commit(department, number):
    """When the transaction is complete and the word COMMIT is about to be said, for the nth time."""
    said = []

    def listener(_connection):
        said.append(1)
        if len(said) == number:
            die()

    event.listen(department.at_facility.engine, "commit", listener)


def at_act_in(folder, _department, number):
    """Before the nth time that a file or folder in the import folder is made, renamed or removed."""
    done = []

    def hook(act, arguments):
        moves = act in ("os.mkdir", "os.rename", "os.remove", "os.rmdir")
        if (moves or (act == "open" and "w" in str(arguments[1]))) and str(arguments[0]).startswith(str(folder)):
            done.append(act)
            if len(done) == number:
                die()

    sys.addaudithook(hook)


def live_and_die(urls, sandbox, folder, arm, moment, way):
    department = Department.over(*urls)
    arm(department, moment)
    way(department.office("facility"), sandbox, folder)
    os._exit(0)


@pytest.fixture
def pile(department, tmp_path):
    """A finished scan of one letter of two sides in a folder, and the letter."""
    letter, sheet = a_letter_with_sheet(department, 2)
    (tmp_path / NAME).write_bytes(scanned(printed(department, sheet), page("a"), page("b")))
    return letter


@pytest.fixture
def pile_on_its_side(department, tmp_path):
    """The same, fed with a long edge first."""
    letter, sheet = a_letter_with_sheet(department, 2)
    upright = (printed(department, sheet), page("a"), page("b"))
    (tmp_path / NAME).write_bytes(scanned(*(side.rotate(90, expand=True) for side in upright)))
    return letter


@pytest.fixture
def killed(department, sandbox, tmp_path, database_kind, request):
    """`killed(arm, moment)` imports in a child that dies there; whether it died."""
    urls = [
        engine.url.render_as_string(hide_password=False)
        for engine in (department.database.engine, department.dropbox.engine)
    ]

    def killed(arm, moment, way=by_command):
        child = multiprocessing.get_context("fork").Process(
            target=live_and_die, args=(urls, sandbox, tmp_path, arm, moment, way)
        )
        child.start()
        child.join(60)
        assert child.exitcode in (0, -signal.SIGKILL)
        if database_kind == "postgresql":
            request.getfixturevalue("postgres_databases").let_go_of(urls[0])
        return child.exitcode != 0

    return killed


def start_again(department, sandbox, folder, way=by_command):
    """The next morning: what the dead process had claimed is free again."""
    department.clock.forward(timedelta(hours=3))
    office = department.office("facility")
    way(office, sandbox, folder)
    inbox = ImportFolder(office, machine_at("NORTH"), sandbox, folder)
    for _ in range(2):
        inbox.look()


def must_be_whole(department, letter, folder, way=by_command):
    with department.reading(CLERK) as work:
        stages = sorted(stack.stage for stack in work.session.scalars(select(Stack)))
        assert len(letter_here(work, letter.id).newest.pages) == 2
        assert nothing_is_kept_of_stacks(work)
    assert stages in ([StackStage.SEPARATED], [StackStage.BROKEN_OFF, StackStage.SEPARATED])
    if way is not by_uploading:  # whose file is the clerk's own
        assert [file.name for file in folder.iterdir()] == ["done"]
        assert [file.suffixes for file in (folder / "done").iterdir()] == [[".json"]]


def nothing_is_kept_of_stacks(work):
    return not any(work.session.scalar(select(func.count()).select_from(table)) for table in (StackPiece, StackSide))


@pytest.mark.parametrize("number", range(1, 13))
def test_killed_before_any_commit_the_letter_comes_in_once(department, sandbox, tmp_path, pile, killed, number):
    died = killed(at_commit, number)

    start_again(department, sandbox, tmp_path)

    must_be_whole(department, pile, tmp_path)
    assert died or number > 9, "the last moments are past the end of the import"


@pytest.mark.parametrize("way", [by_watching, by_uploading])
@pytest.mark.parametrize("number", [2, 4, 6])
def test_whichever_way_it_came_killed_on_the_way_it_comes_in_once(
    department, sandbox, tmp_path, pile, killed, way, number
):
    assert killed(at_commit, number, way)

    start_again(department, sandbox, tmp_path, way)

    must_be_whole(department, pile, tmp_path, way)


@pytest.mark.parametrize("number", [2, 3, 4])
def test_killed_between_two_runs_of_pieces_the_letter_comes_in_once(
    department, sandbox, tmp_path, pile, killed, number
):
    """The first is begun in one commit; then come as many as the file has runs."""
    lengthen(tmp_path / NAME)

    assert killed(at_commit, number)
    with department.reading(CLERK) as work:
        kept = work.session.scalar(select(func.count()).select_from(StackPiece))
        assert kept == 8 * (number - 2)
    start_again(department, sandbox, tmp_path)

    must_be_whole(department, pile, tmp_path)


def lengthen(scan):
    """The same pages, with comments in front of the place where a reader begins."""
    plain = scan.read_bytes()
    end = plain.rindex(b"startxref")
    scan.write_bytes(plain[:end] + b"%" * LONG + b"\n" + plain[end:])


@pytest.mark.parametrize("number", range(1, 12))
def test_killed_between_the_database_and_the_folder_the_letter_comes_in_once(
    department, sandbox, tmp_path, pile, killed, number
):
    assert killed(partial(at_act_in, tmp_path), number)

    start_again(department, sandbox, tmp_path)

    must_be_whole(department, pile, tmp_path)


@pytest.mark.parametrize(
    ("number", "turned"), [(12, [0, 0]), (13, [0, 0]), (14, [90, 0]), (15, [90, 0]), (16, [90, 90])]
)
def test_killed_while_sides_are_turned_each_is_turned_once(
    department, sandbox, tmp_path, pile_on_its_side, killed, number, turned
):
    assert killed(at_commit, number)
    with department.reading(CLERK) as work:
        so_far = work.session.scalars(select(StackSide.turned).order_by(StackSide.ordinal)).all()
        assert so_far == [0, *turned]  # a sheet is left as it lay
    start_again(department, sandbox, tmp_path)

    must_be_whole(department, pile_on_its_side, tmp_path)
    with department.writing(CLERK) as work:
        pages = letter_here(work, pile_on_its_side.id).newest.pages
        images = [opened.raw("image") for opened in opening_many(work, pages, CHECK_SCAN)]
    assert [(one.width < one.height, darker_half(image)) for one, image in zip(pages, images, strict=True)] == [
        (True, "left"), (True, "left")
    ]  # fmt: skip


NO_SCAN = b"%PDF-1.4 cut short"
REFUSED_AT = [*((len(NO_SCAN), number) for number in range(4, 12)), *((MAX_STACK_BYTES + 1, n) for n in range(1, 9))]


@pytest.mark.parametrize(("size", "number"), REFUSED_AT)
def test_killed_around_its_move_a_refused_file_is_moved_and_told_of_once(
    department, sandbox, tmp_path, killed, size, number
):
    with (tmp_path / NAME).open("wb") as file:
        file.write(NO_SCAN)
        file.truncate(size)

    assert killed(partial(at_act_in, tmp_path), number, by_watching)
    start_again(department, sandbox, tmp_path, by_watching)

    must_be_refused_once(department, tmp_path, size)


@pytest.mark.parametrize("number", range(5, 10))
def test_killed_while_it_is_refused_a_file_is_moved_and_told_of_once(department, sandbox, tmp_path, killed, number):
    (tmp_path / NAME).write_bytes(NO_SCAN)

    assert killed(at_commit, number, by_watching)
    start_again(department, sandbox, tmp_path, by_watching)

    must_be_refused_once(department, tmp_path, len(NO_SCAN))


def must_be_refused_once(department, folder, size):
    with department.reading(CLERK) as work:
        (stack,) = work.session.scalars(select(Stack)).all()
        assert stack.stage is StackStage.REFUSED
        assert nothing_is_kept_of_stacks(work)
    files = {str(one.relative_to(folder)): one.stat().st_size for one in folder.rglob("*") if one.is_file()}
    assert files.pop(f"refused/{NAME}") == size
    assert list(files) == [f"done/{stack.number}.waiting.json"]
