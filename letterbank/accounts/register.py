"""The part of a surface that lets people in: registered first, so that its guard answers before anything else."""

from collections.abc import Callable
from typing import cast

from flask import Flask, g
from flask.typing import ResponseReturnValue
from flask_security.signals import user_authenticated, user_failed_authn, wan_deleted, wan_registered

from letterbank.accounts import presence
from letterbank.accounts.doors import security
from letterbank.accounts.enrolment_pages import enrolment
from letterbank.accounts.library import install
from letterbank.accounts.own_pages import own
from letterbank.accounts.staff_pages import staff_pages
from letterbank.accounts.waits import waits
from letterbank.permissions import Permission
from letterbank.web.expired import register_expired
from letterbank.web.guard import guard, public
from letterbank.web.home import add_waits, add_way


def register_accounts(app: Flask) -> None:
    """Sign-in, enrolment and the signed-in person's own page."""
    guard(app, "security.login", presence.who, "security.logout")
    register_expired(app)
    app.view_functions["static"] = public(cast(Callable[..., ResponseReturnValue], app.view_functions["static"]))
    install(app)
    for page_set in (security, enrolment, own):
        app.register_blueprint(page_set)
    user_authenticated.connect(presence.arrive, app)
    user_failed_authn.connect(presence.failed, app)
    wan_registered.connect(presence.factor_changed, app)
    wan_deleted.connect(presence.factor_changed, app)
    app.context_processor(lambda: {"current_user": g.get("shown"), "account_url": "/account"})


def register_staff_pages(app: Flask) -> None:
    """The administrator's pages: the central surface only."""
    app.register_blueprint(staff_pages)
    add_waits(app, waits)
    add_way(app, "staff.people", "Staff", Permission.STAFF_MANAGE)
