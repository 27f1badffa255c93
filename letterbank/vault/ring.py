"""The key ring of one surface: the domains it holds, the public halves of all others, the department's id.

On disk a ring is one file of mode 0400, wrapped by a passphrase (argon2id) that stands in another file of mode
0400. It is opened once, before workers fork. The public surface has no ring, only `public.json` (P3).
"""

import base64
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from letterbank.errors import Refusal, Unreadable
from letterbank.vault import cipher
from letterbank.vault.domains import HeldDomain, PublicDomain

CENTRAL_DOMAINS = ("bank", "victims", "dialogue", "dropbox")
_SALT = 16


class WeakKeys(Refusal):
    """The ring or its passphrase is not kept as it must be (CR-10, B15)."""


def facility_domain(code: str) -> str:
    return f"facility/{code}"


def domain_of(desk: str) -> str:
    """Whose keys a desk works with: a facility's own; at the centre the bank's."""
    return "bank" if desk == "central" else desk


@dataclass(frozen=True, repr=False)
class KeyRing:
    department: str
    publics: Mapping[str, PublicDomain]
    held: Mapping[str, HeldDomain] = field(default_factory=dict)

    def public(self, domain: str) -> PublicDomain:
        if domain not in self.publics:
            raise Unreadable
        return self.publics[domain]

    def holder(self, domain: str) -> HeldDomain:
        """The private half, or `Unreadable` when this process does not hold it."""
        if domain not in self.held:
            raise Unreadable
        return self.held[domain]

    def only(self, domains: Iterable[str]) -> "KeyRing":
        """The same department, holding fewer domains."""
        wanted = set(domains)
        return KeyRing(self.department, self.publics, {n: d for n, d in self.held.items() if n in wanted})


def new_ring(department: str, domains: Iterable[str]) -> KeyRing:
    held = {name: HeldDomain.new(name) for name in domains}
    return KeyRing(department, {name: domain.public() for name, domain in held.items()}, held)


def with_domain(ring: KeyRing, name: str) -> KeyRing:
    """The ring with one more domain, such as that of a new facility."""
    held = HeldDomain.new(name)
    return KeyRing(ring.department, {**ring.publics, name: held.public()}, {**ring.held, name: held})


def save_ring(ring: KeyRing, path: Path, passphrase_file: Path) -> None:
    """Write the ring so that only its owner and only the passphrase open it. An older ring stays until this opens."""
    content = json.dumps({
        "department": ring.department,
        "publics": _spell(ring.publics),
        "held": {name: domain.to_text() for name, domain in ring.held.items()},
    })  # fmt: skip
    salt = os.urandom(_SALT)
    key = _wrapping_key(_passphrase(passphrase_file), salt)
    fresh = path.with_suffix(path.suffix + ".new")
    _write_private(fresh, salt + cipher.seal(key, content.encode(), department="ring", place="ring"))
    if load_ring(fresh, passphrase_file) != ring:
        raise Unreadable
    fresh.replace(path)


def load_ring(path: Path, passphrase_file: Path) -> KeyRing:
    """Raises WeakKeys for loose file modes, Unreadable for a wrong passphrase or a damaged ring."""
    sealed = _read_private(path)
    if len(sealed) < _SALT:
        raise Unreadable
    key = _wrapping_key(_passphrase(passphrase_file), sealed[:_SALT])
    content = json.loads(cipher.unseal(key, sealed[_SALT:], department="ring", place="ring"))
    held = {name: HeldDomain.from_text(name, text) for name, text in content["held"].items()}
    return KeyRing(content["department"], _unspell(content["publics"]), held)


def save_publics(ring: KeyRing, path: Path) -> None:
    """The file of the public surface: it can seal with it and open nothing."""
    path.write_text(json.dumps({"department": ring.department, "publics": _spell(ring.publics)}))


def load_publics(path: Path) -> KeyRing:
    content = json.loads(path.read_text())
    return KeyRing(content["department"], _unspell(content["publics"]))


def new_passphrase_file(path: Path) -> None:
    _write_private(path, base64.b32encode(os.urandom(30)))


def _passphrase(path: Path) -> bytes:
    """Without the end of line an editor leaves behind it."""
    return _read_private(path).strip()


def _wrapping_key(passphrase: bytes, salt: bytes) -> bytes:
    return Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=64 * 1024).derive(passphrase)


def _spell(publics: Mapping[str, PublicDomain]) -> dict[str, str]:
    return {name: base64.b64encode(domain.public).decode() for name, domain in publics.items()}


def _unspell(publics: Mapping[str, str]) -> dict[str, PublicDomain]:
    return {name: PublicDomain(name, base64.b64decode(text)) for name, text in publics.items()}


def _write_private(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _read_private(path: Path) -> bytes:
    if not path.is_file():
        raise WeakKeys(
            f"The key file {path.name} is missing. Restore it, or run `letterbank init` for a new installation."
        )
    mode = path.stat()
    if stat.S_IMODE(mode.st_mode) & 0o077 or mode.st_uid != os.geteuid():
        raise WeakKeys(f"Others can read {path.name}. Make it private to this user: chmod 0400.")
    return path.read_bytes()
