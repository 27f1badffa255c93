"""Everything PostgreSQL's own catalog tells a role, asked one by one."""

from collections.abc import Iterator
from itertools import product

import psycopg

# What differs from call to call for everyone, whatever anybody does.
OF_THE_MOMENT = {
    "clock_timestamp", "statement_timestamp", "transaction_timestamp", "now", "timeofday", "random", "random_normal",
    "gen_random_uuid", "uuidv4", "uuidv7", "pg_backend_pid", "pg_sleep", "set_config",
}  # fmt: skip

ARGUMENTS = {
    "oid": ["'{table}'::regclass::oid", "(SELECT 1::oid)"],
    "regclass": ["'{table}'::regclass"],
    "name": ["'{table}'::name", "'public'::name"],
    "text": ["'{table}'", "'public.{table}'"],
    "integer": ["1"],
    "bigint": ["1"],
    "smallint": ["1::smallint"],
    "boolean": ["true"],
    "xid": ["'3'::xid"],
}

_RELATIONS = """
SELECT c.oid::regclass::text, array_agg(quote_ident(attname) ORDER BY attnum) FROM pg_class c
JOIN pg_namespace n ON n.oid = relnamespace JOIN pg_attribute a ON attrelid = c.oid
WHERE nspname IN ('pg_catalog', 'information_schema') AND relkind IN ('r', 'v')
  AND NOT attisdropped AND has_column_privilege(%(role)s, c.oid, attnum, 'SELECT')
  AND (attnum > 0 OR attname IN ('xmin', 'ctid')) GROUP BY c.oid ORDER BY 1
"""
_FUNCTIONS = """
SELECT quote_ident(proname), proargtypes::regtype[]::text[], proretset FROM pg_proc p
JOIN pg_namespace n ON n.oid = pronamespace
WHERE nspname = 'pg_catalog' AND prokind = 'f' AND provolatile IN ('v', 's') AND pronargs < 4
  AND has_function_privilege(%(role)s, p.oid, 'EXECUTE') ORDER BY 1, 2
"""


def questions(superuser: psycopg.Connection, role: str, table: str = "victim") -> list[str]:
    """Every query about the catalog that the role may put: each readable relation, each function with arguments."""
    relations = superuser.execute(_RELATIONS, {"role": role}).fetchall()
    asked = [f"SELECT {', '.join(columns)} FROM {name}" for name, columns in relations]
    for name, types, many in superuser.execute(_FUNCTIONS, {"role": role}).fetchall():
        if name not in OF_THE_MOMENT:
            asked += [_call(name, arguments, many).format(table=table) for arguments in _arguments(types)]
    return asked


def answers(connection: psycopg.Connection, asked: list[str]) -> dict[str, str]:
    """What each question brings: its rows in any order, or its refusal."""
    return {question: _answer(connection, question) for question in asked}


def _arguments(types: list[str]) -> Iterator[tuple[str, ...]]:
    return product(*(ARGUMENTS.get(kind, []) for kind in types))


def _call(name: str, arguments: tuple[str, ...], many: bool) -> str:
    call = f"{name}({', '.join(arguments)})"
    return f"SELECT * FROM {call}" if many else f"SELECT {call}"


def _answer(connection: psycopg.Connection, question: str) -> str:
    try:
        cursor = connection.execute(question)
        return "\n".join(sorted(map(repr, cursor.fetchall()))) if cursor.description else ""
    except psycopg.Error as refused:
        return f"refused: {refused.sqlstate}"
