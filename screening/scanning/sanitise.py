"""The one call that turns a stranger's file into clean pages (N6, B23). No codec runs on this side."""

from collections.abc import Iterable, Iterator, Mapping

from letterbank.sandbox import JobDied, JobRefused, JobTooSlow, Sandbox
from screening.scanning.pages import CleanPage, NotClean, unpacked
from screening.scanning.refusals import MAX_BYTES, MAX_PAGES, NotAScan

JOB = "sanitise"
JOBS: Mapping[str, str] = {JOB: "screening.scanning.remake:remake"}


def sanitise(sandbox: Sandbox, source: bytes | Iterable[bytes]) -> Iterator[CleanPage]:
    """The pages of the file, one in flight at a time. The source may come in pieces.

    Raises NotAScan, also after some pages: keep none of them until the last has come.
    """
    results = sandbox.run(JOB, _within_size(source))
    try:
        for number, claim in enumerate(results):
            if number >= MAX_PAGES:
                raise NotAScan("pages")
            yield unpacked(claim)
    except JobRefused as refused:
        raise NotAScan(refused.reason) from None
    except JobTooSlow:
        raise NotAScan("slow") from None
    except (JobDied, NotClean):
        raise NotAScan("damaged") from None


def _within_size(source: bytes | Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in [source] if isinstance(source, bytes) else source:
        size += len(piece)
        if size > MAX_BYTES:
            raise NotAScan("size")
        yield piece
