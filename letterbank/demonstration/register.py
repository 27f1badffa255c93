"""The demonstration's register, taken in by the import every department uses."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from letterbank.demonstration.place import Place
from letterbank.ids import Id
from letterbank.people.model import Case, Offender
from letterbank.people.register import COLUMNS, Outcome, read_register, take_in
from letterbank.work import Work

FACILITIES: Mapping[str, str] = {
    "NORTH": "North Ridge Correctional Facility",
    "RIVER": "River Bend Correctional Facility",
}


@dataclass(frozen=True, kw_only=True)
class Writer:
    """One offender with one case, as three lines of the register."""

    number: str
    name: str
    facility: str
    case: str
    county: str
    offence: str
    date: str


def import_register(place: Place, writers: Iterable[Writer], by: str = "administrator") -> None:
    writers = list(writers)
    files = {
        "facilities": _csv("facilities", FACILITIES.items()),
        "offenders": _csv("offenders", [(who.number, who.name, who.facility) for who in writers]),
        "cases": _csv("cases", [(who.case, who.county, who.offence, who.date, who.number) for who in writers]),
    }
    sheets = read_register(files)
    with place.as_(by) as work:
        refused = take_in(work, sheets).of(Outcome.REFUSED)
    if refused:
        raise RuntimeError(f"the demonstration's register is wrong: {refused[0].sentence}")


def find(work: Work, writer: Writer) -> tuple[Id, Id]:
    """The offender's id and the case's."""
    offender = work.session.scalars(select(Offender).where(Offender.number == writer.number)).one()
    case = work.session.scalars(select(Case).where(Case.number == writer.case)).one()
    return offender.id, case.id


def _csv(name: str, rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS[name], *rows])
    return written.getvalue().encode()
