"""A process killed at any moment of an import loses no letter and doubles none (P6). The killing is real."""

import multiprocessing
import os
import signal
import sys
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from letterbank.letters.intake import letter_here
from screening.stacks.import_folder import ImportFolder
from screening.stacks.machine import machine_at
from screening.stacks.model import Stack, StackStage
from tests.screening.stacks.piles import a_letter_with_sheet, page, printed, scanned
from tests.worlds import CLERK, Department

MOST_MOMENTS = 40


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def at_commit(department, number):
    """When the transaction is complete and the word COMMIT is about to be said, for the nth time."""
    said = []

    def listener(_connection):
        said.append(1)
        if len(said) == number:
            die()

    event.listen((department.at_facility or department.database).engine, "commit", listener)


def at_file_act(_department, word):
    """Before a file is removed, or a receipt gets its name."""

    def hook(act, _arguments):
        if act == word:
            die()

    sys.addaudithook(hook)


def live_and_die(urls, sandbox, folder, arm, moment):
    department = Department.over(*urls)
    arm(department, moment)
    inbox = ImportFolder(department.office("facility"), machine_at("NORTH"), sandbox, folder)
    inbox.take(folder / "pile.pdf", letters=1)
    os._exit(0)


@pytest.fixture
def pile(department, tmp_path):
    """A finished scan of one letter of two sides in a folder, and the letter."""
    letter, sheet = a_letter_with_sheet(department, 2)
    (tmp_path / "pile.pdf").write_bytes(scanned(printed(department, sheet), page("a"), page("b")))
    return letter


@pytest.fixture
def killed(department, sandbox, tmp_path, pile, database_kind, request):
    """`killed(arm, moment)` imports in a child that dies there; whether it died."""
    urls = [
        engine.url.render_as_string(hide_password=False)
        for engine in (department.database.engine, department.dropbox.engine)
    ]

    def killed(arm, moment):
        child = multiprocessing.get_context("fork").Process(
            target=live_and_die, args=(urls, sandbox, tmp_path, arm, moment)
        )
        child.start()
        child.join(60)
        assert child.exitcode in (0, -signal.SIGKILL)
        if database_kind == "postgresql":
            request.getfixturevalue("postgres_databases").let_go_of(urls[0])
        return child.exitcode != 0

    return killed


def start_again(department, sandbox, folder):
    """The next morning: what the dead process had claimed is free again."""
    department.clock.forward(timedelta(hours=3))
    inbox = ImportFolder(department.office("facility"), machine_at("NORTH"), sandbox, folder)
    for file in folder.glob("*.pdf"):
        inbox.take(file, letters=1)
    inbox.look()


def must_be_whole(department, letter, folder):
    with department.reading(CLERK) as work:
        stages = sorted(stack.stage for stack in work.session.scalars(select(Stack)))
        assert len(letter_here(work, letter.id).newest.pages) == 2
    assert stages in ([StackStage.SEPARATED], [StackStage.BROKEN_OFF, StackStage.SEPARATED])
    assert [file.name for file in folder.iterdir()] == ["done"]
    assert len(list((folder / "done").glob("*.json"))) == 1


@pytest.mark.parametrize("number", range(1, 13))
def test_killed_before_any_commit_the_letter_comes_in_once(department, sandbox, tmp_path, pile, killed, number):
    died = killed(at_commit, number)

    start_again(department, sandbox, tmp_path)

    must_be_whole(department, pile, tmp_path)
    assert died or number > 9, "the last moments are past the end of the import"


@pytest.mark.parametrize("act", ["os.remove", "os.rename"])
def test_killed_between_the_database_and_the_folder_the_letter_comes_in_once(
    department, sandbox, tmp_path, pile, killed, act
):
    assert killed(at_file_act, act)

    start_again(department, sandbox, tmp_path)

    must_be_whole(department, pile, tmp_path)
