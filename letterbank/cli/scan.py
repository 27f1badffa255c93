"""`letterbank scan`: stacks from the office scanner, once or as they come; sealed, sorted, and the files removed."""

import json
import stat
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from letterbank.cli.home import Home, for_machines
from letterbank.cli.work import sandbox_or_refusal
from letterbank.errors import Refusal, RuleBroken
from letterbank.sandbox import Sandbox
from screening.stacks.import_folder import QUIET_SECONDS, ImportFolder, folders_of
from screening.stacks.machine import machine_at
from screening.stacks.receipts import Receipt

_Existing = click.Path(exists=True, path_type=Path)


@click.group()
def scan() -> None:
    """Bring what the office scanner made."""


@scan.command("import")
@click.argument("path", type=_Existing)
@click.option("--facility", help="The facility whose paper it is.")
@click.option("--old-files", "central", is_flag=True, help="Letters accepted on paper before, scanned at the centre.")
@click.option("--letters", type=click.IntRange(min=1), help="How many cover sheets were counted in the paper.")
@for_machines
@click.pass_context
def import_once(
    context: click.Context, path: Path, facility: str | None, central: bool, letters: int | None, as_json: bool
) -> None:
    """Take in PATH, a finished file or a folder of them: exit 0 every letter has its pages, 1 something waits.

    Each file is removed once it is kept, and `done/` beside it gets a receipt. What is no scan stays where it is, or
    goes to `refused/` when PATH is a folder; of a folder, what does not change for ten seconds is taken in.
    --json prints one object a file.
    """
    home: Home = context.obj
    if (facility is None) != central:
        raise click.UsageError("Say whose paper it is: --facility CODE, or --old-files.")
    _must_serve(home, facility)
    if not path.is_dir() and not stat.S_ISREG(path.lstat().st_mode):
        raise RuleBroken(f"{path.name} is a link, a pipe or a device. Give a file, or a folder of files.")
    with sandbox_or_refusal() as sandbox:
        taken = []
        for one in _taken(_folder(home, sandbox, facility, path), path, letters):
            taken.append(one)
            click.echo(json.dumps(asdict(one), ensure_ascii=False) if as_json else _line(one))
    if not taken and not as_json:
        click.echo("Nothing to take in.")
    context.exit(0 if all(one.stage == "separated" for one in taken) else 1)


@scan.command()
@click.option("--once", is_flag=True, help="Look twice, so that what does not change is taken in, then stop.")
@click.option("--every", type=click.FloatRange(0.1), default=QUIET_SECONDS, show_default=True, help="Seconds.")
@click.pass_obj
def watch(home: Home, once: bool, every: float) -> None:
    """Watch the import folder of each desk: import/CODE and import/old-files in the home, made if not there.

    A file is taken in when it has not changed from one look to the next.
    """
    with sandbox_or_refusal() as sandbox:
        folders = [_watched(home, sandbox, code, place) for code, place in folders_of(home.settings)]
        for folder in folders:
            click.echo(f"Watching {folder.folder}", err=True)
        for _ in range(2) if once else iter(int, 1):
            for folder in folders:
                _look(folder)
            time.sleep(every)


def _look(folder: ImportFolder) -> None:
    """A folder or a database that cannot be reached now is told of again at the next look; the watch goes on."""
    try:
        for one in folder.look():
            click.echo(_line(one))
    except Refusal as refused:
        click.echo(refused.sentence, err=True)
    except Exception as fault:  # noqa: BLE001  # whatever it is, tomorrow's paper must not wait for somebody to notice
        click.echo(f"{folder.folder} could not be looked at ({type(fault).__name__}). It is tried again.", err=True)


def _taken(folder: ImportFolder, path: Path, letters: int | None) -> Iterator[Receipt]:
    if not path.is_dir():
        yield folder.take(path, letters)
        return
    if letters is not None:
        raise click.UsageError("--letters goes with one file.")
    folder.look()
    time.sleep(QUIET_SECONDS if folder.seen else 0)
    yield from folder.look()


def _folder(home: Home, sandbox: Sandbox, facility: str | None, path: Path) -> ImportFolder:
    place = path if path.is_dir() else path.absolute().parent
    return ImportFolder(home.office("facility" if facility else "central"), machine_at(facility), sandbox, place)


def _watched(home: Home, sandbox: Sandbox, facility: str | None, place: Path) -> ImportFolder:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _folder(home, sandbox, facility, place)


def _must_serve(home: Home, facility: str | None) -> None:
    if facility is None:
        if "central" not in home.settings.surfaces:
            raise RuleBroken("Old files are scanned at the centre. This home does not serve it.")
        return
    if "facility" not in home.settings.surfaces:
        raise RuleBroken("This home does not serve the facility surface. Run this command on the facility host.")
    if facility not in home.settings.facilities:
        raise RuleBroken(f"This home does not serve {facility}. It serves: {', '.join(home.settings.facilities)}.")


def _line(one: Receipt) -> str:
    brought = f"; letters {', '.join(one.letters)}" if one.letters else ""
    stack = f"stack {one.stack}. " if one.stack else ""
    return f"{one.name}: {stack}{one.words}{brought}"
