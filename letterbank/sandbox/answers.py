"""The asker's side of one running job: gives it the pieces it asks for and takes its claims, nothing more.

The child may have been taken over. It is answered only within its input, so often as an input of that
size can need, and never waited for longer than the caller's patience, whether it talks or listens.
"""

import os
import select
import time
from collections.abc import Iterator

from letterbank.sandbox.limits import Limits
from letterbank.sandbox.sources import Source, length_of, pieces_in
from letterbank.sandbox.work import ASKED, DONE, FAILED, HEADER, NUMBER, REFUSED, RESULT

_READINGS = 4  # times a codec may go through its whole input
_ASKS_FOR_A_RESULT = 64


class JobRefused(Exception):
    """The job looked at its input and said no. `reason` is one of the job's own words: a claim."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class JobDied(Exception):
    """The job was killed, crashed, ran out of memory or broke the wire format."""


class JobTooSlow(JobDied):
    """No result came within the caller's patience."""


class Conversation:
    """`feed` and `answers` are the asker's ends of the child's two pipes; whoever made them closes them."""

    def __init__(self, feed: int, answers: int, source: Source, limits: Limits) -> None:
        os.set_blocking(feed, False)  # a child that asks and does not listen may not hold the server
        self._feed = feed
        self._answers = answers
        self._source = source
        self._limits = limits
        self._asks_left = _READINGS * pieces_in(source.size)
        self._until = 0.0

    def results(self) -> Iterator[bytes]:
        while True:
            self._until = time.monotonic() + self._limits.patience
            self._asks_left += _ASKS_FOR_A_RESULT
            kind, content = self._frame()
            while kind == ASKED:
                self._give(content)
                kind, content = self._frame()
            if kind == DONE:
                return
            if kind == REFUSED:
                raise JobRefused(content[:64].decode(errors="replace"))
            if kind != RESULT:
                raise JobDied(content[:64].decode(errors="replace") if kind == FAILED else "Not a frame")
            yield content

    def _frame(self) -> tuple[bytes, bytes]:
        kind, length = HEADER.unpack(self._exactly(HEADER.size))
        if length > (NUMBER.size if kind == ASKED else self._limits.result_bytes):
            raise JobDied("A result was larger than any result may be")
        return kind, self._exactly(length)

    def _give(self, asked: bytes) -> None:
        self._asks_left -= 1
        number = NUMBER.unpack(asked)[0] if len(asked) == NUMBER.size else -1
        if not 0 <= number < pieces_in(self._source.size) or self._asks_left < 0:
            raise JobDied("It asked for what no reader of its input asks for")
        began = time.monotonic()
        piece = self._source.piece(number)
        self._until += time.monotonic() - began  # our own slowness is not the job's
        if len(piece) != length_of(number, self._source.size):
            raise ValueError(f"Piece {number} of a source is not as long as its size says")
        self._send(piece)

    def _send(self, piece: bytes) -> None:
        rest = memoryview(piece)
        try:
            while rest:
                self._wait(self._feed, select.POLLOUT)
                rest = rest[os.write(self._feed, rest) :]
        except BrokenPipeError:
            pass  # the child is gone; reading its answers says so

    def _exactly(self, length: int) -> bytes:
        gathered = bytearray()
        while len(gathered) < length:
            self._wait(self._answers, select.POLLIN)
            piece = os.read(self._answers, length - len(gathered))
            if not piece:
                raise JobDied("The job ended without an answer")
            gathered += piece
        return bytes(gathered)

    def _wait(self, end: int, until_it_can: int) -> None:
        waiting = select.poll()  # not select(): a busy server has descriptors beyond 1024
        waiting.register(end, until_it_can)
        if not waiting.poll(max(0.0, self._until - time.monotonic()) * 1000):
            raise JobTooSlow("No result came in time")
