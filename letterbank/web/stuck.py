"""Work that nobody who is here may do: the list of those who can bring somebody (R30).

The number of different people a rule asks for is never lowered. Packages that know of such work add it with
`add_stuck`; each says only what the person who looks may know of.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from letterbank.permissions import Permission
from letterbank.web.guard import requires
from letterbank.web.home import Wait, add_waits
from letterbank.web.unit import work
from letterbank.work import Work

stuck = Blueprint("stuck", __name__)
MOST = 100  # of each kind: whoever sees so many needs no longer list


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """One piece of work. `lacks` says who could do it, as their role and place."""

    what: str
    lacks: str
    since: datetime
    url: str = ""


Finder = Callable[[Work], Iterable[Stuck]]


def add_stuck(app: Flask, finder: Finder) -> None:
    """Ask `finder` too whenever somebody looks what is stuck."""
    app.extensions.setdefault("letterbank.stuck", []).append(finder)


def register_stuck(app: Flask) -> None:
    app.register_blueprint(stuck)
    add_waits(app, _waits)


@stuck.get("/stuck")
@requires(Permission.WORK_STUCK)
def listed() -> ResponseReturnValue:
    return render_template("stuck.html", rows=_all(work()))


def _all(work: Work) -> list[Stuck]:
    finders: list[Finder] = current_app.extensions.get("letterbank.stuck", [])
    return sorted((found for finder in finders for found in finder(work)), key=lambda found: found.since)


def _waits(work: Work) -> Iterable[Wait]:
    if Permission.WORK_STUCK not in work.actor.permissions:
        return
    if found := _all(work):
        yield Wait(text="Work that nobody here may do", url=url_for("stuck.listed"), since=found[0].since)
