"""A job's input, read by place: the child asks for a piece by its number and is given that piece.

However large the input is, neither side holds more than a few pieces of it.
"""

import io
import os
from collections.abc import Callable
from typing import Protocol

from letterbank.sandbox.limits import MIB

PIECE = MIB
_KEPT = 8  # pieces: a PDF goes back and forth between its pages and the table at its end


class Source(Protocol):
    """What may be given to a job. Piece N begins at byte N * PIECE; all but the last are whole."""

    @property
    def size(self) -> int: ...

    def piece(self, number: int) -> bytes: ...


class Held:
    """Bytes already in memory, as a source."""

    def __init__(self, content: bytes) -> None:
        self._content = memoryview(content)
        self.size = len(content)

    def piece(self, number: int) -> bytes:
        return bytes(self._content[number * PIECE : (number + 1) * PIECE])


def pieces_in(size: int) -> int:
    return -(-size // PIECE)


def length_of(number: int, size: int) -> int:
    return min(PIECE, size - number * PIECE)


class Places(io.RawIOBase):
    """The child's view of its source: a file that can be read and sought, and nothing else.

    `fetch(number, room)` fills the room with that piece. Buffers are used again: fresh memory is dear.
    """

    def __init__(self, size: int, fetch: Callable[[int, memoryview], None]) -> None:
        super().__init__()
        self.size = size
        self._fetch = fetch
        self._at = 0
        self._kept: dict[int, bytearray] = {}  # the one used last stands last

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise OSError("Before the beginning of the file")
        self._at = start + offset
        return self._at

    def readinto(self, room: bytearray | memoryview, /) -> int:  # type: ignore[override]  # any buffer is a memoryview
        wanted = memoryview(room).cast("B")
        filled = 0
        while filled < len(wanted) and self._at < self.size:
            number, start = divmod(self._at, PIECE)
            end = min(length_of(number, self.size), start + len(wanted) - filled)
            wanted[filled : filled + end - start] = memoryview(self._piece(number))[start:end]
            filled += end - start
            self._at += end - start
        return filled

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self.size - self._at)
        room = bytearray(left if size is None or size < 0 else min(size, left))
        self.readinto(room)
        return bytes(room)

    def _piece(self, number: int) -> bytearray:
        kept = self._kept.pop(number, None)
        if kept is None:
            kept = self._kept.pop(next(iter(self._kept))) if len(self._kept) == _KEPT else bytearray(PIECE)
            self._fetch(number, memoryview(kept)[: length_of(number, self.size)])
        self._kept[number] = kept
        return kept


def fill(room: memoryview, end: int) -> None:
    """Everything the room has place for, from a pipe. Raises EOFError when the other side is gone."""
    while room:
        got = os.readv(end, [room])
        if not got:
            raise EOFError("The asker is gone")
        room = room[got:]
