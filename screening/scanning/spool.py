"""Where the sealed pieces of a long arrival wait: a few in memory, the rest in a file that has no name.

Only sealed bytes come here, under a key that never leaves this process; the file is gone with it (R36).
"""

import tempfile
from typing import IO


class Spool:
    """A list of byte strings that is only ever added to. `in_memory` is how many stay there."""

    def __init__(self, in_memory: int) -> None:
        self._most = in_memory
        self._held: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._places: list[tuple[int, int]] = []

    def append(self, sealed: bytes) -> None:
        if len(self._held) < self._most:
            self._held.append(sealed)
            return
        file = self._opened()
        start = file.seek(0, 2)
        file.write(sealed)
        self._places.append((start, len(sealed)))

    def __getitem__(self, number: int) -> bytes:
        if number < len(self._held):
            return self._held[number]
        start, length = self._places[number - len(self._held)]
        file = self._opened()
        file.seek(start)
        return file.read(length)

    def __len__(self) -> int:
        return len(self._held) + len(self._places)

    def clear(self) -> None:
        self._held.clear()
        self._places.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> IO[bytes]:
        """Without a name from the first moment: a killed process leaves nothing behind."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the arrival
        return self._file
