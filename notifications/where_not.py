"""R27: nothing is posted to a prison, a jail or a workplace of the department: others open the mail there.

An address is judged line by line, by its words and by the names of the register's facilities. A street that is called
after a prison is none: a line that begins with a house number is left alone.
"""

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.errors import RuleBroken
from letterbank.people.model import Facility
from notifications import envelope

if TYPE_CHECKING:
    from letterbank.work import Work

_WORDS = (
    "prison", "penitentiary", "jail", "correctional", "corrections", "detention", "reformatory", "inmate", "inmates",
)  # fmt: skip
_INSTITUTION = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_STREET = re.compile(r"\d+\w?\s")


def of_custody(work: "Work", address: str) -> str | None:
    """The line that names an institution; None where no line does."""
    names = [work.policy.programme.department, *work.session.scalars(select(Facility.name))]
    for line in envelope.lines(address):
        if not _STREET.match(line) and (_INSTITUTION.search(line) or _holds(line, names)):
            return line
    return None


def must_be_hers_alone(work: "Work", address: str) -> None:
    """Raises RuleBroken where nothing may be posted."""
    line = of_custody(work, address)
    if line:
        raise RuleBroken(
            f"“{line}” is a prison, a jail or an office of the department. Nothing is posted there, as others open "
            "the mail. Ask this person, by the way they called safe, for another address, or arrange to visit them."
        )


def _holds(line: str, names: list[str]) -> bool:
    plain = envelope.one_line(line).casefold()
    return any(envelope.one_line(name).casefold() in plain for name in names if name.strip())
