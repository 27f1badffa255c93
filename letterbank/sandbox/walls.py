"""The walls that are not the system-call filter: Landlock, resource limits, private memory."""

import ctypes
import os
import resource
import signal
import struct
from pathlib import Path

from letterbank.sandbox.limits import Limits

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same numbers on every architecture
_VERSION_OF_LANDLOCK = 1
# Every right of each Landlock version: (version, file rights, network rights, scopes).
_RIGHTS = (
    (6, 0xFFFF, 0b11, 0b11),
    (5, 0xFFFF, 0b11, 0),
    (4, 0x7FFF, 0b11, 0),
    (3, 0x7FFF, 0, 0),
    (2, 0x3FFF, 0, 0),
    (1, 0x1FFF, 0, 0),
)

libc = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, value: int, pointer: object = 0) -> None:
    """Raises OSError when the kernel says no."""
    if libc.prctl(option, ctypes.c_ulong(value), pointer, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def keep_memory_private() -> None:
    """No core file, and nobody without privilege may read or trace this program's memory."""
    prctl(_PR_SET_DUMPABLE, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def give_up_new_privileges() -> None:
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent(parent: int) -> None:
    """A child outlives its zygote by nothing, also when the zygote died before this call."""
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def landlock_version() -> int:
    """0 where the kernel has none or it is switched off."""
    return max(0, int(libc.syscall(_CREATE_RULESET, None, 0, _VERSION_OF_LANDLOCK)))


def enter_landlock() -> bool:
    """From here on no file, folder, TCP port or foreign program can be reached. False: no Landlock."""
    version = landlock_version()
    if not version:
        return False
    _, files, network, scopes = next(rights for rights in _RIGHTS if rights[0] <= version)
    rights = struct.pack("QQQ", files, network, scopes)
    ruleset = libc.syscall(_CREATE_RULESET, rights, _size_known_to(version), 0)
    if ruleset < 0 or libc.syscall(_RESTRICT_SELF, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "Landlock is there and refused to close")
    os.close(ruleset)
    return True


def _size_known_to(version: int) -> int:
    return 24 if version >= 6 else 16 if version >= 4 else 8


def address_space() -> int:
    """Bytes of address space this program spans now; read before the walls close."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def enter_limits(limits: Limits, already: int) -> None:
    """`already`: the address space of the warm zygote, which no job has to pay for."""
    for kind, most in (
        (resource.RLIMIT_AS, already + limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),  # what is open stays open; nothing new can be
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(kind, (most, most))
