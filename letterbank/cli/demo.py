"""`letterbank demo`: a throw-away letter bank full of made-up people, to look around in or to walk through."""

import json
from pathlib import Path
from typing import Any

import click

from letterbank.cli.home import Home
from letterbank.cli.work import sandbox_or_refusal
from letterbank.demonstration import filling, people, showing
from letterbank.demonstration.home import default_home, held, must_be_demonstration, throw_away
from letterbank.demonstration.place import opened
from letterbank.demonstration.walk import Errand, goes_outside, walk
from letterbank.serving import must_be_free

_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--walk", "walking", is_flag=True, help="Carry one letter from paper to packet, without a browser.")
@click.option("--scan", type=_File, help="With --walk: a scan to carry instead of the generated one.")
@click.option("--packet", type=click.Path(dir_okay=False, path_type=Path), help="With --walk: where the PDF goes.")
@click.option("--json", "as_json", is_flag=True, help="With --walk: one JSON object a step.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the old demonstration away first.")
@click.pass_obj
def demo(home: Home, /, *, port: int, fresh: bool, walking: bool, **errand: Any) -> None:
    """Serve a demonstration with people and letters at every stage."""
    if not walking and any(errand.values()):
        raise click.UsageError("--scan, --packet and --json go with --walk.")
    path = home.path if home.is_named else default_home()
    must_be_demonstration(path)
    if fresh:
        with held(path):
            throw_away(path)
    if walking:
        _walk(Errand(path, errand["scan"], errand["packet"]), as_json=errand["as_json"])
    else:
        _show(path, port)


def _show(path: Path, port: int) -> None:
    must_be_free(port)
    with held(path), sandbox_or_refusal() as sandbox:
        settings = filling.letters_ready(path, sandbox, click.echo)
        showing.show(settings, sandbox, port=port, say=click.echo)


def _walk(errand: Errand, *, as_json: bool) -> None:
    goes_outside(errand)
    with sandbox_or_refusal() as sandbox:
        settings = filling.people_ready(errand.home, sandbox, _aside)
        with opened(settings, sandbox) as place:
            people.meet(place)
            for told in walk(place, errand):
                click.echo(json.dumps(told.content()) if as_json else told.line())


def _aside(line: str) -> None:
    """Beside the steps, which alone go to standard output."""
    click.echo(line, err=True)
