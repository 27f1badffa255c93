"""A1: verifying an audit chain straight from SQLite, beside the bare SHA-256 chain over the same bytes."""

import hashlib
import tempfile
from collections.abc import Iterator

from letterbank import tables
from letterbank.audit import Entry, chain_entries, verify
from letterbank.db import Base, Database
from tests.benchmarks.side_by_side import Figure, compare

ENTRIES = 100_000
CONTENT: dict[str, object] = {
    "at": "2026-03-02T15:00:00.000+00:00",
    "actor": "A" * 26,
    "surface": "central",
    "act": "letter:read",
    "on": [f"letter/{'B' * 26}"],
    "outcome": "done",
}


def figures() -> Iterator[Figure]:
    assert tables  # every table is known before they are made
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/audit.sqlite")
        Base.metadata.create_all(database.engine)
        with database.writing() as session:
            chain_entries(session, [Entry("central", CONTENT) for _ in range(ENTRIES)], "here")
        with database.reading() as session:
            written = [row.written for row in session.execute(tables.audit.CentralEntry.__table__.select())]

            def ours() -> None:
                assert verify(session, "central", "here").entries == ENTRIES

            def limit() -> None:
                digest = bytes(32)
                for entry in written:
                    digest = hashlib.sha256(digest + entry).digest()

            yield Figure("A1", f"verify {ENTRIES:,} audit entries", *compare(ours, limit, rounds=5), "0.45 x or more")
        database.close()
