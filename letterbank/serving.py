"""Serving one or more surfaces from one process, each by its host name.

The sandbox is started first, before any key is read. SQLite has one fair lock a process, so the embedded
installation serves with threads of one worker; a department runs one process a surface on PostgreSQL.
"""

import errno
import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn comes without types

from letterbank.app import create_app, open_office
from letterbank.documents.compose import JOBS as DOCUMENT_JOBS
from letterbank.errors import RuleBroken
from letterbank.sandbox import Sandbox, keep_memory_private
from letterbank.settings import Settings
from letterbank.work import Office
from screening.scanning.sanitise import JOBS as SCAN_JOBS

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
MoreParts = Callable[[str], Mapping[str, Callable[[Flask], None]]]
JOBS = {**SCAN_JOBS, **DOCUMENT_JOBS}
BEAT_SECONDS = 20.0
SORTING_SECONDS = 2.0
_HOST = re.compile(r"(?P<name>[a-z0-9.-]+)(?::(?P<port>[1-9][0-9]{0,4}))?")


def start_sandbox() -> Sandbox:
    """Raises SandboxUnavailable: then nothing is served."""
    keep_memory_private()
    return Sandbox(JOBS)


def must_be_free(port: int) -> None:
    """Raises RuleBroken when the port on loopback cannot be listened on."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as fault:
            why = "is taken by another program" if fault.errno == errno.EADDRINUSE else "may not be used here"
            how = f"`demo --port {port + 1}`, or PORT={port + 1} in settings.env for `serve`"
            raise RuleBroken(f"Port {port} {why}. Choose another: {how}.") from None


def by_host(apps: Mapping[str, Wsgi]) -> Wsgi:
    """One door for all surfaces: the host name chooses, and an unknown one meets a bare 404.

    What is behind the door sees a name in small letters and a port that can be, or nothing at all.
    """

    def door(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = _HOST.fullmatch(str(environ.get("HTTP_HOST", "")).lower())
        if asked and asked["name"] in apps and int(asked["port"] or 80) < 65536:
            environ["HTTP_HOST"] = asked[0]
            return apps[asked["name"]](environ, start_response)
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
        return [b"There is nothing at this address.\n"]

    return door


def make_apps(settings: Settings, sandbox: Sandbox, more: MoreParts = lambda _surface: {}) -> dict[str, Flask]:
    """The served surfaces by host. `more` names the parts that a surface gets besides (the demonstration's)."""
    apps = {}
    for surface in settings.surfaces:
        app = create_app(settings, open_office(settings, surface), more(surface))
        app.extensions["letterbank sandbox"] = sandbox
        apps[settings.hosts[surface]] = app
    return apps


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn comes without types
    """gunicorn without a configuration file."""

    def __init__(self, door: Wsgi, bind: str, *, started: Callable[[], None]) -> None:
        self._door, self._bind, self._started = door, bind, started
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": self._bind, "workers": 1, "threads": 8, "worker_class": "gthread", "preload_app": True,
            "accesslog": None, "loglevel": "warning", "timeout": 120, "control_socket_disable": True,
            "post_worker_init": lambda _worker: self._started(),
        }  # fmt: skip
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Wsgi:
        return self._door


def beat(seconds: float, go: Callable[[], object]) -> None:
    """Do a round in the background of an embedded installation, again and again."""

    def run() -> None:
        stop = threading.Event()
        while not stop.wait(seconds):
            go()

    threading.Thread(target=run, name="rounds", daemon=True).start()


def scanning_rooms(
    settings: Settings, office_of: Callable[[str], Office], sandbox: Sandbox
) -> Iterator[Callable[[], None]]:
    """One round for each desk that this process serves: what was scanned there is sorted."""
    served = [surface for surface in settings.surfaces if surface != "public"]
    if not served:
        return
    from screening.stacks import machine  # a public process knows no table of letters

    for surface in served:
        for desk in machine.desks_of(surface, settings.facilities):
            yield partial(machine.go_safely, office_of(surface), desk, sandbox)
