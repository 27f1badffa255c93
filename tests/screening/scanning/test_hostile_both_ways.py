"""B23: what was made to do harm gets a sentence or becomes its own picture, as a letter and as a stack alike.

Afterwards the server has the processes, the open files and the memory it had before, and takes the next scan.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from letterbank.sandbox import Limits, Sandbox
from screening.scanning import JOBS, NotAScan, read_sides, sanitise
from tests.screening.scanning.hostile import CANARY, HARMLESS, REFUSED, thousand_scans
from tests.screening.scanning.papers import arrow, is_upright, saved
from tests.screening.scanning.test_hostile_files import REFUSED as NO_SCANS

WAYS: dict[str, Callable[[Sandbox, bytes], list[bytes]]] = {
    "letter": lambda sandbox, given: [page.image for page in sanitise(sandbox, given)],
    "stack": lambda sandbox, given: [side.page.image + side.thumbnail for side in read_sides(sandbox, given)],
}
AS_A_STACK = {"pages": "sides", "size": "stack-size"}
FITS_A_STACK = {"a long TIFF"}  # 301 sides are no letter, and a small stack
GOOD = saved(arrow(), "PNG")


@pytest.fixture(scope="module")
def patient() -> Iterator[Sandbox]:
    with Sandbox(JOBS) as started:
        yield started


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("what", list(REFUSED))
def test_a_trap_gets_its_sentence_and_the_next_scan_never_notices(patient: Sandbox, what: str, way: str) -> None:
    reasons, make = REFUSED[what]

    with pytest.raises(NotAScan) as refusal:
        WAYS[way](patient, make())

    named = {AS_A_STACK.get(reason, reason) for reason in reasons} if way == "stack" else reasons
    assert refusal.value.reason in named
    assert len(WAYS[way](patient, GOOD)) == 1


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("what", [what for what in NO_SCANS if what not in FITS_A_STACK])
def test_what_is_no_letter_is_no_stack_either(patient: Sandbox, what: str, way: str) -> None:
    reason, make = NO_SCANS[what]

    with pytest.raises(NotAScan) as refusal:
        WAYS[way](patient, make())

    assert refusal.value.reason == (AS_A_STACK.get(reason, reason) if way == "stack" else reason)


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("what", list(HARMLESS))
def test_a_stowaway_stays_behind(patient: Sandbox, what: str, way: str) -> None:
    (page,) = WAYS[way](patient, HARMLESS[what]())

    assert CANARY not in page
    assert len(page) < 400_000


@pytest.mark.parametrize("way", list(WAYS))
def test_a_picture_that_is_never_finished_is_given_up(way: str) -> None:
    with Sandbox(JOBS, limits=Limits(patience=0.5)) as hasty:
        with pytest.raises(NotAScan) as refusal:
            WAYS[way](hasty, thousand_scans())

        assert refusal.value.reason == "slow"
        assert len(WAYS[way](hasty, GOOD)) == 1


def test_afterwards_everything_is_as_before() -> None:
    with Sandbox(JOBS) as sandbox:
        for way in WAYS.values():
            way(sandbox, GOOD)
        before = standing()

        for make in [make for _, make in (*REFUSED.values(), *NO_SCANS.values())] + list(HARMLESS.values()):
            for way in WAYS.values():
                try:
                    way(sandbox, make())
                except NotAScan:
                    continue

        after = standing()
        assert is_upright(WAYS["letter"](sandbox, GOOD)[0])
    assert (after.children, after.files) == (before.children, before.files)
    assert after.memory - before.memory < 48 * 1024 * 1024  # of a corpus that unpacks to more than a gigabyte


class standing:
    """The processes begotten, the files open and the memory held by this one and by whoever it begot."""

    def __init__(self) -> None:
        own = os.getpid()
        begotten = [one for one in Path("/proc").glob("[0-9]*") if _parent(one) == own]
        self.children = sorted(one.name for one in begotten)
        self.files = sorted(os.listdir("/proc/self/fd"))
        self.memory = sum(map(_resident, [Path("/proc/self"), *begotten]))


def _parent(process: Path) -> int:
    try:
        return int(process.joinpath("stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


def _resident(process: Path) -> int:
    return int(process.joinpath("statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
