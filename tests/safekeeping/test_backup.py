"""Two sets bring a department back whole; each alone, a changed one or an expired one brings nothing."""

import stat
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from letterbank.audit import chains, verify
from letterbank.db import Database
from letterbank.errors import RuleBroken, Unreadable
from letterbank.letters.model import Letter
from letterbank.migrations import migrate, prepare_dropbox
from letterbank.safekeeping import file
from letterbank.safekeeping.backup import restore, take_backup
from letterbank.safekeeping.destruction import order
from letterbank.safekeeping.sets import BackupSet, taken_at
from letterbank.tables import METADATA
from letterbank.vault import LetterKey, opening
from letterbank.vault.ring import CENTRAL_DOMAINS, new_ring
from letterbank.vault.sealed import REVIEW
from letterbank.work import Office
from notifications import dropbox
from tests.databases import as_role
from tests.safekeeping.conftest import OPERATOR, SCHEMA
from tests.schema import prepare
from tests.worlds import ASSISTANT, COORDINATOR, Department

OWNER = "lb_owner"


@pytest.fixture
def take(department, tmp_path):
    """Takes a set into the operator's folder; the file."""
    return lambda kind: take_backup(department.office("central"), OPERATOR, SCHEMA, kind, tmp_path / "kept").path


@pytest.fixture
def new_department(department, fresh_database):
    """An empty installation with the same keys, as `letterbank init` leaves it, in the operator's hands."""
    main, box = fresh_database("empty"), fresh_database("empty")
    if not main.startswith("sqlite"):
        for url in (main, box):
            prepare(url)
        main, box = as_role(main, OWNER), as_role(box, OWNER)
    migrate(main)
    prepare_dropbox(box)
    made = Department(Database(main), Database(box), clock=department.clock)
    yield made
    made.close()


def addressee(department, letter_id):
    with department.writing(COORDINATOR) as work:
        return opening(work, work.session.get_one(Letter, letter_id).newest, REVIEW).addressee


def rows(department):
    with department.database.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in METADATA.tables.items()
            if table.info.get("backup") != "never" and name != "audit_central"
        }


def test_records_and_keys_together_bring_the_department_back(department, banked, take, new_department):
    drop_id = department.ids.random(16).hex()[:26]
    office = department.office("public")
    with office.writing(OPERATOR) as work:
        dropbox.drop(work.session, drop_id, dropbox.seal_message(office.vault, drop_id, {"kind": "request"}))
    sets = take(BackupSet.RECORDS), take(BackupSet.KEYS)

    restore(new_department.office("central"), OPERATOR, SCHEMA, sets)

    assert addressee(new_department, banked) == "Ruth Alder"
    assert rows(new_department) == rows(department)
    with new_department.dropbox.reading() as box:
        assert [found for found, _sealed in dropbox.waiting(box)] == [drop_id]


def test_a_restored_audit_is_whole(department, banked, take, new_department):
    restore(new_department.office("central"), OPERATOR, SCHEMA, (take(BackupSet.RECORDS), take(BackupSet.KEYS)))

    with new_department.database.reading() as session:
        assert chains(session) == ["central", "facility/NORTH"]
        assert all(verify(session, chain, department.ring.department).whole for chain in chains(session))


def test_the_records_hold_no_key_and_the_keys_no_record(department, banked, take):
    vault = department.office("central").vault
    records, keys = take(BackupSet.RECORDS), take(BackupSet.KEYS)

    assert b'"letter_key"' not in b"".join(file.read(records, vault))
    assert {line.split(b",")[0] for line in file.read(keys, vault)} == {b'["letter_key"', b'["victim_key"'}


def test_a_letter_destroyed_before_the_keys_were_taken_stays_destroyed(department, banked, take, new_department):
    old_records = take(BackupSet.RECORDS)
    with department.writing(ASSISTANT) as work:
        order(work, "letter", work.session.get_one(Letter, banked).newest.id, subject="letter", reason="asked")

    restore(new_department.office("central"), OPERATOR, SCHEMA, (old_records, take(BackupSet.KEYS)))

    with pytest.raises(Unreadable):
        addressee(new_department, banked)


