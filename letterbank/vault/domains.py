"""Domains: who can open what. Anyone may seal to a domain, only its holder opens.

A domain is an HPKE pair (RFC 9180), ML-KEM-1024 with P-384, HKDF-SHA384, AES-256-GCM: letters wait for decades,
so the exchange resists a later quantum computer. What a holder keeps for itself it wraps under the domain's own
symmetric key, so lists and matching pay no public-key price. The first byte of a seal names the suite.
"""

import base64
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM1024PrivateKey, MLKEM1024PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM1024P384PrivateKey,
    MLKEM1024P384PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from letterbank.errors import Unreadable
from letterbank.vault import cipher

SUITE_MLKEM1024_P384 = b"\x51"
_SUITE = Suite(KEM.MLKEM1024_P384, KDF.HKDF_SHA384, AEAD.AES_256_GCM)
_MLKEM_PUBLIC = 1568
_MLKEM_SEED = 64


@dataclass(frozen=True)
class PublicDomain:
    """The half that seals. `public` is the ML-KEM key followed by the P-384 point."""

    name: str
    public: bytes

    def seal(self, plain: bytes, *, department: str, place: str) -> bytes:
        mlkem = MLKEM1024PublicKey.from_public_bytes(self.public[:_MLKEM_PUBLIC])
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), self.public[_MLKEM_PUBLIC:])
        key = MLKEM1024P384PublicKey(mlkem, point)
        return SUITE_MLKEM1024_P384 + _SUITE.encrypt(plain, key, info=_info(self.name, department, place))


@dataclass(frozen=True, repr=False)
class HeldDomain:
    """The half that opens: pair and symmetric key. Lives only in a process that serves the domain."""

    name: str
    seed: bytes
    scalar: bytes
    own_key: bytes

    @classmethod
    def new(cls, name: str) -> "HeldDomain":
        scalar = ec.generate_private_key(ec.SECP384R1()).private_numbers().private_value
        seed = MLKEM1024PrivateKey.generate().private_bytes_raw()
        return cls(name, seed, scalar.to_bytes(48, "big"), cipher.new_key())

    def public(self) -> PublicDomain:
        point = self._p384().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return PublicDomain(self.name, self._mlkem().public_key().public_bytes_raw() + point)

    def unseal(self, sealed: bytes, *, department: str, place: str) -> bytes:
        """What was sealed to this domain, or `Unreadable`."""
        if sealed[:1] != SUITE_MLKEM1024_P384:
            raise Unreadable
        try:
            key = MLKEM1024P384PrivateKey(self._mlkem(), self._p384())
            return _SUITE.decrypt(sealed[1:], key, info=_info(self.name, department, place))
        except (InvalidTag, ValueError):
            raise Unreadable from None

    def wrap(self, record_key: bytes, *, department: str, place: str) -> bytes:
        return cipher.seal(self.own_key, record_key, department=department, place=f"{self.name}/{place}")

    def unwrap(self, wrapped: bytes, *, department: str, place: str) -> bytes:
        """A record key, whether another sealed it to this domain or the domain wrapped it itself."""
        if wrapped[:1] == SUITE_MLKEM1024_P384:
            return self.unseal(wrapped, department=department, place=place)
        return cipher.unseal(self.own_key, wrapped, department=department, place=f"{self.name}/{place}")

    def to_text(self) -> str:
        return base64.b64encode(self.seed + self.scalar + self.own_key).decode()

    @classmethod
    def from_text(cls, name: str, text: str) -> "HeldDomain":
        raw = base64.b64decode(text)
        return cls(name, raw[:_MLKEM_SEED], raw[_MLKEM_SEED : _MLKEM_SEED + 48], raw[_MLKEM_SEED + 48 :])

    def _mlkem(self) -> MLKEM1024PrivateKey:
        return MLKEM1024PrivateKey.from_seed_bytes(self.seed)

    def _p384(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(self.scalar, "big"), ec.SECP384R1())


def _info(name: str, department: str, place: str) -> bytes:
    return b"letterbank\x00" + department.encode() + b"\x00" + name.encode() + b"\x00" + place.encode()
