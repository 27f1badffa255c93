"""Taking in the department's register: what is new, what changed, what was refused and why; nothing is dropped.

A line that is missing changes nothing; a broken file stops the whole import (R22). Taking the same files in again
changes nothing. An import sends nobody anything (P10).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from letterbank.audit import record as write_down
from letterbank.people import entries
from letterbank.people.entries import Known
from letterbank.people.sheets import Row, Sheet, read_sheet
from letterbank.permissions import Permission, must
from letterbank.vault.ring import facility_domain
from letterbank.work import Work

COLUMNS: Mapping[str, Sequence[str]] = {
    "facilities": ("code", "name"),
    "offenders": ("number", "name", "facility"),
    "cases": ("number", "county", "offence", "date", "offender"),
}


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """What becomes of one line of one file."""

    sheet: str
    row: int
    outcome: Outcome
    subject: str
    sentence: str = ""


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, outcome: str) -> list[Line]:
        return [line for line in self.lines if line.outcome == outcome]

    def counts(self) -> list[tuple[str, dict[str, int]]]:
        """For each file, how many lines had which outcome. They add up to the lines of the file."""
        return [
            (name, {outcome: Counter(line.outcome for line in self.lines if line.sheet == name)[outcome]
                    for outcome in Outcome})
            for name in COLUMNS
        ]  # fmt: skip


def read_register(files: Mapping[str, bytes]) -> list[Sheet]:
    """The three files as sheets. Raises NotARegister."""
    return [read_sheet(name, files[name], columns) for name, columns in COLUMNS.items()]


def compare(work: Work, sheets: Iterable[Sheet]) -> Report:
    """What `take_in` would do. Changes nothing."""
    return _walk(work, sheets, Known.read(work))


def take_in(work: Work, sheets: Sequence[Sheet]) -> Report:
    """Write what is new and what changed. Raises NotAllowed."""
    must(work.actor, Permission.REGISTER_IMPORT)
    known = Known.read(work)
    report = _walk(work, sheets, known)
    known.write(work)
    told: dict[str, object] = {outcome.value: len(report.of(outcome)) for outcome in Outcome}
    write_down(work, "register taken in", "register", counts=told)
    return report


def fingerprint(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the three files, each by its own digest."""
    return hashlib.sha256(b"".join(hashlib.sha256(files[name]).digest() for name in COLUMNS)).hexdigest()


def _walk(work: Work, sheets: Iterable[Sheet], known: Known) -> Report:
    report = Report()
    seen: dict[tuple[str, str], Mapping[str, str]] = {}
    for sheet in sheets:
        report.notes += [sheet.note] if sheet.note else []
        report.lines += [_line(known, seen, sheet.name, row) for row in sheet.rows]
    without = [code for code in sorted(known.facilities) if facility_domain(code) not in work.vault.ring.publics]
    report.notes += [
        f"{code} has no keys yet and can take in no letters. The operator runs: letterbank keys facility {code}"
        for code in without
    ]
    return report


def _line(known: Known, seen: dict[tuple[str, str], Mapping[str, str]], name: str, row: Row) -> Line:
    subject = _key(row)
    fault = row.fault or entries.fault_of(name, row.cells, known) or _contradiction(seen, name, row)
    if fault:
        return Line(name, row.number, Outcome.REFUSED, subject, fault)
    change = entries.enter(name, row.cells, known)
    return Line(name, row.number, Outcome(change.kind), subject, change.sentence)


def _contradiction(seen: dict[tuple[str, str], Mapping[str, str]], name: str, row: Row) -> str:
    """The first line of a number speaks; a later one that says something else is refused."""
    about = {column: cell for column, cell in row.cells.items() if column != "offender"}
    first = seen.setdefault((name, _key(row)), about)
    return "" if first == about else "An earlier line of this file says something else of the same number."


def _key(row: Row) -> str:
    return row.cells.get("code") or row.cells.get("number") or ""