def test_an_older_keys_set_does_not_undo_a_destruction_the_records_know(department, banked, take, new_department):
    old_keys = take(BackupSet.KEYS)
    with department.writing(ASSISTANT) as work:
        order(work, "letter", work.session.get_one(Letter, banked).newest.id, subject="letter", reason="asked")

    restored = restore(new_department.office("central"), OPERATOR, SCHEMA, (take(BackupSet.RECORDS), old_keys))

    assert restored.stayed_destroyed == 1
    with pytest.raises(Unreadable):
        addressee(new_department, banked)


def test_an_older_keys_set_opens_until_the_day_it_expires(department, banked, take, new_department):
    sets = take(BackupSet.RECORDS), take(BackupSet.KEYS)
    department.clock.forward(timedelta(days=7))

    with pytest.raises(RuleBroken, match="older than 7 days"):
        restore(new_department.office("central"), OPERATOR, SCHEMA, sets)

    department.clock.forward(timedelta(seconds=-1))
    restore(new_department.office("central"), OPERATOR, SCHEMA, sets)
    assert addressee(new_department, banked) == "Ruth Alder"


@pytest.mark.parametrize("next_set", BackupSet)
def test_the_next_backup_removes_expired_keys_and_no_records(department, banked, take, next_set):
    records, keys = take(BackupSet.RECORDS), take(BackupSet.KEYS)
    department.clock.forward(timedelta(days=7))

    fresh = take(next_set)

    assert not keys.exists()
    assert records.exists()
    assert fresh.exists()


def test_a_backup_that_could_not_be_written_leaves_nothing(department, banked, tmp_path):
    def lines():
        yield b"{}"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        file.write(tmp_path / "records-x.backup", "records x", lines(), department.office("central").vault)

    assert list(tmp_path.iterdir()) == []


def test_a_set_under_another_name_is_named_and_never_removed(department, banked, take):
    keys = take(BackupSet.KEYS)
    renamed = keys.rename(keys.with_name("keys-of-tuesday.backup"))
    department.clock.forward(timedelta(days=30))

    take(BackupSet.KEYS)

    assert renamed.exists()
    with pytest.raises(RuleBroken, match="not the name it was written under"):
        taken_at(renamed)


def test_restore_refuses_a_department_that_holds_something(department, banked, take):
    with pytest.raises(RuleBroken, match="not empty"):
        restore(department.office("central"), OPERATOR, SCHEMA, (take(BackupSet.RECORDS), take(BackupSet.KEYS)))


def test_restore_refuses_sets_in_the_wrong_order(department, banked, take, new_department):
    with pytest.raises(RuleBroken, match="records first"):
        restore(new_department.office("central"), OPERATOR, SCHEMA, (take(BackupSet.KEYS), take(BackupSet.RECORDS)))


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:200], lambda b: b + b"x", lambda b: b[:-9] + b"123456789"]
)
def test_a_damaged_set_restores_nothing(department, banked, take, new_department, damage):
    records, keys = take(BackupSet.RECORDS), take(BackupSet.KEYS)
    records.write_bytes(damage(records.read_bytes()))

    with pytest.raises(Unreadable):
        restore(new_department.office("central"), OPERATOR, SCHEMA, (records, keys))

    assert not any(rows(new_department).values())


def test_a_set_is_private_and_opens_in_its_own_department_only(department, banked, take):
    keys = take(BackupSet.KEYS)
    stranger = new_ring("another-department", CENTRAL_DOMAINS)

    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    with pytest.raises(Unreadable):
        list(
            file.read(keys, Department(department.database, department.dropbox, ring=stranger).office("central").vault)
        )


def test_an_old_records_set_opens_nothing_with_todays_ring(department, banked, take):
    """P9: the record keys are not in it, so no key that is still held opens a page of it."""
    vault: Office = department.office("central")
    lines = b"".join(file.read(take(BackupSet.RECORDS), vault.vault))

    with department.reading(COORDINATOR) as work:
        for wrapped in work.session.scalars(select(LetterKey.wrapped)):
            assert wrapped not in lines
    assert b"Ruth" not in lines
