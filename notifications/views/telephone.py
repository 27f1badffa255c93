"""What she says by telephone or on paper, entered for her: a request, a pause, an end, a new safe way (R16)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.vault import opening
from letterbank.vault.sealed import VERIFY
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.unit import opens, work
from notifications import entry, known, receipts, requests, safe_way
from notifications.forms import ConfirmedForm, EntryForm, SafeWayForm
from notifications.views.deed import carried_out, deed_page

P = Permission
pages = Blueprint("telephone", __name__, url_prefix="/requests")


@pages.route("/new", methods=["GET", "POST"])
@requires(P.REQUEST_VERIFY)
def enter() -> ResponseReturnValue:
    form = EntryForm().narrow(work().policy)
    once = form.entry.data = form.entry.data or work().new_id()
    sent = form.validate_on_submit()
    earlier = entry.entered_before(work(), once) if sent else None
    if earlier:
        return _done(earlier.id, "This request was entered already. Nothing was entered twice.")
    kept = heed(work(), form, lambda: entry.enter(work(), form.message(), form.came.data, once)) if sent else None
    if kept is None:
        return render_template("notifications/enter.html", form=form), 422 if form.errors else 200
    request, receipt = kept
    return render_template(
        "notifications/entered.html", request_=request, receipt=receipts.spell_receipt(receipt),
        known=known.others(work(), request),
    )  # fmt: skip


@pages.route("/<id:request_id>/pause", methods=["GET", "POST"])
@requires(P.DROP_OPEN)
def pause(request_id: Id) -> ResponseReturnValue:
    found, form = requests.find(work(), request_id), VersionForm()
    if carried_out(form, found, lambda: requests.pause(work(), found)):
        return _done(request_id, "Paused. Nothing is sent and nobody is called until they say so.")
    return deed_page("notifications/pause.html", form, found)


@pages.route("/<id:request_id>/resume", methods=["GET", "POST"])
@requires(P.REQUEST_VERIFY)
def resume(request_id: Id) -> ResponseReturnValue:
    found, form = requests.find(work(), request_id), ConfirmedForm()
    if carried_out(form, found, lambda: requests.resume(work(), found, form.how.data or "")):
        return _done(request_id, "Taken up again. A yes from before the pause is asked for once more.")
    return deed_page("notifications/resume.html", form, found)


@pages.route("/<id:request_id>/withdraw", methods=["GET", "POST"])
@requires(P.DROP_OPEN)
def withdraw(request_id: Id) -> ResponseReturnValue:
    found, form = requests.find(work(), request_id), VersionForm()
    if carried_out(form, found, lambda: requests.withdraw(work(), found)):
        return _done(request_id, "Withdrawn. Everything that had not been handed over is stopped.")
    return deed_page("notifications/withdraw.html", form, found)


@pages.route("/<id:request_id>/safe-way", methods=["GET", "POST"])
@requires(P.REQUEST_VERIFY)
@opens
def change(request_id: Id) -> ResponseReturnValue:
    found = requests.find_kept(work(), request_id)
    hers = opening(work(), found.victim, VERIFY)
    form = SafeWayForm.filled(hers).narrow(work().policy)
    if carried_out(form, found, lambda: safe_way.change(work(), found, form.how.data or "", **form.hers())):
        return _done(request_id, "Kept. Any copy that was printed before is void.")
    return deed_page("notifications/safe_way.html", form, found)


def _done(request_id: Id, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("requests.shown", request_id=request_id))
