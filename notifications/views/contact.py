"""Reaching her: the call sheet, what became of a try, what she said. The page says when nobody may call."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from letterbank.documents.compose import printed
from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.web.guard import requires
from letterbank.web.unit import office, opens, slow, work
from notifications import answers, call_paper, contact, disclosure, offers
from notifications.answers import Answer
from notifications.forms import AnswerForm, FactsForm, TryForm
from notifications.views.deed import carried_out, deed_page, on_my_own, paper

P = Permission
pages = Blueprint("contact", __name__, url_prefix="/contact")


@pages.get("/<id:offer_id>")
@requires(P.OFFER_CONTACT)
@opens
def sheet(offer_id: Id) -> ResponseReturnValue:
    offer = offers.find(work(), offer_id)
    hers = contact.call_sheet(work(), offer)
    return render_template(
        "notifications/call.html",
        offer=offer,
        sheet=hers,
        not_now=contact.why_not_now(work(), offer, hers.safe_way),
        tries=contact.notes(work(), offer),
        programme=work().policy.programme,
    )


@pages.post("/<id:offer_id>/paper")
@requires(P.OFFER_CONTACT)
@slow
def on_paper(offer_id: Id) -> ResponseReturnValue:
    with office().writing(on_my_own()) as opening:
        document = call_paper.document(opening, offers.find(opening, offer_id))
    pdf = printed(document, current_app.extensions["letterbank sandbox"])
    return paper(pdf, "sheet")


@pages.route("/<id:offer_id>/tried", methods=["GET", "POST"])
@requires(P.OFFER_CONTACT)
def tried(offer_id: Id) -> ResponseReturnValue:
    offer, form = offers.find(work(), offer_id), TryForm()

    def deed() -> None:
        contact.log_attempt(work(), offer, form.outcome.data or "", form.note.data or "")

    if carried_out(form, offer, deed):
        flash("Written down.", "good")
        return redirect(url_for("desk.offer", offer_id=offer_id))
    return deed_page("notifications/tried.html", form, offer)


@pages.route("/<id:offer_id>/answer", methods=["GET", "POST"])
@requires(P.OFFER_CONTACT)
def answer(offer_id: Id) -> ResponseReturnValue:
    offer, form = offers.find(work(), offer_id), AnswerForm().narrow(work().policy)
    if carried_out(form, offer, lambda: answers.take_down(work(), offer, _said(form))):
        flash("Written down: " + answers.ANSWERS[form.answer.data][1] + ".", "good")
        return redirect(url_for("desk.offer", offer_id=offer_id))
    policy = work().policy
    return deed_page("notifications/answer.html", form, offer, disclosure=policy.disclosure, contact=policy.contact)


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


def _said(form: AnswerForm) -> Answer:
    return Answer(
        answer=form.answer.data or "",
        how=form.how.data or "",
        note=form.note.data or "",
        on=form.on.data,
        facts=tuple(form.facts.data or ()) if form.answer.data == "yes" else (),
    )
