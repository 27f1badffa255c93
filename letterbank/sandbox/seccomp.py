"""The system-call filter: a job may compute, read its pipe and write its pipe, and nothing else.

An allow-list: whatever is not named is refused, so a new kernel adds no new way out.
"""

import ctypes
import errno
import platform
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from letterbank.sandbox.walls import prctl

_PR_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_CALL, _ARCHITECTURE, _THIRD_ARGUMENT = 0, 4, 32  # offsets in struct seccomp_data
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_PROT_EXEC = 4


@dataclass(frozen=True, slots=True)
class Machine:
    """The numbers one kind of machine gives to the calls the filter names."""

    audit_name: int
    allowed: Mapping[str, int]
    memory: Mapping[str, int]  # allowed, but never to make memory executable
    absent: Mapping[str, int]  # "no such call": a codec that wants threads then does without


MACHINES: Mapping[str, Machine] = {
    "x86_64": Machine(
        audit_name=0xC000003E,
        allowed={
            "read": 0, "write": 1, "close": 3, "lseek": 8, "munmap": 11, "brk": 12,
            "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "readv": 19,
            "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39,
            "exit": 60, "sigaltstack": 131, "gettid": 186, "futex": 202, "restart_syscall": 219,
            "clock_gettime": 228, "clock_nanosleep": 230, "exit_group": 231, "getrandom": 318,
        },
        memory={"mmap": 9, "mprotect": 10},
        absent={"clone": 56, "fork": 57, "vfork": 58, "clone3": 435},
    ),
    "aarch64": Machine(
        audit_name=0xC00000B7,
        allowed={
            "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "exit": 93,
            "exit_group": 94, "futex": 98, "nanosleep": 101, "clock_gettime": 113,
            "clock_nanosleep": 115, "sched_yield": 124, "restart_syscall": 128,
            "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
            "getpid": 172, "gettid": 178, "brk": 214, "munmap": 215, "mremap": 216,
            "madvise": 233, "getrandom": 278,
        },
        memory={"mmap": 222, "mprotect": 226},
        absent={"clone": 220, "clone3": 435},
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def enter_seccomp() -> None:
    """Wants no_new_privs set before. Raises OSError where the kernel or the machine has no filter."""
    install(filter_for(this_machine()))


def this_machine() -> Machine:
    known = MACHINES.get(platform.machine())
    if known is None:
        raise OSError(errno.ENOSYS, f"No system-call filter is written for {platform.machine()}")
    return known


def filter_for(machine: Machine) -> bytes:
    """The filter as the kernel reads it: an architecture check, then one test a call."""
    return b"".join(
        [
            _step(_LOAD, _ARCHITECTURE),
            _step(_EQUAL, machine.audit_name, yes=1),
            _step(_RETURN, _KILL),
            _step(_LOAD, _CALL),
            *(_when(number, _ALLOW) for number in machine.allowed.values()),
            *(_when(number, _REFUSE | errno.ENOSYS) for number in machine.absent.values()),
            *(_when_not_executable(number) for number in machine.memory.values()),
            _step(_RETURN, _REFUSE | errno.EPERM),
        ]
    )


def install(steps: bytes) -> None:
    program = _Program(len(steps) // 8, steps)
    prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program))


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def _when(number: int, answer: int) -> bytes:
    return _step(_EQUAL, number, no=1) + _step(_RETURN, answer)


def _when_not_executable(number: int) -> bytes:
    return (
        _step(_EQUAL, number, no=4)
        + _step(_LOAD, _THIRD_ARGUMENT)
        + _step(_ANY_BIT, _PROT_EXEC, no=1)
        + _step(_RETURN, _REFUSE | errno.EPERM)
        + _step(_RETURN, _ALLOW)
    )
