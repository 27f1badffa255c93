"""A page says who it is for, or it is closed. Registered before anything else answers a request."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.errors import Missing, Refusal
from letterbank.permissions import Permission, must
from letterbank.web import arrival
from letterbank.web.unit import abandon, work

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class SignedOut(Refusal):
    """A session ended while somebody was still writing. Their browser keeps the form, and sends it again on a reload:
    its token counts no more, and the page of an expired form gives back what was typed.
    """

    status = 401
    heading = "You were signed out"

    def __init__(self) -> None:
        super().__init__("What you typed is not lost yet: leave this page open.")


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Open to signed-in people who hold at least one of these permissions; none named: to all signed in."""

    def mark(view: View) -> View:
        view.required = permissions  # type: ignore[attr-defined]  # a mark on a function, read by the hook
        return view

    return mark


def public(view: View) -> View:
    """Open to anybody. The list of these pages is pinned by a test (AC-23)."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on a function, read by the hook
    return view


def guard(app: Flask, sign_in_endpoint: str, who: Callable[[], bool], sign_out_endpoint: str = "") -> None:
    """Close every page of `app` that is not marked. `who` makes the unit's actor the signed-in person, if any.

    Where people sign in and out, a form sent too late is answered with words instead of the sign-in page.
    """

    def closed_unless_marked() -> ResponseReturnValue | None:
        if request.endpoint is None or not arrival.is_plain():
            raise Missing
        view = current_app.view_functions[request.endpoint]
        if getattr(view, "is_public", False):
            arrival.receive(arrival.at_most_here() or arrival.STRANGERS)
            return None
        if not _is_known(who):
            if request.method == "POST" and sign_out_endpoint not in ("", request.endpoint):
                raise SignedOut
            return redirect(url_for(sign_in_endpoint))
        permissions = getattr(view, "required", None)
        if permissions is None:
            raise Missing
        if permissions and not work().actor.permissions & set(permissions):
            must(work().actor, permissions[0])
        return None

    app.before_request(closed_unless_marked)


def _is_known(who: Callable[[], bool]) -> bool:
    """Asked before anything of a form is read, and again when all of it is here: rights may have ended meanwhile."""
    known = who()
    if not known or request.method != "POST":
        return known
    abandon()
    arrival.receive(arrival.at_most_here())
    return who()


def silent_pages(app: Flask) -> list[str]:
    """Endpoints that say nothing of whom they are for. There must be none."""
    return sorted(
        name for name, view in app.view_functions.items()
        if not getattr(view, "is_public", False) and getattr(view, "required", None) is None
    )  # fmt: skip


def public_pages(app: Flask) -> list[str]:
    return sorted(name for name, view in app.view_functions.items() if getattr(view, "is_public", False))
