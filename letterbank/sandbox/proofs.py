"""Proof by trying: every way out of the sandbox, attempted from inside."""

import ctypes
import os
import signal
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from letterbank.sandbox.sources import Places
from letterbank.sandbox.walls import libc

_PTRACE_SEIZE = 0x4206  # attaching would stop the server where nothing refuses it, and the doctor with it
_EXECUTABLE = 7  # read, write, execute
_PRIVATE_ANONYMOUS = 0x22


@dataclass(frozen=True, slots=True)
class Proof:
    what: str
    refused: bool


def _reads_a_file(asker: int) -> None:
    os.close(os.open("/etc/passwd", os.O_RDONLY))


def _writes_a_file(asker: int) -> None:
    place = f"/tmp/letterbank-proof-{asker}"  # noqa: S108 - never made while the walls stand
    os.close(os.open(place, os.O_WRONLY | os.O_CREAT, 0o600))


def _lists_a_folder(asker: int) -> None:
    os.listdir("/")


def _asks_whether_a_file_is_there(asker: int) -> None:
    os.stat("/etc/passwd")


def _reads_the_askers_memory(asker: int) -> None:
    _must_fail(libc.process_vm_readv(asker, None, 0, None, 0, 0))


def _traces_the_asker(asker: int) -> None:
    _must_fail(libc.ptrace(_PTRACE_SEIZE, asker, None, None))


def _calls_the_network(asker: int) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def _sends_a_datagram(asker: int) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def _calls_a_neighbour(asker: int) -> None:
    socket.socket(socket.AF_UNIX).close()


def _signals_the_asker(asker: int) -> None:
    os.kill(asker, 0)


def _signals_the_zygote(asker: int) -> None:
    os.kill(os.getppid(), signal.SIGCONT)


def _starts_a_child(asker: int) -> None:
    if os.fork() == 0:
        os._exit(0)


def _makes_memory_executable(asker: int) -> None:
    libc.mmap.restype = ctypes.c_ssize_t
    _must_fail(libc.mmap(None, 4096, _EXECUTABLE, _PRIVATE_ANONYMOUS, -1, 0))


def _lifts_its_limits(asker: int) -> None:
    _must_fail(libc.prlimit(0, 7, None, None))


def _runs_a_program(asker: int) -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606 - the attempt is the point; it must be refused


def _must_fail(answer: int) -> None:
    if answer == -1:
        raise OSError(ctypes.get_errno(), "refused")


# The last two end the child where nothing refuses them, so they are tried last.
ATTEMPTS: Mapping[str, Callable[[int], None]] = {
    "read a file": _reads_a_file,
    "write a file": _writes_a_file,
    "list a folder": _lists_a_folder,
    "ask whether a file is there": _asks_whether_a_file_is_there,
    "read the memory of the server": _reads_the_askers_memory,
    "trace the server": _traces_the_asker,
    "open a network connection": _calls_the_network,
    "send a datagram": _sends_a_datagram,
    "open a local socket": _calls_a_neighbour,
    "signal the server": _signals_the_asker,
    "signal the zygote": _signals_the_zygote,
    "make memory executable": _makes_memory_executable,
    "lift its limits": _lifts_its_limits,
    "start a child": _starts_a_child,
    "run a program": _runs_a_program,
}


def attempt_everything(given: Places) -> Iterator[bytes]:
    """The job: names each attempt that was refused. The asker's process id is the input."""
    asker = int(given.read())
    for what, attempt in ATTEMPTS.items():
        try:
            attempt(asker)
        except OSError:
            yield what.encode()


def read_proofs(reports: Iterable[bytes], attempts: Iterable[str]) -> list[Proof]:
    refused = {report.decode() for report in reports}
    return [Proof(what, refused=what in refused) for what in attempts]
