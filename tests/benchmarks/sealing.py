"""E1: sealing and opening 20 MiB in pieces of 1 MiB, beside one warm AES-256-GCM call.

Warm: the limit writes into buffers it already has, because fresh memory costs more than the cipher.
"""

import secrets
from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from letterbank.vault import cipher
from tests.benchmarks.side_by_side import Figure, compare

MIB = 1024 * 1024
PIECES = [secrets.token_bytes(MIB) for _ in range(20)]


def figures() -> Iterator[Figure]:
    key, nonce, whole = cipher.new_key(), secrets.token_bytes(12), b"".join(PIECES)
    sealed_whole, opened_whole = bytearray(len(whole) + 16), bytearray(len(whole))
    bare = AESGCM(key)

    def ours() -> None:
        for number, piece in enumerate(PIECES):
            place = f"letter/1/page/{number}"
            sealed = cipher.seal(key, piece, department="here", place=place)
            cipher.unseal(key, sealed, department="here", place=place)

    def limit() -> None:
        bare.encrypt_into(nonce, whole, None, sealed_whole)
        bare.decrypt_into(nonce, sealed_whole, None, opened_whole)

    yield Figure("E1", "seal and open 20 MiB in 1 MiB pieces", *compare(ours, limit), "0.9 x or more")
