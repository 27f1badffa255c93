"""Triggers that keep the audit as it was written, on both databases (P7, AU-09).

They stop mistakes and any process that holds an application's role. Whoever owns the file or the tables can take a
trigger away; that is what the hash chain and the anchor are for.
"""

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
