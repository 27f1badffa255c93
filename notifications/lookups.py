"""The receipt digests, made anew from the requests themselves. They are in no backup: an old one could still answer.

Used after a restore. A request whose key was destroyed has no digest any more.
"""

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from letterbank.audit import record as write_down
from letterbank.errors import Unreadable
from letterbank.people.victims import DOMAIN
from letterbank.vault import Opened, opening_many
from letterbank.vault.sealed import VERIFY
from notifications.model import ReceiptDigest, Request

if TYPE_CHECKING:
    from letterbank.work import Work


def rebuild_digests(work: "Work") -> int:
    """Their number. Opens every request in one run, written to the audit with its count."""
    work.session.execute(delete(ReceiptDigest))
    requests = work.session.scalars(select(Request).order_by(Request.id)).all()
    made = 0
    for request, opened in zip(requests, opening_many(work, requests, VERIFY), strict=True):
        receipt = _receipt(opened)
        if receipt:
            digest = work.vault.digest(DOMAIN, "receipt", receipt)
            work.session.add(ReceiptDigest(digest=digest, request_id=request.id))
            made += 1
    write_down(work, "receipt digests made anew", count=made)
    return made


def _receipt(opened: Opened) -> str:
    try:
        return str(json.loads(opened.content or "{}").get("receipt", ""))
    except Unreadable:
        return ""
