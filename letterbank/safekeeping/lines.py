"""A row as one line of JSON and back. Only kinds of values that are named here are kept; another is an error."""

import base64
import json
from datetime import date, datetime
from enum import Enum
from typing import Any

_PLAIN = (str, int, float, bool, type(None), list, dict)


def to_line(table: str, row: dict[str, Any]) -> bytes:
    return json.dumps([table, {column: _written(value) for column, value in row.items()}]).encode()


def from_line(line: bytes) -> tuple[str, dict[str, Any]]:
    table, row = json.loads(line)
    return table, {column: _read(value) for column, value in row.items()}


def _written(value: Any) -> Any:
    """Tagged where JSON has no such kind; a list or an object is tagged too, so that no value can pose as a tag."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if not isinstance(value, _PLAIN):
        raise TypeError(f"a backup does not know how to keep {type(value).__name__}")
    return {"json": value} if isinstance(value, list | dict) else value


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "bytes":
        return base64.b64decode(content)
    if kind == "moment":
        return datetime.fromisoformat(content)
    return date.fromisoformat(content) if kind == "day" else content
