"""`letterbank serve` and `letterbank worker`: the processes an installation runs."""

import time

import click

from letterbank import rounds
from letterbank.cli.home import Home
from letterbank.errors import RuleBroken
from letterbank.sandbox import SandboxUnavailable
from letterbank.serving import BEAT_SECONDS, Server, beat, by_host, make_apps, start_sandbox


@click.command()
@click.pass_obj
def serve(home: Home) -> None:
    """Serve this home's surfaces on its host names."""
    settings = home.settings
    try:
        sandbox = start_sandbox()
    except SandboxUnavailable as why:
        raise RuleBroken(f"Nothing is served: {why}") from why
    apps = make_apps(settings, sandbox)
    for host in apps:
        click.echo(f"http://{host}:{settings.port}/")
    Server(by_host(apps), f"127.0.0.1:{settings.port}", started=lambda: _rounds(home)).run()


@click.command()
@click.option("--once", is_flag=True, help="One round, then stop.")
@click.pass_obj
def worker(home: Home, once: bool) -> None:
    """Take in what was dropped and look for matches, again and again."""
    office = home.office("central")
    while True:
        rounds.go(office) if once else rounds.go_safely(office)
        if once:
            break
        time.sleep(BEAT_SECONDS)
    click.echo("One round done.")


def _rounds(home: Home) -> None:
    """An embedded installation's worker lives in the server's process, beside the one fair lock."""
    if "central" in home.settings.surfaces and home.office("central").database.embedded:
        beat(rounds.go_safely, home.office("central"))
