"""The planner's page of referrals: those a victim agreed to, with the least the next step needs (R8)."""

from collections.abc import Iterator

from flask import Blueprint, Flask, render_template, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.vod import referral
from letterbank.web.guard import requires
from letterbank.web.home import Wait, add_waits, add_way
from letterbank.web.unit import opens, work
from letterbank.work import Work

pages = Blueprint("referrals", __name__, url_prefix="/referrals")


def register_referrals(app: Flask) -> None:
    app.register_blueprint(pages)
    add_waits(app, waits)
    add_way(app, "referrals.listed", "Referrals", Permission.REFERRAL_READ)


def waits(work: Work) -> Iterator[Wait]:
    since = referral.oldest(work) if Permission.REFERRAL_READ in work.actor.permissions else None
    if since:
        yield Wait(text="Referrals to prepare", url=url_for("referrals.listed"), since=since)


@pages.get("")
@requires(Permission.REFERRAL_READ)
def listed() -> ResponseReturnValue:
    rows = [referral.known_of(work(), one) for one in referral.shown_to(work())]
    return render_template("vod/referrals.html", rows=rows)


@pages.get("/<id:referral_id>")
@requires(Permission.REFERRAL_READ)
@opens
def shown(referral_id: Id) -> ResponseReturnValue:
    found = referral.find(work(), referral_id)
    known, name, wish = referral.opened_for_planner(work(), found)
    return render_template("vod/referral.html", known=known, name=name, wish=wish, programme=work().policy.programme)
