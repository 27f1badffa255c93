"""A backup on disk: private to its user, sealed piece by piece, complete or unreadable.

`letterbank backup 1 <set> <id>`, the piece key sealed to the bank, then the pieces; an empty piece is the end. Only
the central key ring opens it, so a backup belongs to one department and a cut or changed one opens nowhere (P9).
"""

import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from letterbank.errors import Unreadable
from letterbank.ids import is_id
from letterbank.vault import PieceSeal, Vault

DOMAIN = "bank"
_MAGIC = "letterbank backup 1"
_PIECE = 256 * 1024


def write(path: Path, title: str, lines: Iterable[bytes], vault: Vault) -> int:
    """Write the lines under `title` (`records <id>`); their number.

    Nothing stands at `path` before all is written, and nothing beside it when it could not be.
    """
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    try:
        written = _write(fresh, title, lines, vault)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    fresh.replace(path)
    return written


def _write(fresh: Path, title: str, lines: Iterable[bytes], vault: Vault) -> int:
    seal = PieceSeal()
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    written = 0
    with os.fdopen(descriptor, "wb") as file:
        file.write(f"{_MAGIC} {title}\n".encode())
        _put(file, seal.key_for(vault, DOMAIN, f"backup/{title}"))
        number = 0
        for number, (piece, count) in enumerate(_pieces(lines), start=1):
            written += count
            _put(file, seal.seal(piece, number))
        _put(file, seal.seal(b"", number + 1))
        file.flush()
        os.fsync(file.fileno())
    return written


def title_of(path: Path) -> tuple[str, str]:
    """The set and the id of a backup, as its first line says. Raises Unreadable for anything else."""
    with path.open("rb") as file:
        return _title(file)


def read(path: Path, vault: Vault) -> Iterator[bytes]:
    """Every line. Raises Unreadable for a foreign, changed or cut file, before its last line is given."""
    with path.open("rb") as file:
        title = " ".join(_title(file))
        seal = PieceSeal.held(vault, DOMAIN, _take(file), f"backup/{title}")
        number = 1
        while piece := seal.unseal(_take(file), number):
            yield from piece.splitlines()
            number += 1
        if file.read(1):
            raise Unreadable


def _pieces(lines: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= _PIECE:
            yield b"\n".join(held), len(held)
            held, size = [], 0
    if held:
        yield b"\n".join(held), len(held)


def _put(file: BinaryIO, piece: bytes) -> None:
    file.write(struct.pack(">I", len(piece)))
    file.write(piece)


def _take(file: BinaryIO) -> bytes:
    head = file.read(4)
    if len(head) < 4:
        raise Unreadable
    (length,) = struct.unpack(">I", head)
    piece = file.read(length)
    if len(piece) < length:
        raise Unreadable
    return piece


def _title(file: BinaryIO) -> tuple[str, str]:
    words = file.readline(200).decode(errors="replace").rstrip("\n").rsplit(" ", 2)
    if len(words) != 3 or words[0] != _MAGIC or not is_id(words[2]):
        raise Unreadable
    return words[1], words[2]
