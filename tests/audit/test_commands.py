"""`letterbank audit`: exit 0 whole, 1 broken, and where."""

import json
import sqlite3

import pytest
from click.testing import CliRunner

from letterbank.accounts import hiring
from letterbank.accounts.hiring import Post
from letterbank.audit import record, verify
from letterbank.cli import main
from letterbank.cli.audit import _begun
from letterbank.cli.home import Home, operator
from letterbank.installation import Wanted, make_home
from letterbank.permissions import Permission, Role
from tests.worlds import bank_a_letter


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation in which four things were done."""
    path = tmp_path_factory.mktemp("department") / "home"
    make_home(path, Wanted("mississippi", ("NORTH",), {}))
    office = Home(path).office("central")
    with office.writing(operator(Permission.STAFF_MANAGE)) as work:
        hiring.hire(work, "Ana Ruiz", "ana.ruiz", Post(roles=frozenset({Role.ADMINISTRATOR})))
        hired = len(work.entries)
    for number in range(4 - hired):
        with office.writing(operator()) as work:
            record(work, f"act {number}")
    office.database.close()
    return path


@pytest.fixture
def letterbank(home):
    return lambda *words: CliRunner().invoke(main, ["--home", str(home), *words])


@pytest.fixture
def tail_cut(home):
    """The last entry gone and, after the test, back in its place."""
    connection = sqlite3.connect(home / "letterbank.sqlite")
    (row,) = connection.execute("SELECT * FROM audit_central WHERE number = 4").fetchall()
    connection.execute("DROP TRIGGER audit_central_no_delete")
    connection.execute("DELETE FROM audit_central WHERE number = 4")
    connection.commit()
    yield
    connection.execute("INSERT INTO audit_central VALUES (?, ?, ?, ?)", row)
    connection.commit()
    connection.close()


def test_a_whole_audit_is_said_to_be_whole(letterbank):
    said = letterbank("audit", "verify")

    assert said.exit_code == 0, said.output
    assert "central: whole, 4 entries" in said.output


def test_a_machine_can_ask(letterbank):
    (central,) = json.loads(letterbank("audit", "verify", "--json").output)

    assert central["whole"] is True
    assert central["entries"] == 4


def test_a_cut_tail_is_found_with_the_printed_anchor(letterbank, tmp_path, request):
    printed = tmp_path / "anchor.txt"
    printed.write_text(letterbank("audit", "anchor").output)
    request.getfixturevalue("tail_cut")

    said = letterbank("audit", "verify", "--anchor", str(printed))

    assert said.exit_code == 1
    assert "central: BROKEN at entry 4" in said.output


@pytest.fixture
def emptied(home):
    """Every entry gone and, after the test, back in its place."""
    connection = sqlite3.connect(home / "letterbank.sqlite")
    rows = connection.execute("SELECT * FROM audit_central").fetchall()
    connection.execute("DROP TRIGGER IF EXISTS audit_central_no_delete")
    connection.execute("DELETE FROM audit_central")
    connection.commit()
    yield
    connection.executemany("INSERT INTO audit_central VALUES (?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()


def test_an_emptied_audit_is_found_without_an_anchor(letterbank, emptied):
    said = letterbank("audit", "verify")

    assert said.exit_code == 1
    assert "central: BROKEN at entry 1: no entry is left" in said.output


def test_a_facility_with_letters_and_no_entry_is_found(department):
    bank_a_letter(department)
    with department.database.reading() as session:
        assert "facility/NORTH" in _begun(session) and "facility/RIVER" not in _begun(session)
        lost = verify(session, "facility/RIVER", "any", must_hold=True)

    assert not lost.whole


def test_an_empty_file_of_anchors_is_refused(letterbank, tmp_path):
    printed = tmp_path / "anchor.txt"
    printed.write_text("\n")

    said = letterbank("audit", "verify", "--anchor", str(printed))

    assert said.exit_code == 1
    assert "holds no anchor" in said.output


def test_a_chain_that_vanished_whole_is_found(letterbank, tmp_path):
    printed = tmp_path / "anchor.txt"
    printed.write_text(f"facility/NORTH:3:{'ab' * 32}\n")

    assert letterbank("audit", "verify", "--anchor", str(printed)).exit_code == 1


@pytest.mark.parametrize("line", ["nonsense", "central:x:00", "\udcff"])
def test_a_file_that_is_no_anchor_is_refused_in_words(letterbank, tmp_path, line):
    printed = tmp_path / "anchor.txt"
    printed.write_bytes(line.encode(errors="surrogateescape"))

    said = letterbank("audit", "verify", "--anchor", str(printed))

    assert said.exit_code == 1
    assert "not a file of anchors" in said.output
