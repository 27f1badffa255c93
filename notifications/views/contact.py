"""Reaching her in her way: what to say or post, what became of it, what she said. A page says when nobody may try."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from letterbank.documents.compose import printed
from letterbank.ids import Id
from letterbank.letters import escalation
from letterbank.permissions import Permission
from letterbank.web.guard import requires
from letterbank.web.unit import office, opens, slow, work
from notifications import answers, contact, disclosure, gates, offers, on_paper, ways
from notifications.answers import Answer
from notifications.forms import AnswerForm, FactsForm, TryForm, plain
from notifications.model import Offer
from notifications.views.deed import carried_out, deed_page, on_my_own, paper

P = Permission
pages = Blueprint("contact", __name__, url_prefix="/contact")


@pages.get("/<id:offer_id>")
@requires(P.OFFER_CONTACT)
@opens
def sheet(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    hers = contact.sheet(work(), offer)
    way = ways.of(work().policy, hers.safe_way)
    return render_template(
        way.page,
        offer=offer,
        sheet=hers,
        way=way,
        not_now=contact.why_not_now(work(), offer, hers.safe_way),
        tries=contact.notes(work(), offer),
        dangers=escalation.safety_notes(work(), offer.letter),
        left=gates.tries_left(work(), offer),
        programme=work().policy.programme,
    )


@pages.post("/<id:offer_id>/paper")
@requires(P.OFFER_CONTACT)
@slow
def paper_of(offer_id: Id) -> ResponseReturnValue:
    with office().writing(on_my_own()) as opening:
        document = on_paper.document(opening, offers.find(opening, offer_id))
    pdf = printed(document, current_app.extensions["letterbank sandbox"])
    return paper(pdf, "sheet")


@pages.route("/<id:offer_id>/tried", methods=["GET", "POST"])
@requires(P.OFFER_CONTACT)
@opens
def tried(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    way, message = contact.way_to_try(work(), offer)
    form = TryForm().narrow(way, message=message)

    def deed() -> None:
        contact.log_attempt(work(), offer, form.outcome.data or "", form.note.data or "")

    if carried_out(form, offer, deed):
        flash("Written down.", "good")
        return redirect(url_for("desk.offer", offer_id=offer_id))
    return deed_page("notifications/tried.html", form, offer, way=way)


@pages.route("/<id:offer_id>/answer", methods=["GET", "POST"])
@requires(P.OFFER_CONTACT)
@opens
def answer(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    form = AnswerForm().narrow(work().policy).came(contact.way_of(work(), offer), work().policy)
    if carried_out(form, offer, lambda: answers.take_down(work(), offer, _said(form))):
        flash("Written down: " + answers.ANSWERS[form.answer.data][1] + ".", "good")
        return redirect(_after(offer, form.answer.data))
    policy = work().policy
    return deed_page("notifications/answer.html", form, offer, disclosure=policy.disclosure)


@pages.route("/<id:offer_id>/facts", methods=["GET", "POST"])
@requires(P.OFFER_CONTACT)
@opens
def facts(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    form = FactsForm(data={"facts": disclosure.kept(work(), offer)}).narrow(work().policy)
    if carried_out(form, offer, lambda: disclosure.change(work(), offer, form.facts.data or ())):
        flash("Kept. It counts from the next slip that is printed.", "good")
        return redirect(url_for("desk.offer", offer_id=offer_id))
    return deed_page("notifications/facts.html", form, offer, disclosure=work().policy.disclosure)


def _after(offer: Offer, answered: str) -> str:
    """Where the next page is: after a yes without an address, where one is asked for."""
    if answered == "yes" and not contact.hers(work(), offer).address:
        flash("There is no address yet. Ask for one they call safe while you speak with them.", "care")
        return url_for("telephone.change", request_id=offer.request_id)
    return url_for("desk.offer", offer_id=offer.id)


def _said(form: AnswerForm) -> Answer:
    return Answer(
        answer=form.answer.data or "",
        how=form.how.data or "",
        note=form.note.data or "",
        on=form.on.data,
        facts=tuple(form.facts.data or ()) if form.answer.data == "yes" else (),
        call_after="call_after" in form and bool(form.call_after.data),
        leave_alone=plain(form.leave_alone.data),
    )
