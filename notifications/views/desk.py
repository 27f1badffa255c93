"""What waits for victim assistance and since when; the lists behind it; one offer with its story."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

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
from notifications import after_care, copies, disclosure, finding, forgetting, gates, offers, queues, story, wishes
from notifications.deeds import BY_MOVE, DEEDS
from notifications.forms import FindForm
from notifications.model import Offer, OfferStage, RequestStage
from notifications.queues import QUEUES
from notifications.receipts import is_mistyped
from notifications.workflow import OFFERS, Move

pages = Blueprint("desk", __name__)


@dataclass(frozen=True)
class _List:
    """One line of the first page: for whom, where it leads, and since when the oldest of it waits."""

    needs: Permission
    text: str
    endpoint: str
    oldest: Callable[[Work], datetime | None]
    more: Mapping[str, Any] = field(default_factory=dict)


_LISTS = (
    _List(Permission.REQUEST_VERIFY, "Requests to verify", "requests.listed",
          lambda work: queues.oldest_request(work, RequestStage.OPENED), {"stage": "opened"}),
    _List(Permission.VICTIM_READ, "Wishes to talk about", "desk.wished", wishes.oldest),
    _List(Permission.PACKET_PACK, "Printed copies to destroy", "copies.listed", copies.oldest),
    _List(Permission.OFFER_CONTACT, "Calls afterwards", "after_care.listed", after_care.oldest),
    _List(Permission.RECORD_DESTROY, "Ended requests to ask about", "ended.listed", forgetting.overdue_since),
    *(
        _List(queue.needs, queue.title, "desk.waiting", partial(queues.oldest, queue=queue), {"name": name})
        for name, queue in QUEUES.items()
    ),
)  # fmt: skip


def waits(work: Work) -> Iterator[Wait]:
    """One line for each list that holds anything; a list is shown to those who may do its deed."""
    for each in _LISTS:
        since = each.oldest(work) if each.needs in work.actor.permissions else None
        if since:
            yield Wait(text=each.text, url=url_for(each.endpoint, **each.more), since=since)


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


def _steps(offer: Offer, ask_again: str | None) -> list[Move]:
    """What this person may do, without what could only be refused: each is offered when it makes sense."""
    in_vain = {Move.CLEAR, Move.PACK, Move.CHECK, Move.HAND_OVER} if ask_again else set()
    if offer.wakes_on is not None and offer.wakes_on > work().today:
        in_vain.add(Move.WAKE)
    if gates.packed_by_me(work(), offer):
        in_vain.add(Move.CHECK)
    return [step for step in open_to(work(), OFFERS, offer) if step not in in_vain]


@pages.get("/offers/<id:offer_id>")
@requires(Permission.VICTIM_READ)
@opens
def offer(offer_id: Id) -> ResponseReturnValue:
    found = offers.find(work(), offer_id)
    ask_again = gates.why_ask_again(work(), found)
    steps = _steps(found, ask_again)
    return render_template(
        "notifications/offer.html",
        offer=found,
        stage=story.STAGE_WORDS[found.stage],
        standstill=gates.why_not_wanted(found),
        steps=[str(step) for step in steps],
        clicks=[(BY_MOVE[step], DEEDS[BY_MOVE[step]]) for step in steps if step in BY_MOVE],
        story=story.of_offer(work(), found),
        ask_again=ask_again,
        mine_to_check=found.stage is OfferStage.PACKED and gates.packed_by_me(work(), found),
        may_tell=[disclosure.FACTS[key] for key in disclosure.kept(work(), found)] if found.yes_at else None,
    )


@pages.route("/find-request", methods=["GET", "POST"])
@requires(Permission.VICTIM_READ)
def found() -> ResponseReturnValue:
    """Sent as a POST although it changes nothing: a receipt number never stands in an address (R16)."""
    form = FindForm()
    rows = finding.requests_for(work(), form.q.data or "") if form.validate_on_submit() else []
    mistyped = is_mistyped(form.q.data or "")
    return render_template("notifications/find.html", form=form, rows=rows, stages=story.STAGE_WORDS, mistyped=mistyped)
