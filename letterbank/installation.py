"""Making an installation: its folder, keys, secrets, settings and empty databases. Everything private to one user."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from letterbank.app import open_policy, open_ring
from letterbank.db import Database
from letterbank.errors import Refusal, RuleBroken
from letterbank.ids import SystemIds, new_id
from letterbank.migrations import migrate, newest, prepare_dropbox
from letterbank.roles import CENTRAL, FACILITY, PUBLIC
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

SECRET_BYTES = 32
DEMONSTRATION = "demonstration"  # the mark in the home of one
_STEPS = text("SELECT version_num FROM alembic_version")
_WHO = text("SELECT current_user, current_setting('is_superuser')")
_NAMES = {"main": "database", "dropbox": "drop box"}
ROLES = {"public": PUBLIC, "facility": FACILITY, "central": CENTRAL}


@dataclass(frozen=True)
class Wanted:
    """What an installation is made for. `extra` are further lines of settings.

    `databases` (DATABASE, DROPBOX) are where the first tables are made, as their owner; the home does not keep them.
    """

    policy: str
    facilities: tuple[str, ...]
    extra: Mapping[str, str]
    databases: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> dict[str, str]:
        """The settings as `settings.env` keeps them."""
        return {"POLICY": self.policy, "FACILITIES": " ".join(self.facilities), **self.extra}


def settings_of(home: Path, wanted: Wanted) -> Settings:
    return Settings.from_mapping({**wanted.lines(), **wanted.databases, "HOME": str(home)})


def make_home(home: Path, wanted: Wanted) -> Settings:
    """A new, empty installation. Raises RuleBroken when the folder holds anything."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise RuleBroken(f"{home} is not an empty folder. Choose a new one; nothing was changed.")
    open_policy(settings_of(home, wanted))
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.chmod(0o700)
    settings = settings_of(home, wanted)
    (home / "settings.env").write_text("".join(f"{name}={value}\n" for name, value in wanted.lines().items()))
    settings.keys.mkdir(mode=0o700)
    _write_keys(settings, wanted.facilities)
    prepare_databases(settings)
    return settings


@contextmanager
def whole_or_nothing(home: Path) -> Iterator[None]:
    """What fails halfway leaves no half installation, which the next try would be refused for."""
    was_empty = not home.exists() or (home.is_dir() and not any(home.iterdir()))
    was_there = home.exists()
    try:
        yield
    except BaseException:
        if was_empty and home.is_dir():
            shutil.rmtree(home, ignore_errors=True)
            if was_there:
                home.mkdir(mode=0o700, exist_ok=True)
        raise


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
        save_ring(ring, settings.keys / f"{surface}.ring", settings.keys / f"{surface}.pass")
    save_publics(grown, settings.keys / "public.json")
    _set(settings.home / "settings.env", "FACILITIES", " ".join([*settings.facilities, code]))


def _write_keys(settings: Settings, facilities: Iterable[str]) -> None:
    whole = new_ring(new_id(SystemIds()), [*CENTRAL_DOMAINS, *map(facility_domain, facilities)])
    held = {"central": CENTRAL_DOMAINS, "facility": tuple(map(facility_domain, facilities))}
    for surface, domains in held.items():
        new_passphrase_file(settings.keys / f"{surface}.pass")
        save_ring(whole.only(domains), settings.keys / f"{surface}.ring", settings.keys / f"{surface}.pass")
    save_publics(whole, settings.keys / "public.json")
    for surface in SURFACES:
        _write_secret(settings.keys / f"{surface}.secret")


def _write_secret(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))


def _load(settings: Settings, surface: str) -> KeyRing:
    return load_ring(settings.keys / f"{surface}.ring", settings.keys / f"{surface}.pass")


def _set(file: Path, name: str, value: str) -> None:
    lines = [line for line in file.read_text().splitlines() if not line.startswith(f"{name}=")]
    fresh = file.with_suffix(".new")
    fresh.write_text("\n".join([*lines, f"{name}={value}"]) + "\n")
    fresh.replace(file)


def must_be_ready(settings: Settings) -> None:
    """Raises RuleBroken with everything that keeps this home from being served, one fault a line."""
    if (settings.home / DEMONSTRATION).exists():
        raise RuleBroken(
            "This home holds a demonstration, and everybody can know its passwords: only `letterbank demo` serves it. "
            "Make a real one in another folder with `letterbank init`."
        )
    found = faults(settings)
    if found:
        raise RuleBroken("\n".join(found))


def faults(settings: Settings) -> list[str]:
    """What keeps this home's surfaces from being served: policy, key rings, secrets, databases."""
    checks: list[Callable[[], object]] = [partial(open_policy, settings)]
    checks += [partial(look, settings, surface) for look in (open_ring, _has_secret) for surface in settings.surfaces]
    for kind in _databases_of(settings):
        checks += [partial(_is_migrated, settings, kind), partial(_is_its_own_role, settings, kind)]
    return [fault for check in checks if (fault := _fault(check))]


def _fault(check: Callable[[], object]) -> str:
    try:
        check()
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _has_secret(settings: Settings, surface: str) -> None:
    """The key of this surface's cookies."""
    file = settings.keys / f"{surface}.secret"
    if not file.is_file() or file.stat().st_size < SECRET_BYTES or file.stat().st_mode & 0o077:
        raise RuleBroken(f"{file.name} is missing, short, or readable by others. It holds {SECRET_BYTES} random bytes.")


def _databases_of(settings: Settings) -> list[str]:
    """Which databases the served surfaces use."""
    kinds = {"public": {"dropbox"}, "facility": {"main"}, "central": {"main", "dropbox"}}
    return sorted(set().union(*(kinds[surface] for surface in settings.surfaces)))


def _is_its_own_role(settings: Settings, kind: str) -> None:
    """On PostgreSQL the walls between the surfaces are their roles: whoever has more than its own has none (R37)."""
    database = _database_of(settings, kind)
    try:
        if database.embedded:
            return
        with database.reading() as session:
            role, superuser = session.execute(_WHO).one()
    except SQLAlchemyError:
        return  # already said
    finally:
        database.close()
    own = {ROLES[surface] for surface in settings.surfaces}
    if superuser == "on" or role not in own:
        raise RuleBroken(
            f"The {_NAMES[kind]} is opened as {role}{', a superuser' if superuser == 'on' else ''}. This home opens it "
            f"as {' or '.join(sorted(own))}, and as nobody with more rights."
        )


def _database_of(settings: Settings, kind: str) -> Database:
    return Database(settings.database if kind == "main" else settings.dropbox)


def _is_migrated(settings: Settings, kind: str) -> None:
    name, database = _NAMES[kind], _database_of(settings, kind)
    try:
        with database.reading() as session:
            session.connection()
            # On PostgreSQL no surface may ask the drop box for anything but its drops: opening it is all (P3).
            steps = set(session.scalars(_STEPS)) if kind == "main" or database.embedded else set()
    except SQLAlchemyError as fault:
        raise RuleBroken(f"The {name} cannot be opened, or has no tables yet ({type(fault).__name__}).") from None
    finally:
        database.close()
    if steps and steps != {newest(kind)}:
        raise RuleBroken(f"The {name} is of another version of letterbank. Run: letterbank database migrate")
