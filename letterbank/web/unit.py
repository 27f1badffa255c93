"""The request is the transaction: one unit of work a request, finished after the view, undone after a refusal.

A POST writes. A GET reads, unless its view says `@opens`: opening a record writes the audit.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue

from letterbank.audit import record as write_down
from letterbank.permissions import Actor
from letterbank.work import Office, Work

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
NOBODY = "nobody"


def opens(view: View) -> View:
    """Mark a view whose GET opens records."""
    view.opens_records = True  # type: ignore[attr-defined]  # a mark on a function, read by writes()
    return view


def slow(view: View) -> View:
    """Mark a POST that does slow work between writing units of its own; the request's unit then only reads."""
    view.is_slow = True  # type: ignore[attr-defined]  # a mark on a function, read by writes()
    return view


def writes() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "is_slow", False):
        return False
    return request.method == "POST" or getattr(view, "opens_records", False)


def office() -> Office:
    return cast(Office, current_app.extensions["letterbank"])


def nobody() -> Actor:
    """Whoever has not signed in: may do nothing."""
    return Actor(id=NOBODY, name="", surface=office().surface, roles=frozenset())


def work() -> Work:
    """This request's unit of work, begun when first needed."""
    if "work" not in g:
        g.work = office().begin(nobody(), write=writes())
    return cast(Work, g.work)


def actor() -> Actor:
    """Whose request this is or was, without beginning a unit: an error page must not need the database."""
    if "work" in g:
        return cast(Work, g.work).actor
    return cast(Actor, g.get("last_actor", None) or nobody())


class UnitFlask(Flask):
    """Flask whose dispatch ends the request's unit, so that a failed commit meets the error handlers too."""

    def dispatch_request(self) -> ResponseReturnValue:
        response = self.make_response(super().dispatch_request())
        finish()
        return response


def finish() -> None:
    if "work" in g:
        g.work.finish()
        del g.work


def abandon(_error: BaseException | None = None) -> None:
    """Undo what is not finished. Safe to call at any time."""
    _let_go(Work.abandon)


def turn_back() -> None:
    """Undo it after a refusal; what was opened stays written down."""
    _let_go(Work.turn_back)


def _let_go(end: Callable[[Work], None]) -> None:
    unfinished = g.pop("work", None)
    if unfinished is not None:
        g.last_actor = unfinished.actor  # a slow deed goes on without a unit, and may be refused later
        end(unfinished)


def write_down_refusal(actor: Actor, why: str, subject: str = "") -> None:
    """A denied attempt rolls its own unit back, so it is written in a second, short one (AU-01)."""
    with office().writing(actor) as short:
        on = [subject] if subject else []
        write_down(short, "refused", *on, outcome=why, page=request.endpoint or "", method=request.method)
