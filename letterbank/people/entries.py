"""One line of the register against what is known: may it be used, and what does it change.

`Known` holds the register in memory while an import is looked at; `write` alone touches the database.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import insert, select, update

from letterbank.db import Base
from letterbank.ids import Id
from letterbank.people.model import Case, CaseOffender, Facility, Offender
from letterbank.roles import is_facility_code
from letterbank.work import Work

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}")
_DATES = ("%Y-%m-%d", "%m/%d/%Y")

Cells = Mapping[str, str]
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Change:
    """`kind` is new, changed or same; the sentence says what is new or what changed, to be looked at."""

    kind: str
    sentence: str = ""


@dataclass
class Known:
    """The register as it is and as it will be. Facts by number (facilities by code), links by both numbers."""

    facilities: dict[str, tuple[str, ...]] = field(default_factory=dict)
    offenders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)
    touched: set[tuple[str, str]] = field(default_factory=set)
    new_links: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, work: Work) -> "Known":
        rows = work.session.execute
        linked = select(Case.number, Offender.number).join(Case.offenders)
        return cls(
            facilities={code: (name,) for code, name in rows(select(Facility.code, Facility.name))},
            offenders={
                number: (name, code)
                for number, name, code in rows(select(Offender.number, Offender.name, Offender.facility_code))
            },
            cases={
                number: (county, offence, _spell(on))
                for number, county, offence, on in rows(
                    select(Case.number, Case.county, Case.offence, Case.offence_date)
                )
            },
            links={(case, offender) for case, offender in rows(linked)},
        )

    def enter(self, kind: str, number: str, facts: tuple[str, ...]) -> Change:
        held: dict[str, tuple[str, ...]] = getattr(self, kind)
        before = held.get(number)
        if before == facts:
            return Change(SAME)
        held[number] = facts
        self.touched.add((kind, number))
        if before is None:
            return Change(NEW, f"New: {', '.join(fact for fact in facts if fact)}.")
        changes = [f"{was or 'nothing'} is now {now or 'nothing'}" for was, now in zip(before, facts, strict=True)
                   if was != now]  # fmt: skip
        return Change(CHANGED, "; ".join(changes) + ".")

    def link(self, case: str, offender: str) -> Change:
        if (case, offender) in self.links:
            return Change(SAME)
        self.links.add((case, offender))
        self.new_links.append((case, offender))
        return Change(CHANGED, f"Now also a case of {offender}.")

    def write(self, work: Work) -> None:
        """Write what was entered since `read`, each table in one go."""
        offenders = {number: key for number, key in work.session.execute(select(Offender.number, Offender.id))}
        cases = {number: key for number, key in work.session.execute(select(Case.number, Case.id))}
        for code in self._of("facilities"):
            work.session.merge(Facility(code=code, name=self.facilities[code][0]))
        work.session.flush()
        _put(
            work,
            Offender,
            offenders,
            [
                dict(zip(("number", "name", "facility_code"), (number, *self.offenders[number]), strict=True))
                for number in self._of("offenders")
            ],
        )
        _put(
            work,
            Case,
            cases,
            [
                {"number": number, "county": county, "offence": offence, "offence_date": date_of(on)}
                for number in self._of("cases")
                for county, offence, on in [self.cases[number]]
            ],
        )
        if self.new_links:
            linked = [{"case_id": cases[case], "offender_id": offenders[who]} for case, who in self.new_links]
            work.session.execute(insert(CaseOffender), linked)

    def _of(self, kind: str) -> list[str]:
        return sorted(number for touched, number in self.touched if touched == kind)


def fault_of(name: str, cells: Cells, known: Known) -> str:
    """Why this line cannot be used, as a sentence; empty when it can."""
    return next((sentence for sentence, holds in _FAULTS[name](cells, known) if holds), "")


def enter(name: str, cells: Cells, known: Known) -> Change:
    """Put a line without fault into what is known."""
    if name == "facilities":
        return known.enter(name, cells["code"], (cells["name"],))
    if name == "offenders":
        return known.enter(name, cells["number"], (cells["name"], cells["facility"]))
    on = date_of(cells["date"])
    case = known.enter(name, cells["number"], (cells["county"], cells["offence"], _spell(on)))
    link = known.link(cells["number"], cells["offender"])
    return case if case.kind != SAME else link


def date_of(words: str) -> date | None:
    """The day, or None when none is given. Raises ValueError for anything else."""
    if not words:
        return None
    for spelling in _DATES:
        try:
            return datetime.strptime(words, spelling).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError(words)


def _facility_faults(cells: Cells, _known: Known) -> list[tuple[str, bool]]:
    return [
        ("The code must be capitals and digits, beginning with a letter, at most 20.",
         not is_facility_code(cells["code"])),
        ("The facility has no name.", not cells["name"]),
    ]  # fmt: skip


def _offender_faults(cells: Cells, known: Known) -> list[tuple[str, bool]]:
    return [
        ("The number must be letters, digits, dots, dashes or strokes.", not _NUMBER.fullmatch(cells["number"])),
        ("The offender has no name.", not cells["name"]),
        ("The facility is not known: put it into the facilities file.", cells["facility"] not in known.facilities),
    ]


def _case_faults(cells: Cells, known: Known) -> list[tuple[str, bool]]:
    return [
        ("The number must be letters, digits, dots, dashes or strokes.", not _NUMBER.fullmatch(cells["number"])),
        ("The case has no county.", not cells["county"]),
        ("The case has no offence.", not cells["offence"]),
        ("The date must be a day such as 2011-05-12 or 05/12/2011.", not _is_a_day(cells["date"])),
        ("The offender is not known: put them into the offenders file.", cells["offender"] not in known.offenders),
    ]


_FAULTS: Mapping[str, Callable[[Cells, Known], list[tuple[str, bool]]]] = {
    "facilities": _facility_faults,
    "offenders": _offender_faults,
    "cases": _case_faults,
}


def _is_a_day(words: str) -> bool:
    try:
        date_of(words)
    except ValueError:
        return False
    return True


def _spell(on: date | None) -> str:
    return on.isoformat() if on else ""


def _put(work: Work, table: type[Base], ids: dict[str, Id], rows: list[dict[str, object]]) -> None:
    """Update the rows whose number is known and insert the others, whose new ids join `ids`."""
    known = [{**row, "id": ids[str(row["number"])]} for row in rows if row["number"] in ids]
    new = [{**row, "id": work.new_id()} for row in rows if row["number"] not in ids]
    ids.update({str(row["number"]): str(row["id"]) for row in new})
    for write, some in ((update(table), known), (insert(table), new)):
        if some:
            work.session.execute(write, some)
