"""What a surface can do with its keys, in verbs: seal a record's columns, seal to a domain, open a drop, digest."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letterbank.ids import Id
from letterbank.vault import cipher, keys
from letterbank.vault.keys import KeyTable
from letterbank.vault.ring import KeyRing
from letterbank.vault.sealed import SealedRecord, sealed_columns

if TYPE_CHECKING:
    from letterbank.work import Work


@dataclass(frozen=True, repr=False)
class Vault:
    ring: KeyRing

    def new_key(self, work: "Work", table: KeyTable, record_id: Id, holder: str) -> None:
        keys.create(work, table, record_id, holder)

    def seal(self, work: "Work", record: SealedRecord, **values: str | bytes | None) -> None:
        """Set sealed columns of `record`. The record, or the one it is part of, must have its key already."""
        key = keys.unwrap(work, record.key_table, record.key_id)
        columns = sealed_columns(record)
        for column, value in values.items():
            if column not in columns:
                raise AttributeError(f"{column} is not a sealed column")
            setattr(record, column, self._sealed(key, value, f"{record.place}/{column}"))

    def move(self, work: "Work", table: KeyTable, record_id: Id, holder: str) -> None:
        """Custody of a record passes to another domain."""
        keys.move(work, table, record_id, holder)

    def seal_to(self, domain: str, plain: bytes, place: str) -> bytes:
        """Seal for a domain this process need not hold. Opens only there, only for this place."""
        return self.ring.public(domain).seal(plain, department=self.ring.department, place=place)

    def open_for(self, domain: str, sealed: bytes, place: str) -> bytes:
        """Open what was sealed to a domain this process holds; the caller writes the audit."""
        return self.ring.holder(domain).unseal(sealed, department=self.ring.department, place=place)

    def digest(self, domain: str, kind: str, value: str) -> bytes:
        """A keyed digest by which a domain finds a value again without storing it."""
        key = hmac.digest(self.ring.holder(domain).own_key, b"lookup\x00" + kind.encode(), hashlib.sha256)
        return hmac.digest(key, value.encode(), hashlib.sha256)

    def _sealed(self, key: bytes, value: str | bytes | None, place: str) -> bytes | None:
        if value is None:
            return None
        plain = value.encode() if isinstance(value, str) else value
        return cipher.seal(key, plain, department=self.ring.department, place=place)
