"""The windows as grants and row-level policies. Laid whole each time: everything is taken back first.

Facility roles get columns, never tables: a grant on a whole table would also show xmin and ctid, and with them how
much happens elsewhere (P2).
"""

from collections.abc import Iterable, Iterator

from letterbank.database.append_only import TABLES as AUDIT
from letterbank.database.windows import DOOR, WINDOWS, Window
from letterbank.roles import CENTRAL, FACILITIES, FACILITY, PUBLIC


def main_grants(columns: dict[str, list[str]]) -> Iterator[str]:
    """`columns` are those of every table there is."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {CENTRAL}, {FACILITIES}, {FACILITY}, {PUBLIC}"
    yield f"GRANT USAGE ON SCHEMA public TO {CENTRAL}, {FACILITIES}, {FACILITY}"
    yield from _central(columns)
    for window in WINDOWS:
        if window.table in columns:
            yield from _window(window, columns[window.table])
    yield from _door(columns)


def dropbox_grants() -> Iterator[str]:
    """The public surface puts in and sees nothing; the centre takes out (P3)."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {CENTRAL}, {PUBLIC}"
    yield f"GRANT USAGE ON SCHEMA public TO {CENTRAL}, {PUBLIC}"
    yield f"GRANT INSERT ON dropped TO {PUBLIC}"
    yield f"GRANT SELECT, DELETE, MAINTAIN ON dropped TO {CENTRAL}"  # a destruction rewrites the table (P9)


def _central(columns: Iterable[str]) -> Iterator[str]:
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {CENTRAL}"
    yield f"REVOKE UPDATE, DELETE ON {', '.join(AUDIT)} FROM {CENTRAL}"
    yield f"REVOKE INSERT ON audit_facility FROM {CENTRAL}"
    yield f"GRANT MAINTAIN ON letter_key, victim_key TO {CENTRAL}"  # a destruction rewrites the table (P9)
    if "alembic_version" in columns:
        yield f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {CENTRAL}"


def _window(window: Window, columns: list[str]) -> Iterator[str]:
    table = window.table
    yield f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {FACILITIES}"
    if window.update:
        yield f"GRANT UPDATE ({', '.join(window.update)}) ON {table} TO {FACILITIES}"
    if window.insert:
        yield f"GRANT INSERT ON {table} TO {FACILITIES}"
    if window.delete:
        yield f"GRANT DELETE ON {table} TO {FACILITIES}"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield from _policy(table, CENTRAL, "everything", "ALL", "USING (true) WITH CHECK (true)")
    for kind in ("SELECT", "DELETE"):
        yield from _policy(table, FACILITIES, f"own_{kind.lower()}", kind, f"USING ({window.rows})")
    left = f"USING ({window.touched or window.rows}) WITH CHECK ({window.left or window.rows})"
    yield from _policy(table, FACILITIES, "own_update", "UPDATE", left)
    yield from _policy(table, FACILITIES, "own_insert", "INSERT", f"WITH CHECK ({window.insert or 'false'})")


def _door(columns: dict[str, list[str]]) -> Iterator[str]:
    """Before a person is named a facility process sees who could sign in, and writes to one chain of its own.

    It also asks whether these tables are the ones it knows, and would not serve otherwise.
    """
    if "alembic_version" in columns:
        yield f"GRANT SELECT (version_num) ON alembic_version TO {FACILITY}"
    for table in DOOR:
        if table in columns:
            yield f"GRANT SELECT ({', '.join(columns[table])}) ON {table} TO {FACILITY}"
            yield from _policy(table, FACILITY, "at_the_door", "SELECT", "USING (facility_code IS NOT NULL)")
    if "audit_facility" in columns:
        for table in ("audit_facility", "audit_turn"):
            yield f"GRANT SELECT ({', '.join(columns[table])}), INSERT ON {table} TO {FACILITY}"
            yield from _policy(table, FACILITY, "door_read", "SELECT", "USING (chain = 'facility')")
            yield from _policy(table, FACILITY, "door_write", "INSERT", "WITH CHECK (chain = 'facility')")
        yield f"GRANT UPDATE (chain) ON audit_turn TO {FACILITY}"
        yield from _policy("audit_turn", FACILITY, "door_hold", "UPDATE", "USING (chain = 'facility')")


def _policy(table: str, role: str, name: str, kind: str, condition: str) -> Iterator[str]:
    yield f"DROP POLICY IF EXISTS {name} ON {table}"
    yield f"CREATE POLICY {name} ON {table} FOR {kind} TO {role} {condition}"
