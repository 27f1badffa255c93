"""Sealed columns: the attribute is ciphertext, always. Only `opening` gives values."""

from typing import Any, ClassVar

from sqlalchemy import LargeBinary, TypeDecorator, inspect
from sqlalchemy.engine import Dialect

from letterbank.errors import Unreadable
from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.vault import cipher
from letterbank.vault.keys import KeyTable


class Sealed(TypeDecorator[bytes]):
    """A column of ciphertext. Binds nothing but bytes that carry the one sealing format."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, *, text: bool = True) -> None:
        super().__init__()
        self.text = text

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value is not None and (value[:1] != cipher.FORMAT or len(value) < cipher.OVERHEAD):
            raise Unreadable  # plaintext never reaches a sealed column (B17)
        return value


class Purpose(str):
    """Why a record is opened, and the permission that allows it. Written to the audit with each opening."""

    needs: Permission

    def __new__(cls, word: str, needs: Permission) -> "Purpose":
        made = super().__new__(cls, word)
        made.needs = needs
        return made


REVIEW = Purpose("review", Permission.LETTER_REVIEW)
DECIDE = Purpose("decide on an escalated letter", Permission.LETTER_DECIDE)
MEND = Purpose("tell the writer what to mend", Permission.LETTER_REGISTER)
CHECK_SCAN = Purpose("see that the scan can be read", Permission.LETTER_REGISTER)
SORT = Purpose("sort the stack", Permission.SCAN_SORT)
LOOK_OVER = Purpose("look over the stack", Permission.SCAN_RESOLVE)
TAKE_IN = Purpose("take in the register", Permission.REGISTER_IMPORT)
PRINT = Purpose("print for the packet", Permission.LETTER_PRINT)
READ_VICTIM = Purpose("read the victim's record", Permission.VICTIM_READ)
VERIFY = Purpose("verify a request", Permission.REQUEST_VERIFY)
MATCH = Purpose("match", Permission.MATCH_CONFIRM)
CONTACT = Purpose("contact", Permission.OFFER_CONTACT)
PACK = Purpose("pack", Permission.PACKET_PACK)
CHECK = Purpose("check the envelope", Permission.PACKET_CHECK)
REFERRAL = Purpose("prepare a dialogue", Permission.REFERRAL_READ)


class SealedRecord:
    """A row with sealed columns: it knows its place, its key and the purposes it may be opened for."""

    key_table: ClassVar[KeyTable]
    purposes: ClassVar[frozenset[Purpose]]

    @property
    def key_id(self) -> Id:
        """The record whose key seals this row (itself, or the record it is part of)."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """Where this row stands, for ever: `letter/<id>/revision/2/page/3`."""
        raise NotImplementedError


def sealed_columns(record: Any) -> dict[str, Sealed]:
    return {
        attribute.key: attribute.columns[0].type
        for attribute in inspect(type(record)).column_attrs
        if isinstance(attribute.columns[0].type, Sealed)
    }
