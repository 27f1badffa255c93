"""The child's side: take the walls, ask for the input piece by piece, answer frame by frame, leave.

A frame is one byte that says what it is, four bytes of length, and the content. To the frame that asks
for a piece, its number, comes that piece and nothing else: both sides know how long it is.
"""

import os
import struct
from collections.abc import Callable, Iterator

from letterbank.sandbox import seccomp, walls
from letterbank.sandbox.limits import Limits
from letterbank.sandbox.sources import Places, fill

Job = Callable[[Places], Iterator[bytes]]

HEADER, NUMBER = struct.Struct("<cI"), struct.Struct("<I")
RESULT, ASKED, DONE, REFUSED, FAILED = b"r", b"a", b"d", b"n", b"f"


class Refuse(Exception):
    """Raised by a job: this input will not do. A word, not a sentence: the caller owns the words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def enter_all_walls(limits: Limits, already: int) -> None:
    """The filter is the wall every job must have; Landlock stands behind it where the kernel has it."""
    walls.keep_memory_private()
    walls.give_up_new_privileges()
    walls.enter_landlock()
    walls.enter_limits(limits, already)
    seccomp.enter_seccomp()


def answer(job: Job, size: int, source: int, answers: int) -> None:
    """Runs the job on what the asker gives through the source pipe, piece by piece. Never raises."""

    def fetch(number: int, room: memoryview) -> None:
        _send(answers, ASKED, NUMBER.pack(number))
        fill(room, source)

    try:
        for result in job(Places(size, fetch)):
            _send(answers, RESULT, result)
        _send(answers, DONE)
    except Refuse as refused:
        _send(answers, REFUSED, refused.reason.encode())
    except BaseException as fault:  # noqa: BLE001 - whatever a codec throws leaves as a name only
        _send(answers, FAILED, type(fault).__name__.encode())


def _send(answers: int, kind: bytes, content: bytes = b"") -> None:
    frame = memoryview(HEADER.pack(kind, len(content)) + content)
    while frame:
        frame = frame[os.write(answers, frame) :]
