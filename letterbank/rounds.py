"""The centre's rounds: take in what was dropped, look for matches, destroy what has come to its day.

Nothing here sends a message or calls (P10).
"""

import structlog

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


def go(office: Office) -> None:
    """One round. What fails is tried again at the next; a fault says its kind and no value."""
    intake.take_in(office, WORKER)
    with office.writing(WORKER) as work:
        known.catch_up(work)
    with office.writing(WORKER) as work:
        matching.find_offers(work)
    with office.writing(WORKER) as work:
        forgetting.forget_due(work)
    destruction.complete(office, WORKER)


def go_safely(office: Office) -> None:
    """For the background of a server: a failed round must not end the rounds."""
    try:
        go(office)
    except Exception as fault:  # noqa: BLE001  # the next round tries again; the kind of fault is logged
        log.error("round failed", kind=type(fault).__name__)
