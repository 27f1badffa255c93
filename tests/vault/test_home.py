"""R36, P9: in the whole folder of an installation no word of a letter and no name of a victim stands in clear."""

import base64

import pytest
from sqlalchemy import select

from letterbank.app import open_ring
from letterbank.db import Database
from letterbank.installation import Wanted, make_home
from letterbank.rounds import WORKER
from letterbank.safekeeping.destruction import complete, order
from letterbank.vault import LetterKey, VictimKey
from letterbank.vault.ring import KeyRing
from notifications import dropbox, intake
from notifications.drops import REQUEST
from notifications.receipts import new_receipt
from tests.safekeeping.conftest import OPERATOR
from tests.worlds import ASSISTANT, COORDINATOR, FACILITIES, Department, bank_a_letter, settle

ADDRESSEE, PIXELS, TELEPHONE, STREET = "Zephyrine Quillfeather", "pixels of page 1", "601 555 0199", "12 Canary Row"
IN_CLEAR_BY_DESIGN = "Dale North"


@pytest.fixture
def home(tmp_path):
    """A real home on SQLite in which a letter reached the bank and a victim asked, one message still in the box."""
    settings = make_home(tmp_path / "home", Wanted("mississippi", FACILITIES, {}))
    department = Department(Database(settings.database), Database(settings.dropbox), ring=_whole_ring(settings))
    with department.arranging(COORDINATOR) as work:
        settle(work)
    (settings.home.parent / "taken").write_bytes(live(department))
    yield department, settings.home
    department.close()


def live(department):
    """A letter reaches the bank and a victim asks twice; the message that was taken in, as it lay in the box."""
    bank_a_letter(department, ADDRESSEE)
    office, taken = department.office("public"), b""
    for drop_id in ("taken" * 5 + "a", "waits" * 5 + "a"):
        message = {"kind": REQUEST, "receipt": new_receipt(department.ids), "name": ADDRESSEE, "telephone": TELEPHONE,
                   "address": STREET, "offender": "him"}  # fmt: skip
        sealed = dropbox.seal_message(office.vault, drop_id, message)
        with office.database.writing() as box:
            dropbox.drop(box, drop_id, sealed)
        if drop_id.startswith("taken"):
            intake.take_in(department.office("central"), WORKER)
            taken = sealed
    return taken


def _whole_ring(settings):
    central, facility = (open_ring(settings, surface) for surface in ("central", "facility"))
    return KeyRing(central.department, central.publics, {**central.held, **facility.held})


def spellings(words):
    """How words could stand in a file: plain, wide, as base64 at any offset, as hexadecimal."""
    plain = words.encode()
    yield plain
    yield words.encode("utf-16-le")
    yield plain.hex().encode()
    for offset in range(3):
        yield base64.b64encode(b" " * offset + plain)[4:-4]


def found_in(folder, needles):
    needles = list(needles)
    return sorted((file.name, needle) for file in folder.rglob("*") for needle in among(file, needles))


def among(file, needles):
    try:
        content = file.read_bytes()
    except (FileNotFoundError, IsADirectoryError):  # a server that is running renames the files of its log
        return []
    return [needle for needle in needles if needle in content]


def test_no_word_of_letter_or_victim_stands_in_clear_in_the_home(home):
    _department, folder = home
    needles = [each for words in (ADDRESSEE, PIXELS, TELEPHONE, STREET) for each in spellings(words)]

    assert (folder / "letterbank.sqlite-wal").stat().st_size > 0
    assert found_in(folder, needles) == []


@pytest.mark.postgresql
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_no_word_of_letter_or_victim_stands_in_clear_in_the_servers_files(department, postgres_databases):
    live(department)
    main, box = (each.engine.url.render_as_string() for each in (department.database, department.dropbox))
    log, tables, drops = postgres_databases.files_of(main, box)

    needles = [each for words in (ADDRESSEE, TELEPHONE, STREET) for each in spellings(words)]
    assert [found_in(folder, needles) for folder in (log, tables, drops)] == [[], [], []]
    assert found_in(tables, [IN_CLEAR_BY_DESIGN.encode()]), "the search does not see the tables"
    assert found_in(log, [IN_CLEAR_BY_DESIGN.encode()]), "the search does not see the log"


def test_the_search_finds_what_stands_in_clear(home):
    _department, folder = home
    (folder / "left behind.txt").write_bytes(base64.b64encode(b"for " + ADDRESSEE.encode() + b" only"))

    assert found_in(folder, spellings(IN_CLEAR_BY_DESIGN))
    assert found_in(folder, spellings(ADDRESSEE))


def test_no_copy_of_a_destroyed_key_stays_in_the_home(home):
    department, folder = home
    with department.reading(COORDINATOR) as work:
        wrapped = [work.session.scalars(select(table.wrapped)).first() for table in (LetterKey, VictimKey)]
    assert len(found_in(folder, wrapped)) >= 2

    with department.writing(ASSISTANT) as work:
        for table, kind in ((LetterKey, "letter"), (VictimKey, "victim")):
            for record_id in work.session.scalars(select(table.record_id)).all():
                order(work, kind, record_id, subject=f"{kind}/{record_id}", reason="asked")
    taken = (folder.parent / "taken").read_bytes()[5000:5100]
    assert found_in(folder, [taken])
    assert complete(department.office("central"), OPERATOR)

    assert found_in(folder, [*wrapped, taken]) == []
