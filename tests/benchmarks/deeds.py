"""D2: a letter and its chained audit entry, durable, beside one append and fdatasync of the same bytes."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from letterbank.audit import record
from letterbank.ids import new_number
from letterbank.letters.model import Letter
from tests.benchmarks.departments import KINDS, PROJECT, append_and_sync, department_on
from tests.benchmarks.side_by_side import Figure, compare
from tests.worlds import SCREENER, Department, offender_of

BYTES = b"x" * 700


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=PROJECT / ".cache") as folder:
        for kind in KINDS:
            with department_on(kind) as department:
                times = compare(
                    partial(_register, department), partial(append_and_sync, Path(folder) / "log", BYTES), rounds=100
                )
                yield Figure("D2", f"letter and audit entry, durable, {kind}", *times, "1/1.5 x or more")


def _register(department: Department) -> None:
    with department.writing(SCREENER) as work:
        offender = offender_of(work)
        letter = Letter(
            id=work.new_id(), number=new_number(work.ids), facility_code="NORTH", offender_id=offender.id,
            case_id=offender.cases[0].id, since=work.now, registered_at=work.now, registered_by=work.actor.id,
            step=0, acknowledged=True,
        )  # fmt: skip
        work.session.add(letter)
        record(work, "letter registered", letter.subject, pages=1)
