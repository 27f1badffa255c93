"""The child's side: take the walls, read the whole input, answer frame by frame, leave.

A frame is one byte that says what it is, four bytes of length, and the content.
"""

import io
import os
import struct
from collections.abc import Callable, Iterator

from letterbank.sandbox import seccomp, walls
from letterbank.sandbox.limits import Limits

Job = Callable[[bytes], Iterator[bytes]]

HEADER = struct.Struct("<cI")
RESULT, DONE, REFUSED, FAILED = b"r", b"d", b"n", b"f"
_PIECE = 1024 * 1024


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


def answer(job: Job, source: int, answers: int) -> None:
    """Runs the job on everything the source pipe holds. Never raises."""
    try:
        for result in job(_everything(source)):
            _send(answers, RESULT, result)
        _send(answers, DONE)
    except Refuse as refused:
        _send(answers, REFUSED, refused.reason.encode())
    except BaseException as fault:  # noqa: BLE001 - whatever a codec throws leaves as a name only
        _send(answers, FAILED, type(fault).__name__.encode())


def _everything(source: int) -> bytes:
    gathered = io.BytesIO()  # grows in place: joining pieces would hold the input twice
    while piece := os.read(source, _PIECE):
        gathered.write(piece)
    os.close(source)
    return gathered.getvalue()


def _send(answers: int, kind: bytes, content: bytes = b"") -> None:
    frame = memoryview(HEADER.pack(kind, len(content)) + content)
    while frame:
        frame = frame[os.write(answers, frame) :]
