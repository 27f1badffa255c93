"""AES-256-GCM with every ciphertext tied to its department, its place and its key.

Format 1: `0x01 | key id (8) | nonce (12) | ciphertext and tag (16)`. There is one format and no off-switch.
A failure of any kind is `Unreadable` and says nothing more (CR-06, CR-07, B17, B18).
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from letterbank.errors import Unreadable

FORMAT = b"\x01"
KEY_BYTES = 32
_ID, _NONCE, _TAG = 8, 12, 16
OVERHEAD = len(FORMAT) + _ID + _NONCE + _TAG


def new_key() -> bytes:
    """256 bits from the system, never from a seeded stream."""
    return secrets.token_bytes(KEY_BYTES)


def key_id(key: bytes) -> bytes:
    """Eight bytes that name a key and tell nothing of it."""
    return hashlib.sha256(b"letterbank key id" + key).digest()[:_ID]


def seal(key: bytes, plain: bytes, *, department: str, place: str) -> bytes:
    """`plain` sealed for one place. Random nonces: a key must seal far fewer than 2**32 times (CR-05)."""
    head = FORMAT + key_id(key)
    nonce = secrets.token_bytes(_NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, plain, _bound(head, department, place))


def unseal(key: bytes, sealed: bytes, *, department: str, place: str) -> bytes:
    """The plaintext, or `Unreadable`."""
    head, nonce, body = sealed[: 1 + _ID], sealed[1 + _ID : 1 + _ID + _NONCE], sealed[1 + _ID + _NONCE :]
    if len(sealed) < OVERHEAD or head != FORMAT + key_id(key):
        raise Unreadable
    try:
        return AESGCM(key).decrypt(nonce, body, _bound(head, department, place))
    except InvalidTag:
        raise Unreadable from None


def _bound(head: bytes, department: str, place: str) -> bytes:
    return head + department.encode() + b"\x00" + place.encode()
