"""The first page of a surface: what waits for this person and since when, and nothing else (R4).

Packages that know of waiting work add it with `add_waits`, and the ways to their lists with `add_way`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue

from letterbank.permissions import Permission
from letterbank.web.guard import requires
from letterbank.web.unit import actor, office, work
from letterbank.work import Work

home = Blueprint("home", __name__)


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One line of the page. `since` is when the oldest of it began to wait."""

    text: str
    url: str
    since: datetime
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One entry of the main navigation, for those who hold any of `needs`."""

    endpoint: str
    label: str
    needs: frozenset[Permission]


WaitsOf = Callable[[Work], Iterable[Wait]]


def add_waits(app: Flask, waits_of: WaitsOf) -> None:
    """Ask `waits_of` too whenever somebody opens the first page."""
    app.extensions.setdefault("letterbank.waits", []).append(waits_of)


def add_way(app: Flask, endpoint: str, label: str, *needs: Permission) -> None:
    """Offer a way in the main navigation to those who hold any of these permissions."""
    ways = app.extensions.setdefault("letterbank.ways", [])
    ways.append(Way(endpoint=endpoint, label=label, needs=frozenset(needs)))


@home.get("/")
@requires()
def waiting() -> ResponseReturnValue:
    added: list[WaitsOf] = current_app.extensions.get("letterbank.waits", [])
    waits = [wait for waits_of in added for wait in waits_of(work())]
    return render_template(
        "home.html", waits=sorted(waits, key=lambda wait: wait.since), has_work=bool(actor().permissions)
    )


def register_home(app: Flask) -> None:
    app.register_blueprint(home)
    app.context_processor(lambda: words_of_every_page(app))


def words_of_every_page(app: Flask) -> dict[str, object]:
    """What base.html shows around every page. Begins no unit of work: an error page has none."""
    policy = office().policy
    who = actor()
    held, code = who.permissions, who.facility
    ways: list[Way] = app.extensions.get("letterbank.ways", [])
    return {
        "programme_name": policy.programme.name,
        "department_name": policy.programme.department,
        "surface": office().surface,
        "place_name": f"Facility {code}" if code else "",
        "zone": policy.zone,
        "now": office().clock.now(),
        "nav": [("home.waiting", "Waiting for you"), *((way.endpoint, way.label) for way in ways if way.needs & held)],
    }
