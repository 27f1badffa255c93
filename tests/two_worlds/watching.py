"""Everything a watcher gets to see, kept whole: each response with its headers in order, each row a role can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import BadSignature
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from letterbank.database.windows import MINE, WINDOWS
from letterbank.roles import FACILITY, facility_role
from letterbank.tables import METADATA
from letterbank.vault import Sealed
from tests.databases import as_role

# Made by the system's own randomness, so only their length can tell anything: ciphertext, wrapped keys, secrets of
# sign-in. The same holds for these values inside a signed cookie; `fs_paa` is the library's own time of sign-in.
RANDOM_COLUMNS = {("letter_key", "wrapped"), ("staff", "totp"), ("sign_in_session", "digest")}
RANDOM_IN_COOKIES = ("seat", "fs_paa")


@dataclass(frozen=True)
class Sight:
    """One thing seen: what was asked, and every part of the answer."""

    asked: str
    told: tuple[object, ...]


class Watcher(FlaskClient):
    """A browser that forgets nothing. Its sights go to the list in `app.extensions["sights"]`."""

    def open(self, *args: object, **named: object) -> TestResponse:
        response = super().open(*args, **named)
        asked = f"{response.request.method} {response.request.host}{response.request.full_path}"
        headers = tuple(
            _header(self.application, name, value) for name, value in response.headers if name != "Date"
        )  # fmt: skip
        self.application.extensions["sights"].append(Sight(asked, (response.status, headers, response.get_data())))
        response.close()
        return response


def watch(app: Flask, sights: list[Sight]) -> Flask:
    app.extensions["sights"] = sights
    app.test_client_class = Watcher
    return app


def differences(one: Sequence[Sight], other: Sequence[Sight]) -> list[str]:
    """Each place where the two worlds look different; none when they are one and the same to whoever watched."""
    found = [
        f"{here.asked}: {_first_difference(here, there)}"
        for here, there in zip(one, other, strict=False)
        if here != there
    ]
    return found if len(one) == len(other) else [*found, f"{len(one)} sights and {len(other)}"]


def rows_of(url: str, code: str) -> list[Sight]:
    """Every row the facility's role can read, column by column, table by table."""
    on_postgres = not url.startswith("sqlite")
    engine = create_engine(as_role(url, FACILITY) if on_postgres else url)
    with engine.connect() as connection:
        if on_postgres:
            connection.execute(text(f"SET ROLE {facility_role(code)}"))
        seen = [Sight(f"rows of {window.table}", _rows(connection, window, code)) for window in WINDOWS]
    engine.dispose()
    return seen


def files_of(folder: Path) -> Sight:
    """Names and sizes of what a facility's server keeps beside the database."""
    found = sorted((str(file.relative_to(folder)), file.stat().st_size) for file in folder.rglob("*"))
    return Sight("files", tuple(found))


def _rows(connection, window, code: str) -> tuple[object, ...]:
    table = METADATA.tables[window.table]
    mine = window.rows.replace(MINE, f"'{code}'")  # SQLite has no roles: the same window as a condition
    found = connection.execute(text(f"SELECT {', '.join(table.columns.keys())} FROM {table.name} WHERE {mine}"))
    return tuple(sorted(repr([_told(column, value) for column, value in zip(table.columns, row, strict=True)])
                        for row in found))  # fmt: skip


def _told(column, value: object) -> object:
    """A column's value; of ciphertext its length."""
    sealed = isinstance(column.type, Sealed) or (column.table.name, column.name) in RANDOM_COLUMNS
    return f"{len(value)} random bytes" if sealed and value is not None else value


def _header(app: Flask, name: str, value: str) -> tuple[str, object]:
    return (name, _cookie(app, value)) if name == "Set-Cookie" else (name, value)


def _cookie(app: Flask, header: str) -> tuple[object, ...]:
    """Name, attributes and content; of a sealed one its length."""
    (morsel,) = SimpleCookie(header).values()
    attributes = header.partition("; ")[2]
    signing = getattr(app.session_interface, "get_signing_serializer", lambda _app: None)(app)
    try:
        content = signing.loads(morsel.value) if signing and morsel.value else {}
    except BadSignature:
        content = {}
    told = {key: type(value) if key in RANDOM_IN_COOKIES else value for key, value in content.items()}
    return morsel.key, attributes, told or len(morsel.value)


def _first_difference(here: Sight, there: Sight) -> str:
    if here.asked != there.asked:
        return f"the other world was asked {there.asked}"
    for mine, theirs in zip(here.told, there.told, strict=False):
        if mine != theirs and not (isinstance(mine, tuple) and here.told[-1] != there.told[-1]):
            return _around(mine, theirs)  # where two pages part says more than that their lengths do
    return f"{len(here.told)} and {len(there.told)}"


def _around(mine: object, theirs: object) -> str:
    """The two answers where they part."""
    one, other = (value if isinstance(value, bytes) else repr(value).encode() for value in (mine, theirs))
    places = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    start = max(0, next(places, min(len(one), len(other))) - 60)
    return f"{one[start : start + 120]!r} | {other[start : start + 120]!r}"
