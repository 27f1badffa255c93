"""From her yes to the letter box: gates, printing, the second person, hand-over. Every rule is the release's own."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from letterbank.documents.compose import printed
from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.permissions import Permission, must
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.unit import office, opens, slow, work
from notifications import gates, offers, packet, release, requests
from notifications.deeds import DEEDS
from notifications.forms import CodesForm, PackForm, gate_fields
from notifications.large_print import is_ready
from notifications.release import Contents
from notifications.views.deed import carried_out, deed_page, on_my_own, paper

P = Permission
pages = Blueprint("release", __name__, url_prefix="/offers")


@pages.route("/<id:offer_id>/<any({}):name>".format(", ".join(f"'{name}'" for name in DEEDS)), methods=["GET", "POST"])
@requires(P.VICTIM_READ)
def deed(offer_id: Id, name: str) -> ResponseReturnValue:
    chosen, offer, form = DEEDS[name], offers.find(work(), offer_id), VersionForm()
    must(work().actor, chosen.needs)
    if carried_out(form, offer, lambda: chosen.do(work(), offer)):
        flash(chosen.done, "good")
        return redirect(url_for("desk.offer", offer_id=offer_id))
    return deed_page("notifications/deed.html", form, offer, deed=chosen)


@pages.get("/<id:offer_id>/gates")
@requires(P.PACKET_PACK)
def looked_up(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    return render_template("notifications/gates.html", offer=offer, rows=gates.found(work(), offer))


@pages.route("/<id:offer_id>/gates/<key>", methods=["GET", "POST"])
@requires(P.PACKET_PACK)
def look_up(offer_id: Id, key: str) -> ResponseReturnValue:
    offer, gate = offers.find(work(), offer_id), gates.of_release(work().policy, key)
    if gate is None:
        raise Missing
    form = gate_fields(gate)()

    def keep() -> None:
        release.answer_gate(work(), offer, key, bars=form["found"].data == "yes", as_of=form["as_of"].data)

    if carried_out(form, offer, keep):
        return redirect(url_for("release.looked_up", offer_id=offer_id))
    return deed_page("notifications/gate.html", form, offer, gate=gate, today=work().today)


@pages.get("/<id:offer_id>/pack")
@requires(P.PACKET_PACK)
def packing(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    return deed_page("notifications/pack.html", PackForm(), offer, can_be_large=is_ready(work(), offer.letter.newest))


@pages.post("/<id:offer_id>/pack")
@requires(P.PACKET_PACK)
@slow
def pack(offer_id: Id) -> ResponseReturnValue:
    form, actor = PackForm(), on_my_own()
    policy, now, sandbox = office().policy, office().clock.now(), current_app.extensions["letterbank sandbox"]

    def compose(contents: Contents) -> bytes:
        return printed(packet.document(policy, contents, now), sandbox)

    made, pdf = release.pack(office(), actor, compose, offer_id, form.seen_version, large_print=form.large_print.data)
    return paper(pdf, f"print-{made.copy_number}")


@pages.route("/<id:offer_id>/check", methods=["GET", "POST"])
@requires(P.PACKET_CHECK)
@opens
def check(offer_id: Id) -> ResponseReturnValue:
    offer, form = offers.find(work(), offer_id), CodesForm()
    if form.validate_on_submit():
        # A wrong code is not a slip to be mended on this page: it ends it, and is written in the audit (NT-08).
        requests.same_page(offer.version, form.seen_version)
        release.check(work(), offer, **form.read())
        flash("Checked. It can be handed over.", "good")
        return redirect(url_for("desk.offer", offer_id=offer_id))
    return deed_page("notifications/check.html", form, offer, paper=release.on_the_envelope(work(), offer))


@pages.get("/<id:offer_id>/hand-over")
@requires(P.PACKET_PACK)
@opens
def handing_over(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    days = release.left_alone(work(), offer)
    return deed_page("notifications/hand_over.html", VersionForm(), offer, left_alone=days)


@pages.post("/<id:offer_id>/hand-over")
@requires(P.PACKET_PACK)
@slow
def hand_over(offer_id: Id) -> ResponseReturnValue:
    form, actor = VersionForm(), on_my_own()
    release.hand_over(office(), actor, offer_id, form.seen_version)
    flash("Handed over.", "good")
    return redirect(url_for("desk.offer", offer_id=offer_id))
