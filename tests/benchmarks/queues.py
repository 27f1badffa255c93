"""D1: a page of the review queue at 1,000 and 100,000 letters, beside a select of one row by its key."""

from collections.abc import Iterator

from sqlalchemy import event, select

from letterbank.letters.model import Letter
from screening.queues import my_queue
from tests.benchmarks.departments import KINDS, analyse, department_on, fill
from tests.benchmarks.side_by_side import Figure, compare
from tests.worlds import SCREENER, Department

SIZES = (1_000, 100_000)


def figures() -> Iterator[Figure]:
    for kind in KINDS:
        with department_on(kind) as department:
            have = 0
            for size in SIZES:
                fill(department, size - have)
                have = size
                analyse(department)
                yield _figure(department, kind, size)


def _figure(department: Department, kind: str, size: int) -> Figure:
    with department.reading(SCREENER) as work:
        key = work.session.scalar(select(Letter.id).limit(1))
        statements: list[str] = []
        event.listen(work.session.get_bind(), "before_cursor_execute", lambda *told: statements.append(told[2]))
        shown = my_queue(work)
        queries = len(statements)

        def ours() -> None:
            work.session.expunge_all()
            my_queue(work)

        def limit() -> None:
            work.session.expunge_all()
            work.session.execute(select(Letter).where(Letter.id == key)).one()

        assert len(shown.rows) == 25
        wanted = "1/6 x or more" if kind == "SQLite" else "1/1.5 x or more"
        return Figure(
            "D1", f"queue page, {size:,} letters, {kind}, {queries} queries", *compare(ours, limit, rounds=60), wanted
        )
