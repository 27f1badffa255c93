"""The composition root: one factory makes the application of one surface. With `cli` the only module that knows all.

A process given one surface has no route and no key of the others, and its database refuses it their tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakValueDictionary

from flask import Flask
from flask_wtf import CSRFProtect

from letterbank.clock import Clock, SystemClock
from letterbank.database.embedded import FACILITY_RIGHTS, PUBLIC_RIGHTS, Rights
from letterbank.db import Database, FairLock
from letterbank.ids import IdSource, SystemIds
from letterbank.policy import Policy, load, names, packaged
from letterbank.settings import Settings, is_loopback
from letterbank.vault import KeyRing, Vault
from letterbank.vault.ring import facility_domain, load_publics, load_ring
from letterbank.web.addresses import register_addresses
from letterbank.web.headers import register_headers
from letterbank.web.refusals import register_refusals
from letterbank.web.tokens import TokenGlobals
from letterbank.web.unit import UnitFlask, abandon
from letterbank.work import Office

ROOT = Path(__file__).parent.parent
RIGHTS: Mapping[str, Rights | None] = {"public": PUBLIC_RIGHTS, "facility": FACILITY_RIGHTS, "central": None}
_databases: WeakValueDictionary[tuple[str, str], Database] = WeakValueDictionary()
_turns: WeakValueDictionary[str, FairLock] = WeakValueDictionary()


@dataclass(frozen=True)
class Sources:
    """What a test or a demonstration gives from outside: time and names."""

    clock: Clock
    ids: IdSource


def open_policy(settings: Settings) -> Policy:
    return packaged(settings.policy) if settings.policy in names() else load(Path(settings.policy))


def open_ring(settings: Settings, surface: str) -> KeyRing:
    """Only this surface's keys: public halves for `public`, the served facilities, or the central domains."""
    if surface == "public":
        return load_publics(settings.keys / "public.json")
    ring = load_ring(settings.keys / f"{surface}.ring", settings.keys / f"{surface}.pass")
    if surface == "facility":
        return ring.only(facility_domain(code) for code in settings.facilities)
    return ring


def open_office(settings: Settings, surface: str, sources: Sources | None = None) -> Office:
    """Keys, databases and policy of one surface, ready to work."""
    given = sources or Sources(SystemClock(), SystemIds())
    dropbox = _database(settings.dropbox, surface) if surface in ("public", "central") else None
    return Office(
        surface=surface,
        database=dropbox if surface == "public" and dropbox else _database(settings.database, surface),
        vault=Vault(open_ring(settings, surface)),
        policy=open_policy(settings),
        clock=given.clock,
        ids=given.ids,
        dropbox=dropbox,
    )


def _database(url: str, surface: str) -> Database:
    """Each surface has its own way in; those of one process share the one fair lock of a database's writers."""
    turns = _turns.get(url)
    if turns is None:
        turns = _turns[url] = FairLock()
    known = _databases.get((url, surface))
    if known is None:
        known = _databases[url, surface] = Database(url, RIGHTS[surface], turns)
    return known


def create_app(settings: Settings, office: Office, parts: Mapping[str, Callable[[Flask], None]] | None = None) -> Flask:
    """The application of one surface. `parts` replaces named parts: how a test plants a leak it must find."""
    app = UnitFlask(
        "letterbank", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "letterbank/static")
    )
    app.extensions["letterbank"] = office
    app.app_ctx_globals_class = TokenGlobals
    app.config.update(_configuration(settings, office.surface))
    register_addresses(app)
    app.teardown_request(abandon)
    for register in {**parts_of(office.surface), **(parts or {})}.values():
        register(app)
    CSRFProtect(app)
    register_refusals(app)
    register_headers(app, secure=settings.secure)
    return app


def parts_of(surface: str) -> dict[str, Callable[[Flask], None]]:
    """The named parts of a surface, in the order they are registered: the guard first."""
    from letterbank import surfaces  # each surface imports its own pages and no other's

    return surfaces.PARTS[surface]()


def _configuration(settings: Settings, surface: str) -> dict[str, object]:
    host = settings.hosts[surface]
    prefix = "__Host-" if settings.secure or is_loopback(host) else ""
    return {
        "SECRET_KEY": (settings.keys / f"{surface}.secret").read_bytes(),
        "TRUSTED_HOSTS": [host],
        "HOSTS": dict(settings.hosts),
        "SESSION_COOKIE_NAME": f"{prefix}{'page' if surface == 'public' else surface}",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "MAX_CONTENT_LENGTH": 64 * 1024 if surface == "public" else 70 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # our own pages send no referrer (AV-3.4.5); the token and SameSite hold
        "PROPAGATE_FAULTS": False,
    }
