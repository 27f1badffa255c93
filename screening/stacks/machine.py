"""The machine at every desk: sorts what has come in, and breaks off what stopped coming. It sends nothing (P10)."""

from collections.abc import Iterable, Iterator

import structlog
from sqlalchemy import exists, select

from letterbank.permissions import Actor, Permission
from letterbank.sandbox import Sandbox
from letterbank.work import Office
from screening.stacks.model import Stack, StackStage
from screening.stacks.sorting import Sorter
from screening.stacks.taking_in import break_off_the_abandoned

log = structlog.get_logger()
MAY = frozenset({Permission.SCAN_BRING, Permission.SCAN_SORT})


def machine_at(facility: str | None) -> Actor:
    """The machine of one facility's desk; without a facility, the centre's."""
    return Actor(
        id="scanning room", name="Scanning room", surface="facility" if facility else "central", roles=frozenset(),
        facility=facility, machine_permissions=MAY,
    )  # fmt: skip


def desks_of(surface: str, facilities: Iterable[str]) -> Iterator[Actor]:
    """The desks that a surface's process serves."""
    if surface == "facility":
        yield from map(machine_at, facilities)
    elif surface == "central":
        yield machine_at(None)


def go(office: Office, desk: Actor, sandbox: Sandbox) -> int:
    """Sort everything that waits at a desk; how many stacks it was."""
    if not _has_work(office, desk):
        return 0
    with office.writing(desk) as work:
        break_off_the_abandoned(work)
    sorter, count = Sorter(office, desk, sandbox), 0
    while sorter.sort_next():
        count += 1
    return count


def go_safely(office: Office, desk: Actor, sandbox: Sandbox) -> None:
    """For the background of a server: a failed round must not end the rounds."""
    try:
        go(office, desk, sandbox)
    except Exception as fault:  # noqa: BLE001  # the next round tries again; the kind of fault is logged
        log.error("sorting failed", kind=type(fault).__name__)


def _has_work(office: Office, desk: Actor) -> bool:
    with office.reading(desk) as work:
        open_now = (Stack.stage == StackStage.WAITING) | (Stack.stage == StackStage.ARRIVING)
        return bool(work.session.scalar(select(exists().where(Stack.desk == desk.place, open_now))))
