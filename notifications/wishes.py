"""A wish for a dialogue stands on her request: noted, and referred with her yes, only while that stands (R8, R15)."""

from typing import TYPE_CHECKING

from letterbank.errors import Missing, RuleBroken
from letterbank.ids import Id
from letterbank.vod import referral
from letterbank.vod.referral import Referral
from notifications.model import Request, RequestStage

if TYPE_CHECKING:
    from letterbank.work import Work


def note(work: "Work", request: Request, wish: str) -> Referral:
    """Keep the wish. Nobody but victim assistance sees it. Raises RuleBroken."""
    _stands(request)
    return referral.note_wish(work, request.victim_id, wish, request.offender_id, request.case_id)


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


def _stands(request: Request) -> None:
    if request.stage is not RequestStage.STANDING:
        raise RuleBroken("A wish is noted or passed on only while the request stands. It does not stand now.")
