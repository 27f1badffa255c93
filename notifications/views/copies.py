"""The list of printed copies to destroy, and the page on which somebody says that one is destroyed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.lists import Shown, page_of
from letterbank.web.unit import work
from notifications import copies, offers
from notifications.model import Packet
from notifications.views.deed import carried_out, deed_page

pages = Blueprint("copies", __name__, url_prefix="/copies")
PACK = Permission.PACKET_PACK


@pages.get("")
@requires(PACK)
def listed() -> ResponseReturnValue:
    shown: Shown[Packet] = page_of(
        work().session, copies.to_destroy(), Packet.packed_at, Packet.id, request.args.get("after")
    )
    return render_template("notifications/copies.html", rows=shown.rows, after=shown.after)


@pages.route("/<id:offer_id>/<int:number>", methods=["GET", "POST"])
@requires(PACK)
def destroy(offer_id: Id, number: int) -> ResponseReturnValue:
    offer, form = offers.find(work(), offer_id), VersionForm()
    packet = copies.find(offer, number)
    if carried_out(form, offer, lambda: copies.destroy(work(), packet)):
        flash("It is written down that this copy is destroyed.", "good")
        return redirect(url_for("copies.listed"))
    return deed_page("notifications/destroy_copy.html", form, offer, packet=packet)
