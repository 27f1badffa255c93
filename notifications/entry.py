"""A request that came on paper, by mail or by telephone, entered for her: the same message as the public form's."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.audit import record
from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.permissions import Permission, must
from notifications import drops
from notifications.intake import open_request
from notifications.model import Request
from notifications.receipts import new_receipt

if TYPE_CHECKING:
    from letterbank.work import Work


def entered_before(work: "Work", entry: Id) -> Request | None:
    """What the same page was sent for once already: a form sent twice makes one request."""
    return work.session.scalar(select(Request).where(Request.drop_id == entry))


def enter(work: "Work", answers: Mapping[str, object], came: str, entry: Id) -> tuple[Request, str]:
    """The request, opened as if it had been dropped, and the receipt number to tell her. `entry` names it once."""
    must(work.actor, Permission.REQUEST_VERIFY)
    receipt = new_receipt(work.ids)
    message = {"kind": drops.REQUEST, "receipt": receipt, **{key: kept for key, kept in answers.items() if kept}}
    if not drops.is_sound(message):
        raise RuleBroken(
            "A name, who did the harm and one safe way with its number or address are needed, each in a few words."
        )
    request = open_request(work, entry, message)
    record(work, "request: entered by staff", request.subject, came=came)
    return request, receipt
