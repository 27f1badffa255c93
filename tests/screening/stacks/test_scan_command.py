"""`letterbank scan`: the same words on a terminal, and an exit status a script can trust."""

import json
import os
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from letterbank.cli.scan import _look, scan
from letterbank.errors import RuleBroken
from letterbank.letters.intake import letter_here
from screening.stacks.import_folder import ImportFolder
from screening.stacks.machine import machine_at
from tests.screening.stacks.piles import a_letter_with_sheet, an_old_letter_with_sheet, page, printed, scanned
from tests.worlds import CLERK, COORDINATOR


@pytest.fixture
def run(department, tmp_path):
    """`run("import", …)` in a home that serves NORTH."""
    settings = SimpleNamespace(home=tmp_path / "home", surfaces=("facility", "central"), facilities=("NORTH",))
    home = SimpleNamespace(office=department.office, settings=settings)
    return lambda *words: CliRunner().invoke(scan, list(map(str, words)), obj=home)


@pytest.fixture
def pile(department, tmp_path):
    """A finished scan of one letter, and the letter."""
    letter, sheet = a_letter_with_sheet(department)
    file = tmp_path / "pile.pdf"
    file.write_bytes(scanned(printed(department, sheet), page("a")))
    return file, letter


def test_one_file_is_taken_in_and_every_letter_named(run, pile, department):
    file, letter = pile

    said = run("import", file, "--facility", "NORTH", "--letters", 1)

    assert (said.exit_code, file.exists()) == (0, False), said.output
    assert f"Every letter has its pages; letters {letter.number}" in said.output
    with department.reading(CLERK) as work:
        assert len(letter_here(work, letter.id).newest.pages) == 1


def test_old_files_are_taken_in_at_the_centre(run, department, tmp_path):
    letter, sheet = an_old_letter_with_sheet(department)
    file = tmp_path / "cabinet.pdf"
    file.write_bytes(scanned(printed(department, sheet, COORDINATOR), page("old")))

    said = run("import", file, "--old-files", "--letters", 1)

    assert (said.exit_code, file.exists()) == (0, False), said.output
    with department.reading(COORDINATOR) as work:
        assert len(letter_here(work, letter.id).newest.pages) == 1


@pytest.mark.parametrize("whose", [[], ["--facility", "NORTH", "--old-files"]])
def test_whose_paper_it_is_must_be_said(run, pile, whose):
    file, _ = pile

    said = run("import", file, *whose)

    assert said.exit_code == 2
    assert "Say whose paper it is" in said.output
    assert file.exists()


def test_a_machine_gets_one_object_a_file(run, pile):
    file, letter = pile

    said = run("import", file, "--facility", "NORTH", "--letters", 1, "--json")

    told = json.loads(said.stdout)
    assert (told["name"], told["stage"], told["letters"]) == ("pile.pdf", "separated", [letter.number])


def test_a_stack_that_is_put_aside_is_an_exit_status(run, pile):
    file, _ = pile

    said = run("import", file.parent, "--facility", "NORTH")

    assert said.exit_code == 1
    assert "Put aside: somebody must look" in said.output


def test_the_number_of_letters_may_stand_in_the_files_name(run, pile):
    file, letter = pile

    said = run("import", file.rename(file.with_name("Friday, 1 letter.pdf")), "--facility", "NORTH")

    assert said.exit_code == 0, said.output
    assert letter.number in said.output


def test_an_empty_folder_is_no_fault(run, tmp_path):
    (tmp_path / "empty").mkdir()

    said = run("import", tmp_path / "empty", "--facility", "NORTH")

    assert (said.exit_code, said.output) == (0, "Nothing to take in.\n")


def test_a_facility_that_is_not_served_takes_nothing(run, pile):
    file, _ = pile

    said = run("import", file, "--facility", "RIVER")

    assert isinstance(said.exception, RuleBroken)
    assert file.exists()


def test_the_watched_folder_is_made_and_emptied(run, pile, tmp_path):
    file, _ = pile
    run("watch", "--once", "--every", 0.1)
    inbox = tmp_path / "home" / "import" / "NORTH"
    file.rename(inbox / "pile.pdf")

    said = run("watch", "--once", "--every", 0.1)

    assert "pile.pdf: stack" in said.output
    assert [one.name for one in inbox.iterdir()] == ["done"]


def test_a_folder_that_is_gone_ends_no_watch(department, tmp_path, capsys):
    _look(ImportFolder(department.office("facility"), machine_at("NORTH"), None, tmp_path / "away"))

    assert "away could not be looked at (FileNotFoundError). It is tried again." in capsys.readouterr().err


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to(path.parent / "pile.pdf")])
def test_what_is_no_file_and_no_folder_takes_nothing_in(run, pile, tmp_path, make):
    make(tmp_path / "thing")

    said = run("import", tmp_path / "thing", "--facility", "NORTH")

    assert isinstance(said.exception, RuleBroken) and "a link, a pipe or a device" in said.exception.sentence
    assert pile[0].exists()


class Fallen:
    """A folder at which something goes wrong that nobody thought of."""

    folder = "import/NORTH"

    def look(self):
        raise ZeroDivisionError


def test_the_watch_goes_on_whatever_happens(capsys):
    _look(Fallen())

    assert "could not be looked at (ZeroDivisionError). It is tried again." in capsys.readouterr().err
