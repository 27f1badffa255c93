"""P7's guard sees rows and statements of the toolkit; a unit of work that wrote in plain text would slip past it."""

import re

from tests.house.tree import Source, python

WRITES = re.compile(r"""\btext\(\s*f?["']+\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|MERGE)\b""", re.IGNORECASE)
PLAIN = re.compile(r"\b(exec_driver_sql|raw_connection|bulk_insert_mappings|bulk_save_objects|bulk_update_mappings)\b")
BELOW = ("letterbank/database/", "letterbank/migrations/", "letterbank/db.py")  # what makes and opens the databases
NO_UNITS = {
    "letterbank/cli/checks.py",  # doctor asks the database about itself
    "notifications/dropbox.py",  # the street's box: it has no people, no units of work and no audit
}


def found(sources) -> list[str]:
    return [
        source.path
        for source in sources
        if source.is_code and not source.path.startswith(BELOW)
        and (WRITES.search(source.text) or PLAIN.search(source.text))
    ]  # fmt: skip


def test_no_deed_is_done_in_plain_text():
    assert set(found(python())) == NO_UNITS


def test_a_planted_one_is_found():
    planted = [
        Source("screening/planted.py", 'work.session.execute(text("UPDATE letter SET stage = 1"))'),
        Source("screening/planted.py", 'work.session.connection().exec_driver_sql("DELETE FROM letter")'),
    ]

    assert len(found(planted)) == 2
