"""What a machine needs to serve; what a programme decides is in its policy. Faults are reported together, at boot.

Every setting is `LETTERBANK_<NAME>` in the environment or a `NAME=value` line of `settings.env` in the home.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from letterbank.errors import Refusal
from letterbank.roles import is_facility_code

_DATABASES = ("postgresql://", "postgresql+psycopg://", "sqlite:///")
SURFACES = ("public", "facility", "central")
_KNOWN = frozenset({
    "HOME", "SURFACES", "FACILITIES", "DATABASE", "DROPBOX", "POLICY", "PUBLIC_HOST", "FACILITY_HOST", "CENTRAL_HOST",
    "PORT", "SECURE",
})  # fmt: skip


class UnusableSettings(Refusal):
    """Every fault found, one a line."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`database` and `dropbox` are SQLAlchemy URLs; `secure` is false only on loopback over plain HTTP."""

    home: Path
    surfaces: tuple[str, ...]
    facilities: tuple[str, ...]
    database: str
    dropbox: str
    policy: str
    hosts: Mapping[str, str]
    port: int
    secure: bool

    @classmethod
    def from_home(cls, home: Path, environment: Mapping[str, str]) -> "Settings":
        """Read `settings.env` of a home, then what the environment says over it. Raises UnusableSettings."""
        file = home / "settings.env"
        if not file.is_file():
            raise UnusableSettings(
                f"{home} is not a letterbank home. Make one with: letterbank --home {home} init --facility CODE "
                "--administrator NAME, or name another folder with --home."
            )
        written = _written(file)
        over = {
            name.removeprefix("LETTERBANK_"): value
            for name, value in environment.items()
            if name.startswith("LETTERBANK_")
        }
        return cls.from_mapping({**written, **over, "HOME": str(home)})

    @classmethod
    def from_mapping(cls, given: Mapping[str, str]) -> "Settings":
        home = Path(given["HOME"]).absolute()
        made = cls(
            home=home,
            surfaces=tuple(given.get("SURFACES", " ".join(SURFACES)).split()),
            facilities=tuple(given.get("FACILITIES", "").split()),
            database=given.get("DATABASE", f"sqlite:///{home / 'letterbank.sqlite'}"),
            dropbox=given.get("DROPBOX", f"sqlite:///{home / 'dropbox.sqlite'}"),
            policy=given.get("POLICY", "mississippi"),
            hosts={name: given.get(f"{name.upper()}_HOST", f"{name}.localhost").lower() for name in SURFACES},
            port=int(given.get("PORT", "8000")) if given.get("PORT", "8000").isdecimal() else -1,
            secure=given.get("SECURE", "yes") != "no",
        )
        faults = [*made._faults(), *(f"{name} is not a setting" for name in sorted(set(given) - _KNOWN))]
        if given.get("SECURE", "yes") not in ("yes", "no"):
            faults.append("SECURE is yes or no")
        if faults:
            raise UnusableSettings("\n".join(faults))
        return made

    def _faults(self) -> list[str]:
        faults = [
            f"SURFACES names {name}; there are {', '.join(SURFACES)}" for name in self.surfaces if name not in SURFACES
        ]
        faults += [
            f"FACILITIES names {code}; codes are capitals and digits"
            for code in self.facilities
            if not is_facility_code(code)
        ]
        faults += [f"{name} is named twice" for name in _twice((*self.surfaces, *self.facilities))]
        faults += [
            f"{host} is the host name of more than one surface; each has its own"
            for host in _twice(self.hosts.values())
        ]
        faults += [
            f"{name} must be the address of a PostgreSQL database, or of a SQLite file"
            for name, url in (("DATABASE", self.database), ("DROPBOX", self.dropbox))
            if not url.startswith(_DATABASES)
        ]
        if not 0 <= self.port < 65536:
            faults.append("PORT must be a number from 0 to 65535")
        if not self.secure and not all(is_loopback(host) for host in self.hosts.values()):
            faults.append("SECURE=no is for loopback only; serve other hosts over TLS")
        return faults

    def origin(self, surface: str) -> str:
        """Where a browser finds this surface: behind the TLS proxy, or on loopback with the port."""
        scheme, port = ("https", "") if self.secure else ("http", f":{self.port}")
        return f"{scheme}://{self.hosts[surface]}{port}"

    @property
    def keys(self) -> Path:
        return self.home / "keys"


def _written(file: Path) -> dict[str, str]:
    """The lines of `settings.env`. Raises UnusableSettings with every line that says nothing, or says it twice."""
    found: dict[str, str] = {}
    faults = []
    for number, line in enumerate(map(str.strip, file.read_text().splitlines()), 1):
        name, mark, value = line.partition("=")
        if not line or line.startswith("#"):
            continue
        if not mark or name in found:
            why = f"{name} is set twice" if mark else "this is no NAME=value"
            faults.append(f"{file.name}, line {number}: {why}")
        found[name] = value
    if faults:
        raise UnusableSettings("\n".join(faults))
    return found


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


def is_loopback(host: str) -> bool:
    """Whether a browser takes this name for the machine itself."""
    return host == "localhost" or host.endswith(".localhost")
