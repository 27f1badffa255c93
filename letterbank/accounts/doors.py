"""The pages of sign-in: those of the library we want, each behind what it forgets to ask."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from flask import Blueprint, flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import recovery_codes, tf_plugin, views, webauthn

from letterbank.accounts import presence
from letterbank.accounts.proof import is_fresh
from letterbank.errors import RuleBroken
from letterbank.web.guard import public, requires

View = Callable[..., ResponseReturnValue]
BOTH = ("GET", "POST")

security = Blueprint("security", __name__)


def half_signed_in(view: View) -> View:
    """Open to somebody whose password was right, who is not locked or suspended, and for five minutes only.

    The library asks about locks beside the password alone.
    """

    @wraps(view)
    def opened(**parts: str) -> ResponseReturnValue:
        if presence.half_way() is None:
            session.clear()
            flash("Please sign in from the beginning.", "care")
            return redirect(url_for("security.login"))
        return _straight_on(view(**parts))

    return public(opened)


def fresh(view: View) -> View:
    """Open to people who signed in within ten minutes: a seat left alone must not gain a factor (AC-25)."""

    @wraps(view)
    def opened(**parts: str) -> ResponseReturnValue:
        if not is_fresh():
            raise RuleBroken("To change your passkeys, sign out, sign in again and come here within ten minutes.")
        return view(**parts)

    return requires()(opened)


def _straight_on(answer: ResponseReturnValue) -> ResponseReturnValue:
    """The library would bring people back to the page they came from, which here is the sign-in page."""
    page = make_response(answer)
    if page.location:
        page.location = page.location.partition("?")[0]
    return page


@public
def _sign_in() -> ResponseReturnValue:
    return _straight_on(views.login())


def _remove() -> ResponseReturnValue:
    """Nobody is left with one factor."""
    person = presence.here()
    if person.totp is None and len(person.webauthn) == 1:
        raise RuleBroken("This passkey is your only second factor. Add another one before you remove it.")
    return cast(ResponseReturnValue, webauthn.webauthn_delete())


def _door(address: str, endpoint: str, view: View, methods: tuple[str, ...] = BOTH) -> None:
    security.add_url_rule(address, endpoint, view, methods=methods)


_door("/sign-in", "login", _sign_in)
_door("/second-factor", "two_factor_token_validation", half_signed_in(views.two_factor_token_validation))
_door("/second-factor/choose", "tf_select", half_signed_in(tf_plugin.tf_select))
_door("/second-factor/recovery", "mf_recovery", half_signed_in(recovery_codes.mf_recovery))
_door("/second-factor/passkey", "wan_signin", half_signed_in(webauthn.webauthn_signin))
_door("/second-factor/passkey/<token>", "wan_signin_response", half_signed_in(webauthn.webauthn_signin_response),
      ("POST",))  # fmt: skip
_door("/account/passkeys", "wan_register", fresh(webauthn.webauthn_register))
_door("/account/passkeys/remove", "wan_delete", fresh(_remove), ("POST",))
_door("/account/passkeys/<token>", "wan_register_response", fresh(webauthn.webauthn_register_response), ("POST",))


@security.get("/second-factor/lost")
@public
def two_factor_rescue() -> ResponseReturnValue:
    """The library leads people here who have lost their device."""
    return render_template("accounts/lost.html")


@security.post("/sign-out")
@requires()
def logout() -> ResponseReturnValue:
    presence.leave()
    flash("You are signed out.", "good")
    leaving = redirect(url_for("security.login"))
    leaving.headers["Clear-Site-Data"] = '"cache"'  # B32: the next person at this computer finds nothing
    return leaving
