"""Faults somebody could build in by mistake, each planted from outside: the comparer must find every one of them.

Where PostgreSQL would not let the facility's role look, the fault looks through the centre's own database: what is
tried here is whether the difference would be seen, not whether it could arise.
"""

import json
from collections.abc import Callable, Mapping
from functools import wraps

from flask import Flask, request
from sqlalchemy import func, select

from letterbank.audit import record
from letterbank.errors import RuleBroken
from letterbank.letters import lists
from letterbank.letters.model import Letter
from letterbank.web.home import Wait, add_waits
from letterbank.web.unit import work
from notifications.model import Offer, OfferStage, Packet, Request
from tests.two_worlds.world import Leak, Part, World
from tests.worlds import ASSISTANT

Parts = Mapping[str, Part]


def _peek(world: World, query) -> list:
    with world.victims_side.reading(ASSISTANT) as behind:
        return list(behind.session.scalars(query))


def _matched(world: World) -> set[str]:
    return set(_peek(world, select(Offer.letter_id)))


def _instead(endpoint: str, wrong: Callable[[Callable], Callable]) -> Part:
    """A part that, before the first request, puts a wrong view in the right one's place."""

    def register(app: Flask) -> None:
        def put_in_place() -> None:
            right = app.view_functions[endpoint]
            if not hasattr(right, "is_wrong"):
                app.view_functions[endpoint] = wraps(right)(wrong(right))
                app.view_functions[endpoint].is_wrong = True

        app.before_request(put_in_place)

    return register


def _counter(world: World) -> Parts:
    def waits(_work):
        asked = sum(_peek(world, select(func.count()).select_from(Request)))
        return [Wait(text=f"{asked} people have asked", url="/", since=world.clock.now())] if asked else []

    return {"a counter": lambda app: add_waits(app, waits)}


def _sorted_by_match(world: World) -> Parts:
    def wrong(right: Callable) -> Callable:
        def listed():
            found = sorted(lists.list_letters(work()).rows, key=lambda row: row.id in _matched(world))
            return right() + json.dumps([row.number for row in found])

        return listed

    return {"a sorted list": _instead("letters.listed", wrong)}


def _queue_with_priority(world: World) -> Parts:
    """Another letter by the same writer is read first because somebody waits for one."""

    def wrong(right: Callable) -> Callable:
        def queue():
            wanted = set(_peek(world, select(Request.case_id)))
            first = work().session.query(Letter).where(Letter.case_id.in_(wanted)).count()
            return right() + json.dumps(["urgent"] * first)

        return queue

    return {"a queue": _instead("review.queue", wrong)}


def _entity_tag(world: World) -> Parts:
    """A cache's mark that follows the whole database instead of the page."""

    def mark(response):
        offers = _peek(world, select(Offer.stage).order_by(Offer.id))
        response.headers["ETag"] = f'"{len("".join(offers))}"'
        return response

    return {"a mark": lambda app: app.after_request(mark) and None}


def _refused_once_packed(world: World) -> Parts:
    def wrong(right: Callable) -> Callable:
        def withdraw(letter_id: str):
            packed = _peek(world, select(Packet.id).join(Offer).where(Offer.letter_id == letter_id))
            if request.method == "POST" and packed:
                raise RuleBroken("It is too late to withdraw this letter.")
            return right(letter_id=letter_id)

        return withdraw

    return {"a refusal": _instead("letters.withdraw", wrong)}


def _audited_at_the_facility(world: World) -> Parts:
    def wrong(right: Callable) -> Callable:
        def shown(letter_id: str):
            if letter_id in _matched(world):
                record(work(), "letter asked for", f"letter/{letter_id}")
            return right(letter_id=letter_id)

        shown.opens_records = True
        return shown

    return {"an entry": _instead("letters.shown", wrong)}


def _slower(world: World) -> Parts:
    """A class of time: a request more to the database whenever somebody was found. Told as servers tell it."""

    def tell(response):
        response.headers["Server-Timing"] = f"db;desc={len(_matched(world))}"
        return response

    return {"a timing": lambda app: app.after_request(tell) and None}


def _kept_beside_the_keys(world: World) -> Parts:
    def leave(response):
        (world.home / "packets.log").write_text("".join(_peek(world, select(Packet.sha256))))
        return response

    return {"a file": lambda app: app.after_request(leave) and None}


def _gone_once_handed_over(world: World) -> Parts:
    """A tidy archive: what has been delivered is not listed any more."""

    def wrong(right: Callable) -> Callable:
        def shown(letter_id: str):
            left = select(Offer.letter_id).where(Offer.stage.in_((OfferStage.HANDED_OVER, OfferStage.READ)))
            return ("", 404) if letter_id in _peek(world, left) else right(letter_id=letter_id)

        return shown

    return {"an archive": _instead("letters.shown", wrong)}


def _paper_on_demand(world: World) -> Parts:
    """R5: the desk is asked to send one letter's paper before its day, because a packet was due."""

    def wrong(right: Callable) -> Callable:
        def desk():
            due = _peek(world, select(Packet.offer_id))
            return right() + json.dumps(["Send this paper today."] * len(due))

        return desk

    return {"a request": _instead("paper.desk", wrong)}


def _touched(behind, offer: Offer) -> None:
    offer.letter.since = behind.now


def _versioned(behind, offer: Offer) -> None:
    offer.letter.claimed_until = behind.now


LEAKS: dict[str, Leak] = {
    "a counter of requests on the first page": Leak(parts=_counter),
    "the letter's date moves when she answers": Leak(when_she_answers=_touched),
    "the letter's version moves when she answers": Leak(when_she_answers=_versioned),
    "the list is sorted by match": Leak(parts=_sorted_by_match),
    "the queue knows who asked": Leak(parts=_queue_with_priority),
    "ids come from one stream for all": Leak(one_stream=True),
    "an entity tag follows the offers": Leak(parts=_entity_tag),
    "a withdrawal is refused once packed": Leak(parts=_refused_once_packed),
    "an opening is audited in the facility's chain": Leak(parts=_audited_at_the_facility),
    "a header tells how long it took": Leak(parts=_slower),
    "a file is left beside the keys": Leak(parts=_kept_beside_the_keys),
    "one letter's paper is asked for": Leak(parts=_paper_on_demand),
    "a delivered letter is not found any more": Leak(parts=_gone_once_handed_over),
}
