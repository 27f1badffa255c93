"""What only a PostgreSQL superuser can do, once: make the roles, hand the database to its owner, close the catalog.

`lb_owner` owns the tables and runs migrations. The surfaces sign in as `lb_central`, `lb_facility`, `lb_public`;
a unit of work of a facility's person is narrowed to `lb_facility_<code>`, which cannot sign in by itself.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from letterbank.database.catalog import close_catalog
from letterbank.errors import RuleBroken
from letterbank.roles import CENTRAL, FACILITIES, FACILITY, OWNER, PUBLIC, facility_role

OLDEST = 17  # knows INHERIT and SET of a membership (16), and MAINTAIN (17)
LOGINS = (OWNER, CENTRAL, FACILITY, PUBLIC)


def must_be_new_enough(connection: Connection) -> None:
    """Raises RuleBroken: roles are narrowed by what older servers do not know."""
    found = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000
    if found < OLDEST:
        raise RuleBroken(f"This is PostgreSQL {found}. The letter bank needs PostgreSQL {OLDEST} or newer.")


def prepare_server(connection: Connection, codes: Iterable[str]) -> None:
    """The roles, for these facilities too. Roles belong to the whole server; those that exist stay as they are."""
    known = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
    for name in LOGINS:
        _make(connection, known, f"{name} LOGIN")
    _make(connection, known, f"{FACILITIES} NOLOGIN")
    for code in codes:
        role = facility_role(code)
        _make(connection, known, f"{role} NOLOGIN")
        connection.exec_driver_sql(f"GRANT {FACILITIES} TO {role} WITH INHERIT TRUE, SET FALSE")
        connection.exec_driver_sql(f"GRANT {role} TO {FACILITY} WITH INHERIT FALSE, SET TRUE")


def prepare_database(connection: Connection) -> None:
    """This database belongs to the owner; nobody else may make tables in it, or learn from the catalog."""
    name = connection.scalar(text("SELECT current_database()"))
    for statement in (
        f'ALTER DATABASE "{name}" OWNER TO {OWNER}',
        f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{name}" TO {", ".join(LOGINS)}',
        f"ALTER SCHEMA public OWNER TO {OWNER}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
        f"GRANT USAGE ON LANGUAGE plpgsql TO {OWNER}",
    ):
        connection.exec_driver_sql(statement)
    close_catalog(connection)


def _make(connection: Connection, known: set[str], role: str) -> None:
    if role.split()[0] not in known:
        connection.exec_driver_sql(
            f"CREATE ROLE {role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT"
        )
