"""The list of calls after a packet has left, and the page from which one is made."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.web.guard import requires
from letterbank.web.lists import Shown, page_of
from letterbank.web.unit import opens, work
from notifications import after_care, contact
from notifications.after_care import AfterCare
from notifications.forms import AfterCareForm
from notifications.views.deed import carried_out, deed_page

pages = Blueprint("after_care", __name__, url_prefix="/after-care")
CALL = Permission.OFFER_CONTACT


@pages.get("")
@requires(CALL)
def listed() -> ResponseReturnValue:
    shown: Shown[AfterCare] = page_of(
        work().session, after_care.due(work()), AfterCare.wanted_at, AfterCare.id, request.args.get("after")
    )
    return render_template("notifications/after_cares.html", rows=shown.rows, after=shown.after)


@pages.route("/<id:offer_id>", methods=["GET", "POST"])
@requires(CALL)
@opens
def call(offer_id: Id) -> ResponseReturnValue:
    wanted = after_care.find(work(), offer_id)
    sheet, not_now = contact.hers(work(), wanted.offer), after_care.why_not_now(work(), wanted)
    form = AfterCareForm().narrow(message=sheet.voicemail)

    def deed() -> None:
        after_care.write_down(work(), wanted, form.outcome.data or "", form.note.data or "")

    if carried_out(form, wanted.offer, deed):
        flash("Written down.", "good")
        return redirect(url_for("after_care.listed"))
    return deed_page("notifications/after_care.html", form, wanted.offer, sheet=sheet, not_now=not_now, wanted=wanted)
