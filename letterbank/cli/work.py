"""`letterbank serve` and `letterbank worker`: the processes an installation runs."""

import time

import click

from letterbank.cli.home import Home, for_machines, say
from letterbank.errors import RuleBroken
from letterbank.installation import must_be_ready
from letterbank.sandbox import Sandbox, SandboxUnavailable
from letterbank.serving import BEAT_SECONDS, Server, beat, by_host, make_apps, must_be_free, start_sandbox


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
        for host in apps:
            click.echo(f"Serving {host} on 127.0.0.1 port {settings.port}")
        Server(by_host(apps), f"127.0.0.1:{settings.port}", started=lambda: _rounds(home)).run()


@click.command()
@click.option("--once", is_flag=True, help="One round, then stop.")
@for_machines
@click.pass_obj
def worker(home: Home, *, once: bool, as_json: bool) -> None:
    """Take in what was dropped and look for matches, again and again."""
    if as_json and not once:
        raise click.UsageError("--json goes with --once.")
    from letterbank import rounds

    office = home.office("central")
    if once:
        rounds.go(office)
        say({"rounds": 1}, "One round done.", as_json=as_json)
        return
    while True:
        rounds.go_safely(office)
        time.sleep(BEAT_SECONDS)


def _rounds(home: Home) -> None:
    """An embedded installation's worker lives in the server's process."""
    if "central" in home.settings.surfaces and home.settings.database.startswith("sqlite"):
        from letterbank import rounds  # a process without the centre never learns of the victims' tables

        beat(rounds.go_safely, home.office("central"))
