"""Matches: the evidence side by side, and a person who says whether it is she."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.unit import opens, work
from notifications import known, matching, offers, recognising
from notifications.forms import MatchForm
from notifications.views.deed import came_to, carried_out, deed_page

P = Permission
pages = Blueprint("matches", __name__, url_prefix="/matches")


@pages.post("/look")
@requires(P.MATCH_CONFIRM)
def look() -> ResponseReturnValue:
    found = matching.find_offers(work())
    words = {0: "No new match.", 1: "One new match."}.get(found, f"{found} new matches.")
    flash(words, "good" if found else "calm")
    return redirect(url_for("desk.waiting", name="matches"))


@pages.route("/<id:offer_id>", methods=["GET", "POST"])
@requires(P.MATCH_CONFIRM)
@opens
def compare(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    compared = recognising.compared(work(), offer)
    form = MatchForm().narrow(compared.asked)
    sure = came_to(form, offer, lambda: offers.confirm(work(), offer, form.reason))
    if sure is not None:
        flash("Confirmed. It waits for the first contact." if sure else "Kept. A second person decides now.", "good")
        return redirect(url_for("desk.waiting", name="matches"))
    looked = compared.has_looked(work().actor.id)
    others = known.others(work(), offer.request)
    return deed_page("notifications/match.html", form, offer, compared=compared, looked=looked, known=others)


@pages.route("/<id:offer_id>/not-the-same", methods=["GET", "POST"])
@requires(P.MATCH_CONFIRM)
def apart(offer_id: Id) -> ResponseReturnValue:
    offer, form = offers.find(work(), offer_id), VersionForm()
    if carried_out(form, offer, lambda: offers.not_a_match(work(), offer)):
        flash("Kept apart. This letter is never again offered for this request.", "good")
        return redirect(url_for("desk.waiting", name="matches"))
    return deed_page("notifications/not_the_same.html", form, offer)
