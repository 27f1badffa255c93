"""Sealing something that arrives piece by piece, under a key that lives only as long as the object (R36, P9)."""

from letterbank.vault import cipher


class PieceSeal:
    """Seals numbered pieces; a piece opens only under its own number, and nowhere after this object is gone."""

    def __init__(self) -> None:
        self._key = cipher.new_key()

    def seal(self, piece: bytes, number: int) -> bytes:
        return cipher.seal(self._key, piece, department="", place=f"piece/{number}")

    def unseal(self, sealed: bytes, number: int) -> bytes:
        """The piece, or Unreadable when it was moved, changed or belongs to another stream."""
        return cipher.unseal(self._key, sealed, department="", place=f"piece/{number}")
