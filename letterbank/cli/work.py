"""`letterbank serve` and `letterbank worker`: the processes an installation runs."""

import time
from collections.abc import Callable
from functools import partial

import click

from letterbank.cli.home import Home, for_machines, say
from letterbank.errors import RuleBroken
from letterbank.installation import must_be_ready
from letterbank.sandbox import Sandbox, SandboxUnavailable
from letterbank.serving import (
    BEAT_SECONDS,
    SORTING_SECONDS,
    Server,
    beat,
    by_host,
    make_apps,
    must_be_free,
    scanning_rooms,
    start_sandbox,
)
from letterbank.settings import Settings


def sandbox_or_refusal() -> Sandbox:
    """The sandbox, started before any key is read. Raises RuleBroken where this machine has no walls."""
    try:
        return start_sandbox()
    except SandboxUnavailable as why:
        raise RuleBroken(f"Nothing is done: {why}") from why


@click.command()
@click.pass_obj
def serve(home: Home) -> None:
    """Serve this home's surfaces on its host names, for a TLS proxy on the same machine."""
    settings = home.settings
    with sandbox_or_refusal() as sandbox:
        must_be_ready(settings)
        must_be_free(settings.port)
        apps = make_apps(settings, sandbox)
        for surface in settings.surfaces:
            click.echo(f"Serving {settings.origin(surface)} from 127.0.0.1 port {settings.port}{_by_whom(settings)}")
        Server(by_host(apps), f"127.0.0.1:{settings.port}", started=lambda: _in_background(home, sandbox)).run()


def _by_whom(settings: Settings) -> str:
    return ", through a TLS proxy" if settings.secure else ""


@click.command()
@click.option("--once", is_flag=True, help="One round, then stop.")
@for_machines
@click.pass_obj
def worker(home: Home, *, once: bool, as_json: bool) -> None:
    """Sort what was scanned; at the centre also take in what was dropped and look for matches; again and again."""
    if as_json and not once:
        raise click.UsageError("--json goes with --once.")
    if not {"facility", "central"} & set(home.settings.surfaces):
        raise RuleBroken("No worker runs here: this home serves only the public form. The centre empties its box.")
    with sandbox_or_refusal() as sandbox:
        sorting = list(scanning_rooms(home.settings, home.office, sandbox))
        if once:
            _once(home, sorting)
            say({"rounds": 1}, "One round done.", as_json=as_json)
            return
        for go in _centres_rounds(home):
            beat(BEAT_SECONDS, go)
        while True:
            for go in sorting:
                go()
            time.sleep(SORTING_SECONDS)


def _once(home: Home, sorting: list[Callable[[], None]]) -> None:
    """A failed round of the centre is said, for whoever runs it from a timetable."""
    for go in sorting:
        go()
    if "central" in home.settings.surfaces:
        from letterbank import rounds  # a process without the centre never learns of the victims' tables

        rounds.go(home.office("central"))


def _centres_rounds(home: Home) -> list[Callable[[], None]]:
    if "central" not in home.settings.surfaces:
        return []
    from letterbank import rounds  # a process without the centre never learns of the victims' tables

    return [partial(rounds.go_safely, home.office("central"))]


def _in_background(home: Home, sandbox: Sandbox) -> None:
    """An embedded installation's worker lives in the server's process."""
    if not home.settings.database.startswith("sqlite"):
        return
    for go in _centres_rounds(home):
        beat(BEAT_SECONDS, go)
    for go in scanning_rooms(home.settings, home.office, sandbox):
        beat(SORTING_SECONDS, go)
