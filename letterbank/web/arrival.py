"""A form comes in whole before anything holds a lock, no further than its sender is trusted, and without a NUL.

A NUL is never typed, and PostgreSQL keeps none.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, request
from flask.typing import ResponseReturnValue

from letterbank.errors import Refusal

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

STRANGERS = 64 * 1024  # bytes that somebody who is not signed in may send
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class Unreceived(Refusal):
    """What was sent cannot be read as a form of ours."""

    status = 400
    heading = "That could not be read"


def is_plain() -> bool:
    """Whether neither the address nor what follows its question mark holds a NUL."""
    asked = [word for pair in request.args.items(multi=True) for word in pair]
    return not any("\0" in word for word in (request.path, *asked))


def takes_up_to(size: int) -> Callable[[View], View]:
    """Mark a page whose form may be larger than those of the other pages of its surface."""

    def mark(view: View) -> View:
        view.takes_up_to = size  # type: ignore[attr-defined]  # a mark on a function, read by at_most_here
        return view

    return mark


def at_most_here() -> int | None:
    """How many bytes the page asked for takes, where it says so itself."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "takes_up_to", None)


def receive(at_most: int | None = None) -> None:
    """Read the form now. Nothing may be held meanwhile: a slow line would keep everybody waiting."""
    if request.method != "POST":
        return
    if request.mimetype and request.mimetype not in FORMS:
        raise Unreceived("Only a form can be sent here. Go back, reload the page and send it again.")
    if at_most is not None:
        request.max_content_length = at_most
    if any("\0" in word for pair in request.form.items(multi=True) for word in pair):
        raise Unreceived("A field holds a sign that cannot be kept. Type the words again and send the form again.")
