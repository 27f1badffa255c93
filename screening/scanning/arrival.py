"""The one way in: what is uploaded is sealed piece by piece as it comes, and never lies open on a disk.

Flask would spool a file over 500 kB to an unlinked temporary file that no search sees; `screening.uploads`
gives it a sink of this module to write to (R36).
"""

import hashlib
import io
from collections.abc import Iterator
from typing import Protocol

from werkzeug.datastructures import FileStorage

from screening.scanning.refusals import MAX_BYTES, NotAScan
from screening.scanning.spool import Spool

PIECE = 1024 * 1024
_IN_MEMORY = 16  # pieces; the rest of a long stack waits, sealed, in a file without a name


class Seal(Protocol):
    """One arrival's seal; a piece opens only under its own number (`letterbank.vault.PieceSeal`)."""

    def seal(self, piece: bytes, number: int) -> bytes: ...

    def unseal(self, sealed: bytes, number: int) -> bytes: ...


class Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


class SealedSink(io.RawIOBase):
    """Takes plain bytes and keeps sealed pieces. At most one piece is ever plain, and that in memory.

    It can be written and not read: what is inside comes out through `pieces()` alone.
    """

    def __init__(self, seal: Seal, *, limit: int = MAX_BYTES) -> None:
        super().__init__()
        self._seal = seal
        self._limit = limit
        self._plain = bytearray()
        self._sealed = Spool(_IN_MEMORY)
        self._digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, given: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # no other buffers come
        """Raises NotAScan over the limit, and then holds nothing any more."""
        self.size += len(given)
        if self.size > self._limit:
            self.discard()
            raise NotAScan("size")
        self._digest.update(given)
        rest = memoryview(given)
        while rest:
            room = PIECE - len(self._plain)
            self._plain += rest[:room]
            rest = rest[room:]
            if len(self._plain) == PIECE:
                self._seal_plain()
        return len(given)

    def read(self, size: int = -1, /) -> bytes:
        raise io.UnsupportedOperation("A sealed arrival is opened by pieces() alone")

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """The form parser rewinds when the last byte has come; that is the end of the arrival."""
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("A sealed arrival has no places to go to")
        if self._plain:
            self._seal_plain()
        return 0

    def piece(self, number: int) -> bytes:
        """One piece in the clear: so the sandbox reads an arrival, as a source."""
        self.seek(0)
        return self._seal.unseal(self._sealed[number], number)

    def pieces(self) -> Iterator[bytes]:
        """The content again, one piece in the clear at a time."""
        self.seek(0)
        for number in range(len(self._sealed)):
            yield self.piece(number)

    @property
    def sha256(self) -> str:
        """What a done-list keeps of a file, beside its name (R36)."""
        return self._digest.hexdigest()

    def discard(self) -> None:
        self._plain.clear()
        self._sealed.clear()

    def close(self) -> None:
        self.discard()
        super().close()

    def _seal_plain(self) -> None:
        self._sealed.append(self._seal.seal(bytes(self._plain), len(self._sealed)))
        self._plain.clear()


def receive(reader: Reader, seal: Seal, *, limit: int = MAX_BYTES) -> SealedSink:
    """For what comes without a form: an import folder, a raw request body."""
    sink = SealedSink(seal, limit=limit)
    while piece := reader.read(PIECE):
        sink.write(piece)
    sink.seek(0)
    return sink


def arrived(upload: FileStorage) -> SealedSink:
    """The sealed sink behind a field of an uploaded form."""
    if not isinstance(upload.stream, SealedSink):
        raise TypeError("This surface does not seal its uploads: give its app a sealing request class")
    return upload.stream
