"""Jobs as a compromised codec would run them. Named to the sandbox by their path."""

import os
import signal
from collections.abc import Iterator

from letterbank.sandbox import PIECE, Places, Refuse
from letterbank.sandbox.sources import fill
from letterbank.sandbox.walls import libc
from letterbank.sandbox.work import ASKED, HEADER, NUMBER

ASK_FOR_THE_FIRST = HEADER.pack(ASKED, NUMBER.size) + NUMBER.pack(0)


def echo(given: Places) -> Iterator[bytes]:
    yield given.read()


def all_but_the_first_byte(given: Places) -> Iterator[bytes]:
    yield given.read()[1:]


def nothing(given: Places) -> Iterator[bytes]:
    yield from ()


def count(given: Places) -> Iterator[bytes]:
    for number in range(int(given.read())):
        yield str(number).encode()


def refuse(given: Places) -> Iterator[bytes]:
    yield b"one page"
    raise Refuse(given.read().decode())


def refuse_at_once(given: Places) -> Iterator[bytes]:
    raise Refuse(given.read().decode())
    yield b"never"


def endlessly(given: Places) -> Iterator[bytes]:
    whole = given.read()
    while True:
        yield whole


def crash(given: Places) -> Iterator[bytes]:
    libc.strlen(1)
    yield b"never"


def leave(given: Places) -> Iterator[bytes]:
    yield b"one page"
    os._exit(0)


def throw(given: Places) -> Iterator[bytes]:
    raise ValueError("Dear Mrs Carter")
    yield b"never"


def eat_memory(given: Places) -> Iterator[bytes]:
    yield str(len(bytearray(int(given.read())))).encode()


def spin(given: Places) -> Iterator[bytes]:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        pass
    yield b"never"


def babble(given: Places) -> Iterator[bytes]:
    os.write(4, given.read())
    os._exit(0)
    yield b"never"


def open_descriptors(given: Places) -> Iterator[bytes]:
    yield ",".join(str(end) for end in range(64) if _is_open(end)).encode()


def _is_open(end: int) -> bool:
    try:
        os.read(end, 0) if end == 0 else os.write(end, b"")
    except OSError:
        return False
    return True


def look_at(given: Places) -> Iterator[bytes]:
    """The beginnings of the last piece and of the eighth, and the last again."""
    given.seek(given.size - PIECE)
    last = given.read(4)
    given.seek(7 * PIECE)
    eighth = given.read(4)
    given.seek(given.size - PIECE)
    assert given.read(4) == last
    yield last + eighth


def read_through(given: Places) -> Iterator[bytes]:
    length = 0
    while piece := given.read(100_000):
        length += len(piece)
    yield str(length).encode()


def ask_for_ever(given: Places) -> Iterator[bytes]:
    room = bytearray(PIECE)
    while True:
        os.write(4, ASK_FOR_THE_FIRST)
        fill(memoryview(room), 3)
    yield b"never"


def ask_and_never_listen(given: Places) -> Iterator[bytes]:
    os.close(3)
    while True:
        os.write(4, ASK_FOR_THE_FIRST)
    yield b"never"


def ask_and_sleep(given: Places) -> Iterator[bytes]:
    os.write(4, ASK_FOR_THE_FIRST * 5)
    while True:
        libc.usleep(10_000)
    yield b"never"


def environment(given: Places) -> Iterator[bytes]:
    yield " ".join(os.environ).encode()


def stay(given: Places) -> Iterator[bytes]:
    yield str(os.getpid()).encode()
    while True:
        libc.usleep(10_000)
