"""A job reads its input by place: no more of it than it asks for, and nothing that is not there (AV-5.2, B23)."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from letterbank.sandbox import PIECE, Held, JobDied, JobTooSlow, Limits, Places, Sandbox
from letterbank.sandbox.work import ASKED, HEADER, NUMBER

MIB = 1024 * 1024
LONG = 5 * PIECE + 1234


class Counted:
    """A source of any size that is made as it is read: every piece tells its number."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.given: list[int] = []

    def piece(self, number: int) -> bytes:
        self.given.append(number)
        return number.to_bytes(4, "big").ljust(min(PIECE, self.size - number * PIECE), b"-")


class Wrong(Counted):
    def piece(self, number: int) -> bytes:
        return b"short"


class Broken(Counted):
    def piece(self, number: int) -> bytes:
        raise ConnectionError("the database is gone")


def ask(number: int) -> bytes:
    return HEADER.pack(ASKED, NUMBER.size) + NUMBER.pack(number)


def places(content: bytes) -> Places:
    """In this program, without a sandbox."""
    held = Held(content)

    def fetch(number: int, room: memoryview) -> None:
        room[:] = held.piece(number)

    return Places(len(content), fetch)


def test_a_large_input_arrives_whole(sandbox: Sandbox) -> None:
    whole = os.urandom(LONG)

    assert list(sandbox.run("echo", whole)) == [whole]


def test_a_job_is_given_the_pieces_it_asks_for_and_no_others(sandbox: Sandbox) -> None:
    counted = Counted(10_000 * PIECE)

    (seen,) = sandbox.run("look_at", counted)

    assert seen == (9_999).to_bytes(4, "big") + (7).to_bytes(4, "big")
    assert counted.given == [9_999, 7]


def test_an_input_of_any_size_costs_a_few_pieces_of_memory(sandbox: Sandbox) -> None:
    counted = Counted(300 * PIECE)

    before = memory()
    (length,) = sandbox.run("read_through", counted, limits=Limits(memory=64 * MIB))

    assert int(length) == counted.size
    assert memory() - before < 60


def memory() -> int:
    """Of this program, in MiB."""
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) // 1024


def test_places_read_like_a_file_across_the_edges_of_their_pieces() -> None:
    whole = os.urandom(LONG)
    file = places(whole)

    assert file.seek(-10, os.SEEK_END) == LONG - 10
    assert file.read() == whole[-10:]
    assert file.seek(PIECE - 5) and file.read(2 * PIECE) == whole[PIECE - 5 : 3 * PIECE - 5]
    assert file.tell() == 3 * PIECE - 5
    assert file.seek(LONG + 7) and file.read(5) == b""
    with pytest.raises(OSError, match="Before the beginning"):
        file.seek(-1)


@pytest.mark.parametrize("frame", [
    ask(1),
    ask(2**32 - 1),
    HEADER.pack(ASKED, 0),
    HEADER.pack(ASKED, 2**31),
    HEADER.pack(ASKED, 3) + b"123",
])  # fmt: skip
def test_a_child_that_asks_for_what_is_not_there_is_ended(sandbox: Sandbox, frame: bytes) -> None:
    with pytest.raises(JobDied):
        list(sandbox.run("babble", frame))


@pytest.mark.parametrize("job", ["ask_for_ever", "ask_and_never_listen"])
def test_a_child_that_asks_without_end_is_ended(sandbox: Sandbox, job: str) -> None:
    counted = Counted(3 * PIECE)

    with pytest.raises(JobDied):
        list(sandbox.run(job, counted, limits=Limits(patience=1.0)))

    assert len(counted.given) <= 4 * 3 + 64
    assert list(sandbox.run("echo", b"well")) == [b"well"]


def test_a_child_that_asks_and_goes_to_sleep_is_not_waited_for(sandbox: Sandbox) -> None:
    began = time.monotonic()

    with pytest.raises(JobTooSlow):
        list(sandbox.run("ask_and_sleep", Counted(9 * PIECE), limits=Limits(patience=0.3)))

    assert time.monotonic() - began < 5


def test_a_source_that_is_shorter_than_it_says_is_our_mistake(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="not as long"):
        list(sandbox.run("echo", Wrong(PIECE)))


def test_what_a_source_raises_is_raised_and_the_child_is_gone(sandbox: Sandbox) -> None:
    before = os.listdir("/proc/self/fd")

    with pytest.raises(ConnectionError, match="database"):
        list(sandbox.run("echo", Broken(PIECE)))

    assert os.listdir("/proc/self/fd") == before
    assert list(sandbox.run("echo", b"well")) == [b"well"]


def test_a_slow_source_does_not_use_up_the_jobs_patience(sandbox: Sandbox) -> None:
    class Slow(Counted):
        def piece(self, number: int) -> bytes:
            time.sleep(0.3)
            return super().piece(number)

    def lengths() -> Iterator[bytes]:
        yield from sandbox.run("read_through", Slow(3 * PIECE), limits=Limits(patience=0.5))

    assert int(next(lengths())) == 3 * PIECE
