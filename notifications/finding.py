"""Finding her request when she calls: by her receipt number, or by whom she names. Her own name is never searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from letterbank.people.model import Case
from letterbank.vault import opening_all
from letterbank.vault.sealed import READ_VICTIM
from notifications import receipts, requests
from notifications.intake import find_by_receipt
from notifications.model import Request

if TYPE_CHECKING:
    from letterbank.work import Work

AT_MOST = 50
DESTROYED = "Destroyed"


@dataclass(frozen=True, repr=False)
class Row:
    """A request as a list shows it, her name opened for this page."""

    request: Request
    name: str
    case: str


def requests_for(work: "Work", words: str) -> list[Row]:
    """By receipt number, else the requests about offenders of this number or name."""
    number = receipts.read_receipt(words.strip())
    if receipts.is_receipt(number):
        found = find_by_receipt(work, number)
        return rows(work, [found] if found else [])
    offenders = [offender.id for offender in requests.register_matches(work, words)]
    query = select(Request).where(Request.offender_id.in_(offenders)).order_by(Request.since, Request.id)
    return rows(work, work.session.scalars(query.limit(AT_MOST)).all())


def rows(work: "Work", found: Sequence[Request]) -> list[Row]:
    """Opens the names under one entry of the audit."""
    keys = [request.id for request in found]
    loaded = select(Request).where(Request.id.in_(keys)).options(joinedload(Request.victim))
    kept = {request.id: request for request in work.session.scalars(loaded)}
    cases = {case.id: case.words for case in work.session.scalars(_cases(found))}
    names = opening_all(work, [kept[key].victim for key in keys], READ_VICTIM)
    return [
        Row(kept[key], DESTROYED if opened.is_gone else opened.name, cases.get(kept[key].case_id or "", ""))
        for key, opened in zip(keys, names, strict=True)
    ]


def _cases(found: Sequence[Request]) -> Select[Case]:
    return select(Case).where(Case.id.in_([request.case_id for request in found if request.case_id]))
