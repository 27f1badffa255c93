"""The demonstration's own door: its sign-in page offers every made-up account with the code its device shows now.

Only `letterbank demo` gives these parts to an application; `serve` cannot import them. What the door begins is a real
session; and every page, the public ones too, says that it is a demonstration.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Flask, redirect
from flask.typing import ResponseReturnValue
from flask_security.utils import login_user
from sqlalchemy import select

from letterbank.accounts.model import Staff
from letterbank.accounts.second_factor import current_code
from letterbank.accounts.sign_in import step_aside
from letterbank.demonstration.forms import EnterForm
from letterbank.demonstration.people import PASSWORD, STAFF
from letterbank.errors import Missing
from letterbank.web.guard import public
from letterbank.web.unit import office, work

BANNER = "Demonstration. Everybody and everything here is made up. Do not enter anything real."
PUBLIC_BANNER = "Demonstration. No office gets what is sent here. Do not enter anything real."
door = Blueprint("door", __name__)


@dataclass(frozen=True)
class Account:
    """One made-up person as the sign-in page offers them; `code` is good for about half a minute."""

    login: str
    name: str
    title: str
    place: str
    code: str


@door.post("/demonstration/enter")
@public
def enter() -> ResponseReturnValue:
    form = EnterForm()
    staff = _row(form.login.data or "") if form.validate_on_submit() else None
    if staff is None:
        raise Missing
    step_aside(work(), staff)
    login_user(staff, authn_via=["demonstration"])
    return redirect("/")


def parts_of_demonstration(surface: str) -> dict[str, Callable[[Flask], None]]:
    """What a surface has in a demonstration besides its own parts."""
    return {"banner": register_banner} if surface == "public" else {"door": register_door}


def register_banner(app: Flask) -> None:
    app.context_processor(lambda: {"banner": PUBLIC_BANNER})


def register_door(app: Flask) -> None:
    app.register_blueprint(door)
    app.config["SECURITY_LOGIN_USER_TEMPLATE"] = "demonstration/sign_in.html"
    app.config["SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE"] = "demonstration/second_factor.html"
    app.context_processor(lambda: {"banner": BANNER, "offered": offered, "password": PASSWORD})


def offered() -> list[Account]:
    """The accounts of this surface, in the order a letter meets them."""
    titles = office().policy.titles
    return [
        Account(person.login, person.name, titles.of(person.role), person.facility or "", current_code(work(), staff))
        for person in STAFF
        if (staff := _row(person.login)) is not None
    ]


def _row(login: str) -> Staff | None:
    query = select(Staff).where(Staff.surface == office().surface, Staff.login == login)
    return work().session.scalar(query)
