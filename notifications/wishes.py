"""A wish stands on a request: noted, and referred with a yes to that step, only while the request stands (R8, R15).

What was ticked on the form is noted as soon as the request stands, so that it waits for somebody (P6).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select

from letterbank.errors import Missing, RuleBroken
from letterbank.ids import Id
from letterbank.vault import opening_all
from letterbank.vault.sealed import READ_VICTIM
from letterbank.vod import referral
from letterbank.vod.referral import Referral, ReferralStage
from notifications.model import Request, RequestStage

if TYPE_CHECKING:
    from datetime import datetime

    from letterbank.work import Work

WISHES: Mapping[str, str] = {
    "dialogue": "a meeting with the person, with a helper there",
    "offender_programming": "taking part in classes for people in prison",
    "victim_services": "help and support of their own",
    "writing_invited": "that the person be asked whether they want to write",
}


def note(work: "Work", request: Request, wish: str) -> Referral:
    """Keep the wish. Nobody but victim assistance sees it. Raises RuleBroken."""
    _stands(request)
    return referral.note_wish(work, request.victim_id, wish, request.offender_id, request.case_id)


def note_ticked(work: "Work", request: Request, ticked: Iterable[str]) -> None:
    """Each wish of the form on its own: one may lead on while another rests."""
    wanted = set(ticked)
    for words in (words for key, words in WISHES.items() if key in wanted):
        note(work, request, f"Ticked on the form: {words}.")


def to_talk_about() -> Select[Referral]:
    """Wishes nobody has been asked about yet; none of a request that is paused."""
    return select(Referral).join(Request, Request.victim_id == Referral.victim_id).where(
        Referral.stage == ReferralStage.WISH, Request.stage == RequestStage.STANDING
    )  # fmt: skip


def oldest(work: "Work") -> "datetime | None":
    return work.session.scalar(to_talk_about().with_only_columns(func.min(Referral.since)))


def requests_of(work: "Work", wished: Sequence[Referral]) -> list[Request]:
    """The request of each wish, in the same order."""
    query = select(Request).where(Request.victim_id.in_([wish.victim_id for wish in wished]))
    by_victim = {request.victim_id: request for request in work.session.scalars(query)}
    return [by_victim[wish.victim_id] for wish in wished]


def refer(work: "Work", request: Request, wish: Referral) -> None:
    """Told who will learn what, and agreed. Raises RuleBroken, WrongStage."""
    _stands(request)
    referral.refer(work, wish)


def of(work: "Work", request: Request, wish_id: Id) -> Referral:
    """A wish that belongs to this request. Raises Missing."""
    wish = referral.find(work, wish_id)
    if wish.victim_id != request.victim_id:
        raise Missing
    return wish


def read_all(work: "Work", request: Request) -> list[tuple[Referral, str]]:
    """Every wish of the request with its words, opened for the request's page."""
    noted = referral.of_victim(work, request.victim_id)
    opened = opening_all(work, noted, READ_VICTIM)
    return [(wish, "" if words.is_gone else words.wish) for wish, words in zip(noted, opened, strict=True)]


def _stands(request: Request) -> None:
    if request.stage is not RequestStage.STANDING:
        raise RuleBroken("A wish is noted or passed on only while the request stands. It does not stand now.")
