"""What waits for somebody about paper, and since when."""

from collections.abc import Iterator

from flask import url_for

from letterbank.letters.paper import astray, bags, giving_back, safe
from letterbank.letters.paper.central import KeptStage
from letterbank.letters.paper.model import PaperStage
from letterbank.letters.paper.schedule import Beat
from letterbank.permissions import Permission
from letterbank.web.home import Wait
from letterbank.work import Work


def at_the_desk(work: Work) -> Iterator[Wait]:
    """At a facility: a bag to pack, a bag to send, paper to give back, paper that is missed."""
    if Permission.PAPER_SEND not in work.actor.permissions:
        return
    due = next((paper for paper in bags.to_pack(work) if paper.stage is PaperStage.TO_SEND), None)
    if due:
        beat = Beat.of(work.policy)
        its_day = beat.cut_off(beat.due_on(due.ready_at))
        yield Wait(text="Paper to go to the central office", url=url_for("paper.pack"), since=its_day)
    packed = next((bag for bag in bags.on_their_way(work).rows if not bag.sent_at), None)
    if packed:
        yield Wait(text="A packed bag to send", url=url_for("paper.bag", bag_id=packed.id), since=packed.packed_at)
    back = giving_back.to_give_back(work).rows
    if back:
        yield Wait(text="Paper to give back to its writer", url=url_for("paper.to_give_back"), since=back[0].since)
    coming = giving_back.coming_back(work).rows
    if coming:
        url = url_for("paper.to_give_back")
        yield Wait(text="Paper on its way back from the central office", url=url, since=coming[0].since)
    yield from _missed(work, "paper.missing")


def at_the_centre(work: Work) -> Iterator[Wait]:
    if Permission.PAPER_RECEIVE not in work.actor.permissions:
        return
    coming = bags.on_their_way(work).rows
    if coming:
        yield Wait(text="Bags of paper to open when they come", url=url_for("arrivals.bags"), since=coming[0].packed_at)
    back = giving_back.to_send_back(work).rows
    if back:
        yield Wait(text="Paper to send back to its facility", url=url_for("arrivals.to_send_back"), since=back[0].since)
    yield from _missed(work, "arrivals.missing")


def at_the_safe(work: Work) -> Iterator[Wait]:
    if Permission.PAPER_KEEP not in work.actor.permissions:
        return
    for stage, text in (
        (KeptStage.ON_THE_DESK, "Paper to put into the safe"),
        (KeptStage.TO_DESTROY, "Paper for a second person to destroy"),
    ):
        since = safe.oldest_kept(work, stage)
        if since:
            yield Wait(text=text, url=url_for("safe.papers", stage=stage.value), since=since)


def _missed(work: Work, page: str) -> Iterator[Wait]:
    since = astray.oldest_astray(work)
    if since:
        yield Wait(text="Paper that should have arrived and has not", url=url_for(page), since=since)
