"""Sealing something that arrives piece by piece, under a key of its own (R36, P9).

The key lives as long as the object, or as long as what a domain was given of it.
"""

from letterbank.vault import cipher
from letterbank.vault.vault import Vault


class PieceSeal:
    """Seals numbered pieces; a piece opens only under its own number and its own key."""

    def __init__(self) -> None:
        self._key = cipher.new_key()

    @classmethod
    def held(cls, vault: Vault, domain: str, sealed_key: bytes, place: str) -> "PieceSeal":
        """The seal whose key was given to a domain this process holds; Unreadable otherwise."""
        made = cls()
        made._key = vault.open_for(domain, sealed_key, place)
        return made

    def key_for(self, vault: Vault, domain: str, place: str) -> bytes:
        """The key sealed to a domain, so that its holder can open the pieces later."""
        return vault.seal_to(domain, self._key, place)

    def seal(self, piece: bytes, number: int) -> bytes:
        return cipher.seal(self._key, piece, department="", place=f"piece/{number}")

    def unseal(self, sealed: bytes, number: int) -> bytes:
        """The piece, or Unreadable when it was moved, changed or belongs to another stream."""
        return cipher.unseal(self._key, sealed, department="", place=f"piece/{number}")
