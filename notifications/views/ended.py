"""Requests that ended: on which day what was told us is destroyed, why it waits, and their word that it may go now."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.web.guard import requires
from letterbank.web.lists import Shown, page_of
from letterbank.web.unit import work
from notifications import forgetting, requests
from notifications.forms import ForgetForm
from notifications.model import Request
from notifications.views.deed import carried_out, deed_page

pages = Blueprint("ended", __name__, url_prefix="/ended")
DESTROY = Permission.RECORD_DESTROY


@pages.get("")
@requires(DESTROY)
def listed() -> ResponseReturnValue:
    shown: Shown[Request] = page_of(
        work().session, forgetting.ended(), Request.since, Request.id, request.args.get("after")
    )
    rows = [forgetting.look(work(), found) for found in shown.rows]
    return render_template("notifications/ended.html", rows=rows, after=shown.after)


@pages.route("/<id:request_id>", methods=["GET", "POST"])
@requires(DESTROY)
def forget(request_id: Id) -> ResponseReturnValue:
    found, form = requests.find_kept(work(), request_id), ForgetForm()
    if carried_out(form, found, lambda: forgetting.forget(work(), found, confirmed=bool(form.confirmed.data))):
        flash("What they told us is destroyed. Backups open it no more once their own days are over.", "good")
        return redirect(url_for("ended.listed"))
    return deed_page("notifications/forget.html", form, found, ended=forgetting.look(work(), found))
