"""Making an installation: its folder, keys, secrets, settings and empty databases. Everything private to one user."""

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from letterbank.db import Database
from letterbank.errors import RuleBroken
from letterbank.ids import SystemIds, new_id
from letterbank.migrations import migrate, prepare_dropbox
from letterbank.settings import SURFACES, Settings
from letterbank.vault.ring import (
    CENTRAL_DOMAINS,
    KeyRing,
    facility_domain,
    load_ring,
    new_passphrase_file,
    new_ring,
    save_publics,
    save_ring,
    with_domain,
)


@dataclass(frozen=True)
class Wanted:
    """What an installation is made for. `extra` are further lines of settings."""

    policy: str
    facilities: tuple[str, ...]
    extra: Mapping[str, str]


def make_home(home: Path, wanted: Wanted) -> Settings:
    """A new, empty installation. Raises RuleBroken when the folder holds anything."""
    if home.exists() and any(home.iterdir()):
        raise RuleBroken(f"{home} is not empty. Choose a new folder; nothing was changed.")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.chmod(0o700)
    lines = {"POLICY": wanted.policy, "FACILITIES": " ".join(wanted.facilities), **wanted.extra}
    settings = Settings.from_mapping({**lines, "HOME": str(home)})
    (home / "settings.env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    settings.keys.mkdir(mode=0o700)
    _write_keys(settings, wanted.facilities)
    prepare_databases(settings)
    return settings


def prepare_databases(settings: Settings) -> None:
    """Bring both databases to the newest schema. Safe to run again."""
    migrate(settings.database)
    prepare_dropbox(settings.dropbox)
    for url in (settings.database, settings.dropbox):
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).chmod(0o600)


def add_facility(settings: Settings, code: str) -> None:
    """A key domain for one more facility; every surface's file learns its public half."""
    rings = {surface: _load(settings, surface) for surface in ("central", "facility")}
    if facility_domain(code) in rings["central"].publics:
        raise RuleBroken(f"{code} has its keys already.")
    grown = with_domain(rings["facility"], facility_domain(code))
    central = KeyRing(grown.department, grown.publics, rings["central"].held)
    for surface, ring in (("facility", grown), ("central", central)):
        save_ring(ring, settings.keys / f"{surface}.ring", (settings.keys / f"{surface}.pass").read_bytes())
    save_publics(grown, settings.keys / "public.json")
    _set(settings.home / "settings.env", "FACILITIES", " ".join([*settings.facilities, code]))


def _write_keys(settings: Settings, facilities: Iterable[str]) -> None:
    whole = new_ring(new_id(SystemIds()), [*CENTRAL_DOMAINS, *map(facility_domain, facilities)])
    held = {"central": CENTRAL_DOMAINS, "facility": tuple(map(facility_domain, facilities))}
    for surface, domains in held.items():
        passphrase = new_passphrase_file(settings.keys / f"{surface}.pass")
        save_ring(whole.only(domains), settings.keys / f"{surface}.ring", passphrase)
    save_publics(whole, settings.keys / "public.json")
    for surface in SURFACES:
        _write_secret(settings.keys / f"{surface}.secret")


def _write_secret(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))


def _load(settings: Settings, surface: str) -> KeyRing:
    return load_ring(settings.keys / f"{surface}.ring", settings.keys / f"{surface}.pass")


def _set(file: Path, name: str, value: str) -> None:
    lines = [line for line in file.read_text().splitlines() if not line.startswith(f"{name}=")]
    fresh = file.with_suffix(".new")
    fresh.write_text("\n".join([*lines, f"{name}={value}"]) + "\n")
    fresh.replace(file)


def is_empty(settings: Settings) -> bool:
    """Whether nobody works here yet: the first administrator can be made only then."""
    from letterbank.accounts.model import Staff

    with Database(settings.database).reading() as session:
        return session.query(Staff.id).limit(1).first() is None
