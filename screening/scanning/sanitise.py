"""The calls that turn a stranger's file into clean pages (N6, B23). No codec runs on this side."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from letterbank.sandbox import Held, JobDied, JobRefused, JobTooSlow, Sandbox, Source
from screening.scanning.pages import CleanPage, NotClean, unpacked
from screening.scanning.refusals import MAX_BYTES, MAX_PAGES, MAX_SIDES, MAX_STACK_BYTES, NotAScan, ReadingDied
from screening.scanning.sides import Side, unpacked_side

PAGES, SIDES, TURN = "sanitise", "sides", "turn"
JOBS: Mapping[str, str] = {
    PAGES: "screening.scanning.remake:remake",
    SIDES: "screening.scanning.remake:remake_sides",
    TURN: "screening.scanning.turn:turn",
}
_SECONDS_OF_A_STACK = 3600  # for a thousand sides; each of them has its patience
_OF_A_STACK = {"pages": "sides", "size": "stack-size"}

Made = TypeVar("Made", CleanPage, Side)
Read = TypeVar("Read")


def again_if_it_died(read: Callable[[], Read]) -> Read:
    """Read a file from its first page, once more where that was cut off: memory may have run out through others.

    Nothing of the first reading may have been given out. Raises NotAScan; a second death is the file's own doing.
    """
    try:
        return read()
    except ReadingDied:
        return read()


def sanitise(sandbox: Sandbox, source: bytes | Source) -> Iterator[CleanPage]:
    """The pages of the file, one in flight at a time. The source is read as the pages are made.

    Raises NotAScan, also after some pages: keep none of them until the last has come. ReadingDied asks to begin anew.
    """
    held = _within(MAX_BYTES, source)
    return _checked(sandbox.run(PAGES, held), unpacked, MAX_PAGES)


def read_sides(sandbox: Sandbox, source: bytes | Source) -> Iterator[Side]:
    """Every side of a stack in order, one in flight at a time; the rest as `sanitise`."""
    try:
        held = _within(MAX_STACK_BYTES, source)
        limits = replace(sandbox.limits, cpu_seconds=_SECONDS_OF_A_STACK)
        yield from _checked(sandbox.run(SIDES, held, limits=limits), unpacked_side, MAX_SIDES)
    except NotAScan as refused:
        if refused.reason not in _OF_A_STACK:
            raise
        raise NotAScan(_OF_A_STACK[refused.reason]) from None


def turned(sandbox: Sandbox, page: CleanPage, by: int) -> CleanPage:
    """The page turned clockwise by 90, 180 or 270 degrees. Raises NotAScan where it cannot be opened any more."""
    if by not in (90, 180, 270):
        raise ValueError(f"A page is turned by quarters, not by {by} degrees")
    claim = bytes([by // 90]) + page.packed()
    size = (page.width, page.height) if by == 180 else (page.height, page.width)
    made = again_if_it_died(lambda: list(_checked(sandbox.run(TURN, claim), unpacked, 1)))
    if [(one.width, one.height, one.kind) for one in made] != [(*size, page.kind)]:
        raise NotAScan("damaged")
    return made[0]


def _within(most: int, source: bytes | Source) -> Source:
    held = Held(source) if isinstance(source, bytes) else source
    if held.size > most:
        raise NotAScan("size")
    return held


def _checked(results: Generator[bytes], check: Callable[[bytes], Made], most: int) -> Iterator[Made]:
    try:
        for number, claim in enumerate(results):
            if number >= most:
                raise NotAScan("pages")
            yield check(claim)
    except JobRefused as refused:
        raise NotAScan(refused.reason) from None
    except JobTooSlow:
        raise NotAScan("slow") from None
    except JobDied:
        raise ReadingDied from None
    except NotClean:
        raise NotAScan("damaged") from None
    finally:
        results.close()  # of what is not believed no job goes on
