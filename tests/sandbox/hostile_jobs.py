"""Jobs as a compromised codec would run them. Named to the sandbox by their path."""

import os
import signal
from collections.abc import Iterator

from letterbank.sandbox import Refuse
from letterbank.sandbox.walls import libc


def echo(given: bytes) -> Iterator[bytes]:
    yield given


def count(given: bytes) -> Iterator[bytes]:
    for number in range(int(given)):
        yield str(number).encode()


def refuse(given: bytes) -> Iterator[bytes]:
    yield b"one page"
    raise Refuse(given.decode())


def refuse_at_once(given: bytes) -> Iterator[bytes]:
    raise Refuse(given.decode())
    yield b"never"


def endlessly(given: bytes) -> Iterator[bytes]:
    while True:
        yield given


def crash(given: bytes) -> Iterator[bytes]:
    libc.strlen(1)
    yield b"never"


def leave(given: bytes) -> Iterator[bytes]:
    yield b"one page"
    os._exit(0)


def throw(given: bytes) -> Iterator[bytes]:
    raise ValueError("Dear Mrs Carter")
    yield b"never"


def eat_memory(given: bytes) -> Iterator[bytes]:
    yield str(len(bytearray(int(given)))).encode()


def spin(given: bytes) -> Iterator[bytes]:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        pass
    yield b"never"


def babble(given: bytes) -> Iterator[bytes]:
    os.write(4, given)
    os._exit(0)
    yield b"never"


def open_descriptors(given: bytes) -> Iterator[bytes]:
    yield ",".join(str(end) for end in range(64) if _is_open(end)).encode()


def _is_open(end: int) -> bool:
    try:
        os.read(end, 0) if end == 0 else os.write(end, b"")
    except OSError:
        return False
    return True


def environment(given: bytes) -> Iterator[bytes]:
    yield " ".join(os.environ).encode()


def stay(given: bytes) -> Iterator[bytes]:
    yield str(os.getpid()).encode()
    while True:
        libc.usleep(10_000)
