"""The draft: what she has written so far, in one cookie of her own browser, sealed under this process's key.

It takes the place of Flask's session, so there is one cookie and the form's token is in it. Exit and send delete it;
a restart or two hours make it unreadable, and an unreadable draft is as good as none.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, Response, session
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin
from flask.wrappers import Request

from letterbank.errors import Refusal, Unreadable
from letterbank.ids import new_id
from letterbank.vault import DraftSeal
from letterbank.work import Office
from notifications.receipts import new_receipt

Answers = dict[str, Any]
LIFE = timedelta(hours=2)  # since her last answer: a cookie copied from a shared device opens nothing the next day
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
        fresh = isinstance(sealed_at, int) and _seconds(app) - sealed_at <= LIFE.total_seconds()
        return SecureCookieSession(kept if fresh else {})

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not session.modified:
            return
        place = {"path": "/", "secure": True, "httponly": True, "samesite": "Strict"}
        if session:
            sealed = self._seal.seal({**session, SEALED_AT: _seconds(app)})
            response.set_cookie(self.get_cookie_name(app), sealed, **place)  # type: ignore[arg-type]  # the keywords are set_cookie's own
        else:
            response.delete_cookie(self.get_cookie_name(app), **place)  # type: ignore[arg-type]  # the same keywords


def _seconds(app: Flask) -> int:
    office: Office = app.extensions["letterbank"]
    return int(office.clock.now().timestamp())


def begin(office: Office) -> None:
    """A new draft, or the one that is there. Its receipt number is made once and stays."""
    if "receipt" not in session:
        session.pop("sent", None)
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


def finish() -> None:
    """It was sent: only the receipt number stays, until she leaves."""
    receipt = session["receipt"]
    session.clear()
    session["sent"] = receipt
