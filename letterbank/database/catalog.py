"""Closing PostgreSQL's own windows: statistics, sizes, counters and locks tell any role how much others do (P2).

Revoked from everyone and given back to the owner and the centre. What is volatile is closed unless it is named here
as harmless; what is stable is closed by name.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from letterbank.roles import CENTRAL, OWNER

RELATIONS = (
    r"^pg_stat", r"^pg_class$", r"^pg_locks$", r"^pg_prepared", r"^pg_replication", r"^pg_publication",
    r"^pg_subscription", r"^pg_shmem", r"^pg_backend_memory", r"^pg_aios$", r"^pg_largeobject", r"^pg_database$",
    r"^pg_sequences$", r"^pg_sh", r"^pg_db_role_setting$", r"^pg_auth_members$", r"^pg_roles$", r"^pg_user$",
    r"^pg_group$", r"^pg_wait_events$", r"^pg_ident", r"^pg_hba",
)  # fmt: skip

HARMLESS = (
    "clock_timestamp", "timeofday", "random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "set_config",
    "pg_sleep",
)  # fmt: skip

STABLE = (
    r"^pg_stat_", r"^txid_", r"xact", r"snapshot", r"lsn", r"wal", r"^pg_control", r"size", r"toast_chunk", r"^age$",
    r"^mxid_age$", r"^pg_lock", r"blocking_pids", r"filenode", r"filepath", r"^pg_postmaster", r"^pg_conf_load",
    r"^lo_", r"_to_xml", r"^pg_get_multixact", r"^pg_ls", r"^pg_tablespace_databases", r"^pg_timezone_names",
)  # fmt: skip

_CLOSE_RELATIONS = """
SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE nspname = 'pg_catalog' AND relkind IN ('r', 'v') AND relname ~ ANY(:names)
"""
_CLOSE_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE nspname = 'pg_catalog' AND prokind = 'f' AND (
    (provolatile = 'v' AND prorettype <> 'trigger'::regtype AND NOT proname = ANY(:harmless))
    OR (provolatile = 's' AND proname ~ ANY(:names))
)
"""


def close_catalog(connection: Connection) -> None:
    """For this database. Needs a superuser; PostgreSQL keeps these grants in each database apart."""
    relations = connection.scalars(text(_CLOSE_RELATIONS), {"names": list(RELATIONS)}).all()
    functions = connection.scalars(text(_CLOSE_FUNCTIONS), {"harmless": list(HARMLESS), "names": list(STABLE)}).all()
    _close(connection, "TABLE", "SELECT", relations)
    _close(connection, "FUNCTION", "EXECUTE", functions)


def _close(connection: Connection, kind: str, privilege: str, names: Sequence[str]) -> None:
    listed = ", ".join(names)
    connection.exec_driver_sql(f"REVOKE ALL ON {kind} {listed} FROM PUBLIC")
    connection.exec_driver_sql(f"GRANT {privilege} ON {kind} {listed} TO {OWNER}, {CENTRAL}")
