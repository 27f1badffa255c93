"""A job answers, refuses, dies or is stopped; the next one never notices (B23)."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from letterbank.sandbox import JobDied, JobRefused, JobTooSlow, Limits, Sandbox
from letterbank.sandbox.work import HEADER

MIB = 1024 * 1024


def answers(sandbox: Sandbox, job: str, given: bytes = b"", **limits: float) -> list[bytes]:
    return list(sandbox.run(job, given, limits=Limits(**limits)))  # type: ignore[arg-type]  # a test's shorthand


def is_healthy(sandbox: Sandbox) -> bool:
    return answers(sandbox, "echo", b"well") == [b"well"]


def test_a_job_gives_its_results_one_by_one(sandbox: Sandbox) -> None:
    assert list(sandbox.run("count", b"3")) == [b"0", b"1", b"2"]


def test_a_refusal_comes_as_a_word(sandbox: Sandbox) -> None:
    results = sandbox.run("refuse", b"password")

    assert next(results) == b"one page"
    with pytest.raises(JobRefused, match="password"):
        next(results)


@pytest.mark.parametrize("job", ["crash", "leave", "throw"])
def test_a_job_that_dies_leaves_the_sandbox_healthy(sandbox: Sandbox, job: str) -> None:
    with pytest.raises(JobDied):
        answers(sandbox, job)

    assert is_healthy(sandbox)


def test_a_fault_never_carries_the_content_out(sandbox: Sandbox) -> None:
    with pytest.raises(JobDied) as fault:
        answers(sandbox, "throw")

    assert str(fault.value) == "ValueError"


def test_a_job_cannot_take_more_memory_than_its_limit(sandbox: Sandbox) -> None:
    assert answers(sandbox, "eat_memory", str(20 * MIB).encode(), memory=64 * MIB)

    with pytest.raises(JobDied):
        answers(sandbox, "eat_memory", str(80 * MIB).encode(), memory=64 * MIB)


def test_a_job_that_spins_is_stopped_when_patience_ends(sandbox: Sandbox) -> None:
    with pytest.raises(JobTooSlow):
        answers(sandbox, "spin", patience=0.2)

    assert is_healthy(sandbox)


def test_a_job_that_ignores_the_warning_is_stopped_by_its_processor_time(sandbox: Sandbox) -> None:
    with pytest.raises(JobDied, match="ended without an answer"):
        answers(sandbox, "spin", cpu_seconds=1)


@pytest.mark.parametrize(
    "frame", [b"junk", HEADER.pack(b"x", 0), HEADER.pack(b"r", 2**31), HEADER.pack(b"r", 9) + b"cut"]
)
def test_a_broken_frame_is_never_taken_for_a_result(sandbox: Sandbox, frame: bytes) -> None:
    with pytest.raises(JobDied):
        answers(sandbox, "babble", frame)


def test_a_result_that_would_fill_the_servers_memory_is_not_waited_for(sandbox: Sandbox) -> None:
    with pytest.raises(JobDied, match="larger than any result may be"):
        answers(sandbox, "babble", HEADER.pack(b"r", 2**31))


def test_hanging_up_ends_the_job_and_leaves_nothing_open(sandbox: Sandbox) -> None:
    before = os.listdir("/proc/self/fd")
    results = sandbox.run("stay", b"")
    pid = int(next(results))

    results.close()

    assert gone_within(pid, seconds=2)
    assert os.listdir("/proc/self/fd") == before


def test_no_job_leaves_a_zombie(sandbox: Sandbox) -> None:
    for job in ("echo", "crash", "leave"):
        try:
            answers(sandbox, job)
        except JobDied:
            continue

    assert is_healthy(sandbox)  # the zygote has been round its loop
    assert children_of(sandbox) == []


def test_a_job_has_its_two_pipes_and_nothing_else(sandbox: Sandbox) -> None:
    ends = answers(sandbox, "open_descriptors")[0].decode()

    assert ends == "0,1,2,4"  # nowhere, and the way back; the input pipe is read out and closed


def test_the_sandbox_is_told_nothing_of_the_servers_environment(sandbox: Sandbox) -> None:
    known = answers(sandbox, "environment")[0].decode().split()

    assert set(known) <= {"PYTHONPATH", "GLIBC_TUNABLES", "LC_CTYPE"}


def test_many_threads_share_one_sandbox(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(8) as threads:
        given = [str(number).encode() for number in range(40)]
        came_back = list(threads.map(lambda one: answers(sandbox, "echo", one), given))

    assert came_back == [[one] for one in given]


def test_a_worker_forked_from_the_server_shares_its_sandbox(sandbox: Sandbox) -> None:
    worker = os.fork()
    if worker == 0:
        os._exit(0 if is_healthy(sandbox) else 1)

    assert is_healthy(sandbox)
    assert os.waitpid(worker, 0)[1] == 0


def test_a_killed_zygote_is_replaced() -> None:
    with Sandbox({"echo": "tests.sandbox.hostile_jobs:echo"}) as sandbox:
        os.kill(sandbox._zygote.pid, signal.SIGKILL)
        sandbox._zygote.wait()

        assert is_healthy(sandbox)


def test_jobs_end_with_the_sandbox() -> None:
    sandbox = Sandbox({"stay": "tests.sandbox.hostile_jobs:stay"})
    results = sandbox.run("stay", b"")
    pid = int(next(results))

    sandbox.close()

    assert gone_within(pid, seconds=2)
    with pytest.raises(JobDied):
        next(results)


def test_an_unknown_job_is_a_mistake_of_ours(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match="no such"):
        sandbox.run("no such", b"")


def gone_within(pid: int, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.005)
    return False


def children_of(sandbox: Sandbox) -> list[str]:
    pid = sandbox._zygote.pid
    time.sleep(0.05)
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
