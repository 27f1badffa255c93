"""A job that is killed from outside is begun once more: a good scan is not called damaged for it."""

import io
import os
import signal
from collections.abc import Iterator

import pytest

from letterbank.policy.model import Scans
from letterbank.sandbox import Limits, Sandbox
from letterbank.vault import PieceSeal
from screening.scanning import JOBS, NotAScan, again_if_it_died, sanitise
from screening.scanning.arrival import SealedSink, receive
from screening.uploads import pages_within
from tests.screening.scanning.papers import arrow, pdf_of

TWO_PAGES = pdf_of(arrow(), arrow(), dpi=72)
SCANS = Scans(max_bytes=1024 * 1024, max_pages=10, keep_original=False)


class Mortal(Sandbox):
    """Its first so many jobs are killed with their zygote, as soon as they have asked for their input."""

    deaths = begun = 0

    def run(self, job, source, *, limits=None):
        self.begun += 1
        if self.begun <= self.deaths:
            return super().run(job, Last(self, source), limits=limits)
        return super().run(job, source, limits=limits)


class Last:
    def __init__(self, sandbox: Mortal, source: SealedSink) -> None:
        self.size, self._source, self._sandbox = source.size, source, sandbox

    def piece(self, number: int) -> bytes:
        os.kill(self._sandbox._zygote.pid, signal.SIGKILL)  # as the machine does when its memory is at an end
        self._sandbox._zygote.wait()
        return self._source.piece(number)


@pytest.fixture
def mortal() -> Iterator[Mortal]:
    with Mortal(JOBS) as started:
        started.begun = 0  # it has proved its walls
        yield started


def uploaded(sandbox: Sandbox) -> int:
    """How many pages came of it."""
    return len(pages_within(sandbox, SCANS, receive(io.BytesIO(TWO_PAGES), PieceSeal())))


def test_an_upload_whose_job_is_killed_once_comes_in_whole(mortal: Mortal) -> None:
    mortal.deaths = 1

    assert uploaded(mortal) == 2
    assert mortal.begun == 2


def test_what_is_killed_twice_is_called_damaged_and_the_next_scan_never_notices(mortal: Mortal) -> None:
    mortal.deaths = 2

    with pytest.raises(NotAScan) as refusal:
        uploaded(mortal)

    assert (refusal.value.reason, mortal.begun) == ("damaged", 2)
    assert uploaded(mortal) == 2


@pytest.mark.parametrize(
    ("job", "reason", "times"),
    [("crash", "damaged", 2), ("leave", "damaged", 1), ("spin", "slow", 1), ("refuse_at_once", "damaged", 1)],
)
def test_a_file_that_kills_every_job_is_read_twice_and_one_that_is_slow_or_refused_once(
    job: str, reason: str, times: int
) -> None:
    """`leave` gives a claim that is no page first: that is a lie, and no death."""
    with Mortal({"sanitise": f"tests.sandbox.hostile_jobs:{job}"}, limits=Limits(patience=0.5)) as sandbox:
        sandbox.begun = 0

        with pytest.raises(NotAScan) as refusal:
            again_if_it_died(lambda: list(sanitise(sandbox, b"any file")))

        assert (refusal.value.reason, sandbox.begun) == (reason, times)
        assert all(proof.refused for proof in sandbox.prove())
