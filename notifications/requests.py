"""A request from the moment staff opened it: verified, linked to the register, paused or withdrawn.

Identity and victim status are never checked with the facility, the case manager or the writer (R23).
"""

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.people.model import Case, Offender
from letterbank.vault import Opened, opening
from letterbank.vault.sealed import VERIFY
from letterbank.workflow import take
from notifications import offers
from notifications.model import Request
from notifications.workflow import REQUESTS, RequestMove

if TYPE_CHECKING:
    from letterbank.work import Work


def find(work: "Work", request_id: Id) -> Request:
    found = work.session.get(Request, request_id)
    if found is None:
        raise Missing
    return found


def same_page(record_version: int, page_version: int) -> None:
    """Refuse a page that shows an older state of the record."""
    if record_version != page_version:
        raise WrongStage("Someone else changed this while your page was open. Look again, then decide.")


def register_matches(work: "Work", text: str, limit: int = 20) -> list[Offender]:
    """Offenders of the register by number or by a part of the name."""
    wanted = text.strip()
    if len(wanted) < 2:
        return []
    query = select(Offender).where((Offender.number == wanted) | Offender.name.icontains(wanted, autoescape=True))
    return list(work.session.scalars(query.order_by(Offender.name, Offender.id).limit(limit)))


def link(work: "Work", request: Request, offender_id: Id, case_id: Id) -> None:
    """Say which offender and which of their cases she means."""
    case = work.session.get(Case, case_id)
    if case is None or offender_id not in {offender.id for offender in case.offenders}:
        raise RuleBroken("Choose a case of this offender.")
    request.offender_id, request.case_id = offender_id, case_id


def verify(work: "Work", request: Request, how: str, relation: str) -> None:
    """Identity and victim status are clear: the request stands from now on. `how` is sealed with it."""
    if relation not in work.policy.victims.relations:
        raise RuleBroken("Choose how she is connected to this case.")
    if not how.strip():
        raise RuleBroken("Write down how you checked who she is and that she is a victim of this case.")
    name = opening(work, request.victim, VERIFY).name
    record = json.dumps({"how": how, "relation": relation, "by": work.actor.id})
    work.vault.seal(work, request, verification=record, match_card=json.dumps({"name": name}))
    take(work, REQUESTS, RequestMove.VERIFY, request)


def refuse(work: "Work", request: Request, why: str) -> None:
    if not why.strip():
        raise RuleBroken("Write down why, for whoever asks later.")
    work.vault.seal(work, request, verification=json.dumps({"refused": why, "by": work.actor.id}))
    take(work, REQUESTS, RequestMove.REFUSE, request)


def pause(work: "Work", request: Request) -> None:
    """R16: everything not yet handed over stops at once."""
    take(work, REQUESTS, RequestMove.PAUSE, request)


def withdraw(work: "Work", request: Request) -> None:
    """R15: acts at once; every open offer stops with it."""
    take(work, REQUESTS, RequestMove.WITHDRAW, request)
    offers.stop_all(work, request)


def sent(opened: Opened) -> dict[str, object]:
    """What she sent, by field."""
    content: dict[str, object] = json.loads(opened.content)
    return content
