"""The asker's side of the sandbox: starts the zygote, has it begin a job, ends it.

Safe to use from many threads and after a fork: every job has pipes of its own and a request is one
datagram. Hanging up is how a job is stopped.
"""

import contextlib
import dataclasses
import fcntl
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Generator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from letterbank.sandbox.answers import Conversation, JobDied
from letterbank.sandbox.limits import Limits
from letterbank.sandbox.proofs import ATTEMPTS, Proof, read_proofs
from letterbank.sandbox.sources import Held, Source

_TREE = Path(__file__).resolve().parents[2]
_PROVE = "prove"
_BUILT_IN = {_PROVE: "letterbank.sandbox.proofs:attempt_everything"}
_WARM_UP = 30.0
_PIPE = 1024 * 1024
# Every child starts with cold memory: large pages, taken once and kept until its end, save a tenth.
_LARGE_PAGES = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432"
    ":glibc.malloc.trim_threshold=1073741824"
}


class SandboxUnavailable(Exception):
    """This machine cannot keep a hostile file in. Nothing may be served."""


class Sandbox:
    """Start it before any key is loaded. `jobs`: name to "package.module:function".

    A job is a function from its input, a file, to an iterator of results, imported by the zygote once.
    Raises SandboxUnavailable when a proof of the walls fails on this machine.
    """

    def __init__(self, jobs: Mapping[str, str], *, limits: Limits | None = None) -> None:
        self._jobs = {**_BUILT_IN, **jobs}
        self.limits = limits or Limits()
        self._starting = threading.Lock()
        self._start()
        escaped = [proof.what for proof in self.prove() if not proof.refused]
        if escaped:
            self.close()
            raise SandboxUnavailable("This machine cannot keep a hostile file in. Not refused: " + ", ".join(escaped))

    def run(self, job: str, source: bytes | Source, *, limits: Limits | None = None) -> Generator[bytes]:
        """The job's results one by one; the next is worked on while the caller looks at this one.

        The source is read piece by piece as the job asks for it, and what it raises is raised here.
        Raises JobRefused, JobDied or JobTooSlow, also after some results. Whatever the caller does
        with the iterator, the child is gone when it is closed.
        """
        if job not in self._jobs:
            raise LookupError(f"The sandbox was not given a job named {job}")
        held = Held(source) if isinstance(source, bytes) else source
        return self._run(job, held, limits or self.limits)

    def _run(self, job: str, source: Source, limits: Limits) -> Generator[bytes]:
        feed, answers = self._ask(job, source.size, limits)
        try:
            yield from Conversation(feed, answers, source, limits).results()
        finally:
            os.close(feed)
            os.close(answers)

    def prove(self) -> list[Proof]:
        """Tries every way out from inside; for `letterbank doctor`. What is not reported was not refused."""
        reports: list[bytes] = []
        with contextlib.suppress(JobDied):  # what ended the child stays unreported: not refused
            reports.extend(self.run(_PROVE, str(os.getpid()).encode()))
        return read_proofs(reports, ATTEMPTS)

    def close(self) -> None:
        """Ends the zygote and every job with it."""
        self._door.close()
        self._zygote.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, job: str, size: int, limits: Limits) -> tuple[int, int]:
        request = json.dumps({"job": job, "size": size, "limits": dataclasses.asdict(limits)}).encode()
        source, feed = _wide_pipe()
        answers, answering = _wide_pipe()
        try:
            self._send(request, [source, answering])
        except BaseException:
            os.close(feed)
            os.close(answers)
            raise
        finally:
            os.close(source)
            os.close(answering)
        return feed, answers

    def _send(self, request: bytes, pipes: list[int]) -> None:
        door = self._door
        try:
            socket.send_fds(door, [request], pipes)
        except (BrokenPipeError, ConnectionResetError):
            self._start_again(door)
            socket.send_fds(self._door, [request], pipes)

    def _start_again(self, broken: socket.socket) -> None:
        with self._starting:
            if self._door is broken:
                self.close()
                self._start()

    def _start(self) -> None:
        """A fresh interpreter, not a fork: nothing this program has read can be in its memory."""
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._zygote = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "letterbank.sandbox.zygote"]
                + [str(theirs.fileno()), json.dumps(self._jobs)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={"PYTHONPATH": str(_TREE), **_LARGE_PAGES},
                cwd="/",
                start_new_session=True,
            )
        self._door.settimeout(_WARM_UP)
        if not self._door.recv(16):
            self.close()
            raise SandboxUnavailable("The sandbox did not start; its own words are above.")
        self._door.settimeout(None)


def _wide_pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    with contextlib.suppress(OSError):  # a user has only so many wide ones; a narrow one is slower
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
    return reading, writing
