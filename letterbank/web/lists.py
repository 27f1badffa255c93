"""Lists by key: a page is what comes after a key, at any depth for the same price. Nothing is counted (B28)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from letterbank.ids import is_id

ROWS = 25
Row = TypeVar("Row")


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """One page of a list; `after` continues it, or is None at its end."""

    rows: Sequence[Row]
    after: str | None


def page_of(
    session: Session,
    query: Select[Any],
    since: InstrumentedAttribute[datetime],
    key: InstrumentedAttribute[str],
    after: str | None,
    *,
    key_of: Callable[[Any], tuple[datetime, str]] = lambda row: (row.since, row.id),
) -> Shown[Row]:
    """Rows oldest first by `(since, id)`. A made-up `after` begins at the start."""
    place = _read(after)
    if place:
        query = query.where(tuple_(since, key) > tuple_(*place))
    return _shown(session, query.order_by(since, key), key_of)


def newest_of(
    session: Session,
    query: Select[Any],
    since: InstrumentedAttribute[datetime],
    key: InstrumentedAttribute[str],
    after: str | None,
) -> Shown[Row]:
    """The same, newest first: for what has ended, where people look for what ended last."""
    place = _read(after)
    if place:
        query = query.where(tuple_(since, key) < tuple_(*place))
    return _shown(session, query.order_by(since.desc(), key.desc()), lambda row: (row.since, row.id))


def _shown(session: Session, query: Select[Any], key_of: Callable[[Any], tuple[datetime, str]]) -> Shown[Row]:
    rows: Sequence[Row] = session.scalars(query.limit(ROWS + 1)).all()
    shown = rows[:ROWS]
    return Shown(shown, _spell(*key_of(shown[-1])) if len(rows) > ROWS else None)


def _spell(at: datetime, key: str) -> str:
    return f"{int(at.timestamp() * 1_000_000)}-{key}"


def _read(after: str | None) -> tuple[datetime, str] | None:
    micros, _, key = (after or "").partition("-")
    if not (micros.isdecimal() and len(micros) <= 17 and is_id(key)):
        return None
    return datetime.fromtimestamp(int(micros) / 1_000_000, UTC), key
