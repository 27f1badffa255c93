"""Copies of the Mississippi policy with one thing changed, and the places such a change can be made."""

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

from letterbank import policy as policies
from letterbank.policy import Fault

Table = dict[str, Any]
Place = tuple[str | int, ...]

MISSISSIPPI: Table = tomllib.loads(policies.path_of("mississippi").read_text(encoding="utf-8"))


def places(table: Any = MISSISSIPPI, so_far: Place = ()) -> Iterator[Place]:
    """Every key of the file and every table of its lists, the clauses' own words apart."""
    pairs = table.items() if isinstance(table, dict) else enumerate(table)
    for key, value in pairs:
        here = (*so_far, key)
        yield here
        is_list_of_tables = isinstance(value, list) and value and isinstance(value[0], dict)
        if (isinstance(value, dict) or is_list_of_tables) and here != ("clauses",):
            yield from places(value, here)


def is_answer(place: Place) -> bool:
    return at(MISSISSIPPI, place).keys() == {"is", "from"} if isinstance(at(MISSISSIPPI, place), dict) else False


def answers() -> list[Place]:
    return [place for place in places() if is_answer(place)]


def at(table: Any, place: Place) -> Any:
    for key in place:
        table = table[key]
    return table


def name(place: Place) -> str:
    """The place as a fault says it: reviews[1].role."""
    said = ""
    for key in place:
        said += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if said else key
    return said


def without(place: Place) -> Table:
    changed = copy.deepcopy(MISSISSIPPI)
    del at(changed, place[:-1])[place[-1]]
    return changed


def with_(place: Place, value: Any) -> Table:
    changed = copy.deepcopy(MISSISSIPPI)
    at(changed, place[:-1])[place[-1]] = value
    return changed


def answering(where: str, value: Any) -> Table:
    """A copy in which the question `where` ("contact.max_attempts") is answered otherwise."""
    return with_((*where.split("."), "is"), value)


def faults_of(table: Table) -> list[Fault]:
    return policies.judge(table)[1]


def wheres(table: Table) -> set[str]:
    return {fault.where for fault in faults_of(table)}
