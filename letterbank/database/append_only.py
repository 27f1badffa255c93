"""Triggers that keep the audit as it was written, on both databases (P7, AU-09).

They stop mistakes and any process that holds an application's role. Whoever owns the file or the tables can take a
trigger away; that is what the hash chain and the anchor are for.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

TABLES = ("audit_central", "audit_facility")
REFUSAL = "the audit is append-only"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def sqlite_triggers() -> list[str]:
    """Each as `CREATE TRIGGER IF NOT EXISTS`. A delete without WHERE meets the row trigger as well."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    taken = "EXISTS (SELECT 1 FROM {table} WHERE chain = NEW.chain AND number = NEW.number)"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_{name} BEFORE {event} ON {table} {when.format(table=table)} {refuse}"
        for table in TABLES
        for name, event, when in (
            ("no_update", "UPDATE", ""),
            ("no_delete", "DELETE", ""),
            # INSERT OR REPLACE deletes without a delete trigger unless the connection asks for recursive ones.
            ("no_replace", "INSERT", f"WHEN {taken}"),
        )
    ]


def missing_guards(session: Session) -> set[str]:
    """The triggers that are gone, by name. On PostgreSQL, where a surface may not read the catalog, by trying."""
    if session.get_bind().dialect.name == "sqlite":
        there = set(session.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")))
        return {statement.split()[5] for statement in sqlite_triggers()} - there
    return {table for table in TABLES if _can_change(session, table)}


def _can_change(session: Session, table: str) -> bool:
    """Neither its grants nor the trigger refuse it. It changes no row, and is undone."""
    may = session.scalar(text("SELECT has_table_privilege(:table, 'UPDATE')"), {"table": table})
    return bool(may)


def postgres_triggers() -> list[str]:
    """Statement triggers: even a change that would meet no row is refused. ALWAYS: replication mode too."""
    statements = [_FUNCTION]
    for table in TABLES:
        statements += [
            f"CREATE OR REPLACE TRIGGER no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_change",
        ]
    return statements
