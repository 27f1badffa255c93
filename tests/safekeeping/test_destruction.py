"""P9: destroyed means destroyed. The key leaves at once, its bytes leave the disk, and only then is it certified."""

from pathlib import Path
from time import sleep

import psycopg
import pytest
from sqlalchemy import func, select, text

from letterbank.audit.model import CentralEntry
from letterbank.errors import Missing, NotAllowed, Unreadable
from letterbank.letters.model import Letter, Revision
from letterbank.rounds import WORKER
from letterbank.safekeeping.destruction import Destruction, complete, order
from letterbank.vault import LetterKey, opening
from letterbank.vault.sealed import REVIEW, VERIFY
from notifications import intake
from notifications.drops import REQUEST
from notifications.model import Request
from notifications.receipts import new_receipt
from tests.safekeeping.conftest import OPERATOR
from tests.worlds import ASSISTANT, COORDINATOR


def newest(work, letter_id) -> Revision:
    return work.session.get_one(Letter, letter_id).newest


def destroy(department, letter_id):
    with department.writing(ASSISTANT) as work:
        revision = newest(work, letter_id)
        return order(work, "letter", revision.id, subject=revision.place, reason="the writer asked").id


def rounds(department):
    """The worker comes round until nothing is in its way; PostgreSQL's own housekeeping may be, for a moment."""
    for _ in range(50):
        if done := complete(department.office("central"), OPERATOR):
            return done
        sleep(0.1)
    return []


def wrapped_key(department, letter_id) -> bytes:
    with department.reading(COORDINATOR) as work:
        return work.session.scalar(select(LetterKey.wrapped).where(LetterKey.record_id == newest(work, letter_id).id))


@pytest.fixture
def disk_of(department, request):
    """Where the database's bytes are: the files beside the SQLite file, or PostgreSQL's own folder."""

    def files() -> list[Path]:
        url = department.database.engine.url
        if department.database.embedded:
            return list(Path(url.database).parent.glob(f"{Path(url.database).name}*"))
        server = request.getfixturevalue("postgres_databases")
        with psycopg.connect(server._url(url.database), autocommit=True) as superuser:
            superuser.execute("CHECKPOINT")
            (folder,) = superuser.execute("SHOW data_directory").fetchone()
            (oid,) = superuser.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        return [file for file in Path(folder, "base", str(oid)).iterdir() if file.is_file()]

    return files


def anywhere(needle: bytes, files: list[Path]) -> bool:
    return any(needle in file.read_bytes() for file in files)


def test_a_destroyed_letter_opens_nowhere(department, banked):
    destroy(department, banked)

    with department.writing(COORDINATOR) as work, pytest.raises(Unreadable):
        opening(work, newest(work, banked), REVIEW).addressee  # noqa: B018 - reading it is the attempt


def test_no_byte_of_a_destroyed_key_stays_on_the_disk(department, banked, disk_of):
    key = wrapped_key(department, banked)
    assert anywhere(key, disk_of())

    destroy(department, banked)
    rounds(department)

    assert not anywhere(key, disk_of())


def test_nothing_is_certified_while_somebody_still_reads_the_old_rows(department, banked):
    with department.database.reading() as reader:
        if not department.database.embedded:
            reader.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        reader.scalar(select(func.count()).select_from(LetterKey.__table__))
        ordered = destroy(department, banked)
        assert complete(department.office("central"), OPERATOR) == []

    assert rounds(department) == [ordered]


def test_the_certificate_names_the_day_the_last_key_backup_is_gone(department, banked):
    ordered = destroy(department, banked)

    rounds(department)

    with department.reading(COORDINATOR) as work:
        done = work.session.get_one(Destruction, ordered)
        assert (done.gone_on - department.clock.now().date()).days == department.policy.retention.key_backup_days == 7


def test_order_and_completion_are_both_in_the_audit(department, banked):
    destroy(department, banked)
    rounds(department)

    with department.reading(COORDINATOR) as work:
        written = b"".join(work.session.scalars(select(CentralEntry.written)))
    assert b"destruction: ordered" in written
    assert b"destruction: done" in written


def test_a_refused_order_destroys_nothing(department, banked):
    key = wrapped_key(department, banked)

    with department.writing(COORDINATOR) as work, pytest.raises(NotAllowed):
        order(work, "letter", newest(work, banked).id, subject="letter", reason="")

    assert wrapped_key(department, banked) == key


def test_what_has_no_key_cannot_be_destroyed_twice(department, banked):
    destroy(department, banked)

    with pytest.raises(Missing):
        destroy(department, banked)


def test_with_nothing_to_do_nothing_is_rewritten(department, banked):
    assert complete(department.office("central"), OPERATOR) == []


def test_what_a_victim_told_is_destroyed_the_same_way(department):
    with department.arranging(WORKER) as work:
        asked = intake.open_request(
            work, work.new_id(), {"kind": REQUEST, "receipt": new_receipt(work.ids), "name": "Ruth"}
        )
    with department.writing(ASSISTANT) as work:
        ordered = order(work, "victim", asked.id, subject=asked.place, reason="she withdrew").id

    assert rounds(department) == [ordered]
    with department.writing(ASSISTANT) as work, pytest.raises(Unreadable):
        opening(work, work.session.get_one(Request, asked.id), VERIFY).content  # noqa: B018 - reading it is the attempt
