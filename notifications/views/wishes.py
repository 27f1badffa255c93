"""A wish for a dialogue: noted for her, and referred only after she was told who will learn what and said yes (R8)."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.vod import referral
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.unit import work
from notifications import requests, wishes
from notifications.forms import AgreedForm, WishForm
from notifications.views.deed import carried_out, deed_page

P = Permission
pages = Blueprint("wishes", __name__, url_prefix="/requests/<id:request_id>/wishes")


@pages.route("/new", methods=["GET", "POST"])
@requires(P.VICTIM_READ)
def note(request_id: Id) -> ResponseReturnValue:
    found, form = requests.find(work(), request_id), WishForm()
    if carried_out(form, found, lambda: wishes.note(work(), found, form.wish.data or "")):
        flash("The wish is kept. Nobody else learns of it.", "good")
        return redirect(url_for("requests.shown", request_id=request_id))
    return deed_page("notifications/wish.html", form, found)


@pages.route("/<id:wish_id>/agreed", methods=["GET", "POST"])
@requires(P.VICTIM_READ)
def agreed(request_id: Id, wish_id: Id) -> ResponseReturnValue:
    found, form = requests.find(work(), request_id), AgreedForm()
    wish = wishes.of(work(), found, wish_id)
    if carried_out(form, found, lambda: wishes.refer(work(), found, wish)):
        flash("Referred. The planner sees it from now on.", "good")
        return redirect(url_for("requests.shown", request_id=request_id))
    return deed_page("notifications/agreed.html", form, found, titles=work().policy.titles)


@pages.route("/<id:wish_id>/ended", methods=["GET", "POST"])
@requires(P.VICTIM_READ)
def ended(request_id: Id, wish_id: Id) -> ResponseReturnValue:
    found, form = requests.find(work(), request_id), VersionForm()
    wish = wishes.of(work(), found, wish_id)
    if carried_out(form, found, lambda: referral.withdraw(work(), wish)):
        flash("The wish is ended. Nobody tells the writer.", "good")
        return redirect(url_for("requests.shown", request_id=request_id))
    return deed_page("notifications/wish_ended.html", form, found)
