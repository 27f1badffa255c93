"""Keys and sealing. The only package that knows `cryptography`."""

from letterbank.vault.draft import DraftSeal
from letterbank.vault.keys import KeyRow, LetterKey, VictimKey
from letterbank.vault.opening import Opened, opening, opening_all, opening_many, openings_among
from letterbank.vault.ring import KeyRing
from letterbank.vault.sealed import Purpose, Sealed, SealedRecord
from letterbank.vault.stream import PieceSeal
from letterbank.vault.vault import Vault

__all__ = [
    "DraftSeal", "KeyRing", "KeyRow", "LetterKey", "Opened", "PieceSeal", "Purpose", "Sealed", "SealedRecord",
    "Vault", "VictimKey", "opening", "opening_all", "opening_many", "openings_among",
]  # fmt: skip
