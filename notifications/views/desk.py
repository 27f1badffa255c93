"""What waits for victim assistance and since when; the lists behind it; one offer with its story."""

from collections.abc import Iterator

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.vod.referral import Referral
from letterbank.web.guard import requires
from letterbank.web.home import Wait
from letterbank.web.lists import Shown, page_of
from letterbank.web.unit import opens, work
from letterbank.work import Work
from letterbank.workflow import open_to
from notifications import copies, disclosure, finding, forgetting, gates, offers, queues, story, wishes
from notifications.deeds import BY_MOVE, DEEDS
from notifications.forms import FindForm
from notifications.model import Offer, RequestStage
from notifications.queues import QUEUES
from notifications.workflow import OFFERS, Move

pages = Blueprint("desk", __name__)


def waits(work: Work) -> Iterator[Wait]:
    """One line for each list that holds anything; a list is shown to those who may do its deed."""
    held = work.actor.permissions
    if Permission.REQUEST_VERIFY in held:
        since = queues.oldest_request(work, RequestStage.OPENED)
        if since:
            yield Wait(text="Requests to verify", url=url_for("requests.listed", stage="opened"), since=since)
    since = wishes.oldest(work) if Permission.VICTIM_READ in held else None
    if since:
        yield Wait(text="Wishes to talk about", url=url_for("desk.wished"), since=since)
    since = copies.oldest(work) if Permission.PACKET_PACK in held else None
    if since:
        yield Wait(text="Printed copies to destroy", url=url_for("copies.listed"), since=since)
    since = forgetting.overdue_since(work) if Permission.RECORD_DESTROY in held else None
    if since:
        yield Wait(text="Ended requests to ask about", url=url_for("ended.listed"), since=since)
    for name, queue in QUEUES.items():
        since = queues.oldest(work, queue) if queue.needs in held else None
        if since:
            yield Wait(text=queue.title, url=url_for("desk.waiting", name=name), since=since)


@pages.get("/waiting/<name>")
@requires(Permission.VICTIM_READ)
def waiting(name: str) -> ResponseReturnValue:
    queue = QUEUES.get(name)
    if queue is None:
        raise Missing
    query = queues.going_on(work(), queue)
    shown: Shown[Offer] = page_of(work().session, query, Offer.since, Offer.id, request.args.get("after"))
    return render_template("notifications/queue.html", name=name, queue=queue, shown=shown)


@pages.get("/wishes")
@requires(Permission.VICTIM_READ)
@opens
def wished() -> ResponseReturnValue:
    shown: Shown[Referral] = page_of(
        work().session, wishes.to_talk_about(), Referral.since, Referral.id, request.args.get("after")
    )
    asked = finding.rows(work(), wishes.requests_of(work(), shown.rows))
    rows = list(zip(shown.rows, asked, strict=True))
    return render_template("notifications/wishes.html", rows=rows, after=shown.after)


@pages.get("/offers/<id:offer_id>")
@requires(Permission.VICTIM_READ)
@opens
def offer(offer_id: Id) -> ResponseReturnValue:
    found = offers.find(work(), offer_id)
    asleep = found.wakes_on is not None and found.wakes_on > work().today
    steps = [step for step in open_to(work(), OFFERS, found) if not (asleep and step is Move.WAKE)]
    return render_template(
        "notifications/offer.html",
        offer=found,
        stage=story.STAGE_WORDS[found.stage],
        standstill=gates.why_not_wanted(found),
        steps=[str(step) for step in steps],
        clicks=[(BY_MOVE[step], DEEDS[BY_MOVE[step]]) for step in steps if step in BY_MOVE],
        story=story.of_offer(work(), found),
        may_tell=[disclosure.FACTS[key] for key in disclosure.kept(work(), found)] if found.yes_at else None,
    )


@pages.route("/find-request", methods=["GET", "POST"])
@requires(Permission.VICTIM_READ)
def found() -> ResponseReturnValue:
    """Sent as a POST although it changes nothing: a receipt number never stands in an address (R16)."""
    form = FindForm()
    rows = finding.requests_for(work(), form.q.data or "") if form.validate_on_submit() else []
    return render_template("notifications/find.html", form=form, rows=rows, stages=story.STAGE_WORDS)
