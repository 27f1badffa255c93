"""The draft: what she has written so far, in one cookie of her own browser, sealed under this process's key.

It takes the place of Flask's session, so there is one cookie and the form's token is in it. Exit deletes it, send
empties it; a restart or two hours make it unreadable, and an unreadable draft is as good as none.
"""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, session
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin
from flask.wrappers import Request

from letterbank.errors import Refusal, Unreadable
from letterbank.ids import new_id
from letterbank.vault import DraftSeal
from letterbank.web.tokens import NAME as TOKEN
from letterbank.work import Office
from notifications.drops import SHE_CALLS
from notifications.receipts import new_receipt

Answers = dict[str, Any]
LIFE = timedelta(hours=2)  # since her last answer: a cookie copied from a shared device opens nothing the next day
SHOWN = timedelta(minutes=10)  # since it was sent: whoever takes up the device later finds no number
SEALED_AT = "at"


class NoDraft(Refusal):
    """There is nothing on this device (any more): exit, send, a restart or a bookmark."""


class DraftSessions(SessionInterface):
    """One for each process: its key is never stored and never shared."""

    def __init__(self) -> None:
        self._seal = DraftSeal()

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        cookie = request.cookies.get(self.get_cookie_name(app))
        try:
            kept = self._seal.unseal(cookie) if cookie else {}
        except Unreadable:
            return SecureCookieSession()
        sealed_at = kept.pop(SEALED_AT, 0)
        since, life = (kept.get("sent_at"), SHOWN) if "sent" in kept else (sealed_at, LIFE)
        fresh = isinstance(since, int) and _seconds(_office(app)) - since <= life.total_seconds()
        return SecureCookieSession(kept if fresh else {})

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not session.modified:
            return
        place = {"path": "/", "secure": True, "httponly": True, "samesite": "Strict"}
        if session:
            sealed = self._seal.seal({**session, SEALED_AT: _seconds(_office(app))})
            response.set_cookie(self.get_cookie_name(app), sealed, **place)  # type: ignore[arg-type]  # the keywords are set_cookie's own
        else:
            response.delete_cookie(self.get_cookie_name(app), **place)  # type: ignore[arg-type]  # the same keywords


def _office(app: Flask) -> Office:
    return cast(Office, app.extensions["letterbank"])


def _seconds(office: Office) -> int:
    return int(office.clock.now().timestamp())


def begin(office: Office) -> None:
    """A new draft, or the one that is there. Its receipt number is made once and stays."""
    if "receipt" not in session:
        for left in ("sent", "sent_at", "she_calls", "not_added"):
            session.pop(left, None)
        session["receipt"] = new_receipt(office.ids)
        session["drop_id"] = new_id(office.ids)


def answers() -> Answers:
    """Everything answered so far. Raises NoDraft."""
    if "receipt" not in session:
        raise NoDraft("There are no answers on this device.")
    return dict(session.get("answers", {}))


def keep(office: Office, given: Answers) -> None:
    """Add or change answers. A changed draft is another message, so that nothing she corrects is taken for a repeat."""
    before = answers()
    after = {key: value for key, value in {**before, **given}.items() if value}
    session.modified = True  # whoever still writes keeps it for as long again
    if after != before:
        session["answers"] = after
        session["drop_id"] = new_id(office.ids)


def finish(office: Office) -> None:
    """It was sent: only the receipt number stays, until she leaves or a little time has passed.

    The form's token stays too, so that a page in another tab leads to what is true: that it was sent.
    """
    kept = {"sent": session["receipt"], "sent_at": _seconds(office), TOKEN: session.get(TOKEN)}
    she_calls = answers().get("safe_way") == SHE_CALLS
    session.clear()
    session.update({**kept, **({"she_calls": True} if she_calls else {})})
