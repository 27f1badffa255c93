"""A request: what she sent, who she is, which case she means, and whether it stands."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.vault import opening
from letterbank.vault.sealed import READ_VICTIM, VERIFY
from letterbank.web.guard import requires
from letterbank.web.lists import Shown, page_of
from letterbank.web.unit import opens, work
from letterbank.workflow import open_to
from notifications import finding, known, messages, queues, requests, sheet, story, where_not, wishes
from notifications.forms import LinkForm, SearchForm, VerifyForm, WhyForm
from notifications.model import Request, RequestStage
from notifications.views.deed import came_to, carried_out, deed_page
from notifications.workflow import REQUESTS

P = Permission
pages = Blueprint("requests", __name__, url_prefix="/requests")


@pages.get("")
@requires(P.VICTIM_READ)
@opens
def listed() -> ResponseReturnValue:
    stage = request.args.get("stage", RequestStage.OPENED.value)
    if stage not in set(RequestStage):
        raise Missing
    query = queues.requests_at(RequestStage(stage))
    shown: Shown[Request] = page_of(work().session, query, Request.since, Request.id, request.args.get("after"))
    rows = finding.rows(work(), shown.rows)
    return render_template(
        "notifications/requests.html", rows=rows, after=shown.after, stage=stage, stages=story.STAGE_WORDS
    )


@pages.get("/<id:request_id>")
@requires(P.VICTIM_READ)
@opens
def shown(request_id: Id) -> ResponseReturnValue:
    found = requests.find(work(), request_id)
    hers, said = opening(work(), found.victim, READ_VICTIM), opening(work(), found, READ_VICTIM)
    return render_template(
        "notifications/request.html",
        request_=found,
        sent=sheet.sent(work(), found),
        hers=sheet.hers(hers),
        in_custody=None if hers.is_gone else where_not.of_custody(work(), hers.address),
        meant=sheet.meant(work(), found),
        messages=messages.of_request(work(), found),
        known=known.others(work(), found),
        noted=sheet.noted(said),
        is_gone=said.is_gone,
        offers=queues.offers_of(work(), found),
        wishes=wishes.read_all(work(), found),
        steps=[str(step) for step in open_to(work(), REQUESTS, found)],
        story=story.of_request(work(), found),
        stages=story.STAGE_WORDS,
    )


@pages.route("/<id:request_id>/verify", methods=["GET", "POST"])
@requires(P.REQUEST_VERIFY)
@opens
def verify(request_id: Id) -> ResponseReturnValue:
    found = requests.find_kept(work(), request_id)
    others = known.others(work(), found)
    form = VerifyForm().narrow(work().policy, known=bool(others))

    def deed() -> bool:
        how, relation, allied = form.how.data or "", form.relation.data or "", bool(form.allied.data)
        return requests.verify(work(), found, how, relation, allied=allied, known_already=form.found)

    stands = came_to(form, found, deed)
    if stands is not None:
        flash("The request stands from now on." if stands else "Written down. A second person decides now.", "good")
        return redirect(url_for("requests.shown", request_id=request_id))
    name = opening(work(), found.victim, VERIFY).name
    return deed_page("notifications/verify.html", form, found, name=name, known=others)


@pages.route("/<id:request_id>/link", methods=["GET", "POST"])
@requires(P.REQUEST_VERIFY)
@opens
def link(request_id: Id) -> ResponseReturnValue:
    found, search = requests.find_kept(work(), request_id), SearchForm(request.args)
    sent = sheet.sent(work(), found)
    if not search.q.data:  # what they sent is the first thing to look for
        search.q.data = requests.best_words(work(), sheet.writer_named(sent))
    offenders = requests.register_matches(work(), search.q.data)
    form = LinkForm().narrow(offenders)

    def deed() -> None:
        requests.link(work(), found, *(form.case.data or ".").split(".", 1))

    if carried_out(form, found, deed):
        flash("Linked to the register.", "good")
        return redirect(url_for("requests.shown", request_id=request_id))
    return deed_page("notifications/link.html", form, found, search=search, offenders=offenders, sent=sent)


@pages.route("/<id:request_id>/refuse", methods=["GET", "POST"])
@requires(P.REQUEST_VERIFY)
def refuse(request_id: Id) -> ResponseReturnValue:
    found, form = requests.find(work(), request_id), WhyForm()
    if carried_out(form, found, lambda: requests.refuse(work(), found, form.why.data or "")):
        flash("The request is refused.", "good")
        return redirect(url_for("requests.shown", request_id=request_id))
    return deed_page("notifications/refuse.html", form, found)
