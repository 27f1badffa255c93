"""The centre's rounds: take in what was dropped, look for matches, end and destroy what has come to its day.

Nothing here sends a message or calls (P10).
"""

import structlog

from letterbank.letters import review_drafts
from letterbank.permissions import Actor, Permission
from letterbank.safekeeping import destruction
from letterbank.work import Office
from notifications import forgetting, intake, known, matching

log = structlog.get_logger()

WORKER = Actor(
    id="central worker",
    name="Central worker",
    surface="central",
    roles=frozenset(),
    machine_permissions=frozenset({Permission.DROP_OPEN, Permission.MATCH_CONFIRM, Permission.RECORD_DESTROY}),
)


def _take_in(office: Office) -> None:
    intake.take_in(office, WORKER)


def _catch_up(office: Office) -> None:
    with office.writing(WORKER) as work:
        known.catch_up(work)


def _find_offers(office: Office) -> None:
    with office.writing(WORKER) as work:
        matching.find_offers(work)


def _forget(office: Office) -> None:
    with office.writing(WORKER) as work:
        forgetting.forget_due(work)


def _end_kept_answers(office: Office) -> None:
    with office.writing(WORKER) as work:
        review_drafts.end_due(work)


def _destroy(office: Office) -> None:
    destruction.complete(office, WORKER)


ROUND = (_take_in, _catch_up, _find_offers, _forget, _end_kept_answers, _destroy)


def go(office: Office) -> None:
    """One round. What fails is tried again at the next."""
    for part in ROUND:
        part(office)


def go_safely(office: Office) -> None:
    """For the background of a server: what fails ends neither the rounds nor what comes after it in its own."""
    for part in ROUND:
        try:
            part(office)
        except Exception as fault:  # noqa: BLE001  # the next round tries again; the kind of fault is logged
            log.error("round failed", part=part.__name__.strip("_"), kind=type(fault).__name__)
