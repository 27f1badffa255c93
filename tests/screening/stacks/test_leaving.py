"""A file that is touched in the last moment before it leaves its folder does not leave."""

import sys

import pytest

from screening.stacks.leaving import mark_of, put_away, remove

NEW = b"of the next pile"


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"read and known")
    return file


@pytest.fixture
def before_it_is_held(file):
    """`before_it_is_held(deed)`: done once, when all has been asked and the file is about to lose its name."""
    deeds = []

    def hook(act, arguments):
        if act == "os.rename" and deeds and str(arguments[0]) == str(file):
            deeds.pop()()

    sys.addaudithook(hook)
    yield deeds.append
    deeds.clear()


@pytest.mark.parametrize("leave", [remove, put_away])
def test_another_file_under_its_name_stays(file, before_it_is_held, leave):
    fresh = file.with_name(".next")
    fresh.write_bytes(NEW)
    before_it_is_held(lambda: fresh.replace(file))

    leave(file, mark_of(file))

    assert [one.read_bytes() for one in file.parent.rglob("*.pdf")] == [NEW] and file.exists()


@pytest.mark.parametrize("leave", [remove, put_away])
def test_a_file_that_somebody_opens_to_write_stays(file, before_it_is_held, leave):
    opened = []
    before_it_is_held(lambda: opened.append(file.open("r+b")))

    leave(file, mark_of(file))
    opened[0].write(NEW)
    opened[0].close()

    assert file.read_bytes() == NEW
