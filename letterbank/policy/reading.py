"""Turns a parsed policy file into a Policy by walking the questions themselves, so none can be forgotten.

An answer is `{ is = …, from = "clause" }`; things in a list (reviews, criteria) are tables with a `from` each.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from letterbank.policy.faults import Fault
from letterbank.policy.model import ASSUMED, Policy

Table = Mapping[str, object]
_NOT_ANSWERS = {"clauses", "sources"}
_KINDS = {
    bool: "true or false",
    int: "a whole number",
    str: "some words in quotes",
    time: "a time such as 09:00:00",
    date: "a day such as 2026-01-07",
}


def read(table: Table) -> tuple[Policy | None, list[Fault]]:
    """The policy, or every fault found on the way to it."""
    reader = _Reader(table)
    answers = reader.section(Policy, {key: each for key, each in table.items() if key != "clauses"}, "")
    if reader.faults:
        return None, reader.faults
    return Policy(**answers, clauses=MappingProxyType(reader.clauses), sources=MappingProxyType(reader.sources)), []


def describe(kind: Any) -> str:
    """What an answer of this kind looks like, in words."""
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(f'"{each}"' for each in get_args(kind))
    if get_origin(kind) is tuple:
        return f"a list; each item is {describe(get_args(kind)[0])}"
    return _KINDS[kind]


class _Reader:
    def __init__(self, table: Table) -> None:
        self.faults: list[Fault] = []
        self.sources: dict[str, str] = {}
        self.clauses = self._clauses(table.get("clauses"))

    def fault(self, where: str, sentence: str, mend: str) -> None:
        self.faults.append(Fault(where, sentence, mend))

    def section(self, model: type[Any], table: object, where: str) -> dict[str, Any]:
        """The answers of one section by name; faulty ones are missing from it and named in `faults`."""
        if not isinstance(table, Mapping):
            self.fault(where, "This must be a section of its own.", f"Write [{where}] and its answers below it.")
            return {}
        kinds = get_type_hints(model)
        names = [field.name for field in fields(model) if model is not Policy or field.name not in _NOT_ANSWERS]
        self._strangers(table, names, where)
        return {name: self._question(kinds[name], table, _join(where, name)) for name in names}

    def _question(self, kind: Any, table: Table, where: str) -> Any:
        name = where.rpartition(".")[2]
        if name not in table:
            return self._missing(kind, where)
        if _is_section(kind):
            faults = len(self.faults)
            answers = self.section(kind, table[name], where)
            return kind(**answers) if len(self.faults) == faults else None
        if _is_listed(kind):
            return self._items(get_args(kind)[0], table[name], where)
        return self._answer(kind, table[name], where)

    def _answer(self, kind: Any, answer: object, where: str) -> Any:
        if not isinstance(answer, Mapping) or answer.keys() != {"is", "from"}:
            self.fault(
                where,
                "An answer needs exactly two parts: what it is, and where it comes from.",
                f'Write {{ is = …, from = "…" }}: "is" takes {describe(kind)}; "from" takes a clause.',
            )
            return None
        self.sources[where] = self._source(answer["from"], where)
        return self._value(kind, answer["is"], where)

    def _items(self, model: type[Any], tables: object, where: str) -> Any:
        if not isinstance(tables, list):
            self.fault(where, "This must be a list of tables.", f"Write [[{where}]] before each of them.")
            return None
        return tuple(self._item(model, table, f"{where}[{place}]") for place, table in enumerate(tables, start=1))

    def _item(self, model: type[Any], table: object, where: str) -> Any:
        if not isinstance(table, Mapping):
            return self.fault(where, "This must be a table.", "Write its parts on lines of their own.")
        faults = len(self.faults)
        kinds = get_type_hints(model)
        written = {("from" if name == "source" else name): name for name in kinds}
        self._strangers(table, list(written), where)
        parts: dict[str, Any] = {}
        for key, name in written.items():
            place = f"{where}.{key}"
            kind = kinds[name]
            parts[name] = self._value(kind, table[key], place) if key in table else self._missing(kind, place)
        if "from" in table:
            self.sources[where] = self._source(table["from"], f"{where}.from")
        return model(**parts) if len(self.faults) == faults else None

    def _value(self, kind: Any, value: object, where: str) -> Any:
        if get_origin(kind) is tuple and isinstance(value, list):
            return self._list(get_args(kind)[0], value, where)
        if not _fits(kind, value):
            self.fault(where, f"{value!r} is not an answer to this.", f"It takes {describe(kind)}.")
        return value

    def _list(self, kind: Any, values: list[object], where: str) -> tuple[Any, ...]:
        for place, value in enumerate(values):
            if value in values[:place]:
                self.fault(where, f"{value!r} is listed twice.", "Keep it once.")
        return tuple(self._value(kind, value, where) for value in values)

    def _source(self, source: object, where: str) -> str:
        if not isinstance(source, str) or source not in {ASSUMED, *self.clauses}:
            self.fault(
                where,
                f"Its source, {source!r}, is not a clause this file lists.",
                f'Name a clause from [clauses], add it there, or write "{ASSUMED}".',
            )
        return str(source)

    def _missing(self, kind: Any, where: str) -> Any:
        name = where.rpartition(".")[2]
        if _is_section(kind) or _is_listed(kind):
            example = f"[{where}]" if _is_section(kind) else f"[[{where}]]"
            self.fault(where, "This whole section is missing.", f"Add {example} with its answers.")
        else:
            self.fault(where, "This question has no answer.", f"Add {name} = …; it takes {describe(kind)}.")
        return None

    def _strangers(self, table: Table, names: list[str], where: str) -> None:
        for name in table:
            if name not in names:
                known = ", ".join(names)
                self.fault(_join(where, name), "Nobody asks this question.", f"Remove it, or use one of: {known}.")

    def _clauses(self, clauses: object) -> dict[str, str]:
        if not isinstance(clauses, Mapping) or not all(isinstance(each, str) and each for each in clauses.values()):
            self.fault(
                "clauses",
                "The sources are not listed.",
                'Add [clauses] with lines such as MS-L1 = "what it says".',
            )
            return {}
        return {str(key): str(words) for key, words in clauses.items()}


def _fits(kind: Any, value: object) -> bool:
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if kind is str:
        return isinstance(value, str) and bool(value.strip())
    if kind is int:
        return type(value) is int and value >= 0
    return type(value) is kind


def _is_section(kind: Any) -> bool:
    return is_dataclass(kind)


def _is_listed(kind: Any) -> bool:
    return get_origin(kind) is tuple and is_dataclass(get_args(kind)[0])


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
