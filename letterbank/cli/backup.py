"""`letterbank backup`: two sets, and the way back. A restore sends no message (P10)."""

import json
from pathlib import Path

import click

from letterbank.cli.home import Home, for_machines, operator
from letterbank.errors import RuleBroken
from letterbank.permissions import Permission
from letterbank.safekeeping.backup import Schema, restore, take_backup
from letterbank.safekeeping.sets import BackupSet, taken_at
from letterbank.tables import METADATA
from notifications.dropbox import DropBase
from notifications.lookups import rebuild_digests

SCHEMA = Schema(METADATA, DropBase.metadata)
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def backup() -> None:
    """Keep records and keys apart, and bring them back together."""


@backup.command()
@click.argument("folder", type=FOLDER)
@for_machines
@click.pass_obj
def records(home: Home, folder: Path, as_json: bool) -> None:
    """Write everything but the record keys into FOLDER. May be kept long; it opens nothing by itself."""
    _take(home, BackupSet.RECORDS, folder, as_json)


@backup.command()
@click.argument("folder", type=FOLDER)
@for_machines
@click.pass_obj
def keys(home: Home, folder: Path, as_json: bool) -> None:
    """Write the record keys into FOLDER, after the records. Sets there that have expired are removed."""
    _take(home, BackupSet.KEYS, folder, as_json)


@backup.command(name="restore")
@click.argument("records_file", type=FILE)
@click.argument("keys_file", type=FILE)
@for_machines
@click.pass_obj
def bring_back(home: Home, records_file: Path, keys_file: Path, as_json: bool) -> None:
    """Fill a new, empty installation from RECORDS_FILE and KEYS_FILE. On PostgreSQL, as the owner of the tables."""
    office = home.office("central")
    found = restore(office, operator(), SCHEMA, (records_file, keys_file))
    with office.writing(operator(Permission.REQUEST_VERIFY)) as work:
        receipts = rebuild_digests(work)
    if as_json:
        click.echo(json.dumps({
            "records": found.records, "keys": found.keys, "stayed_destroyed": found.stayed_destroyed,
            "receipts": receipts,
        }))  # fmt: skip
        return
    click.echo(f"{found.records} rows and {found.keys} keys are back. Nothing was sent and nobody is called by this.")
    click.echo(
        f"What was destroyed after {taken_at(keys_file):%d %B %Y %H:%M} UTC is not known to these sets: look at the "
        "printed certificates and destroy it again. Everyone signs in anew."
    )


def _take(home: Home, kind: BackupSet, folder: Path, as_json: bool) -> None:
    if folder.absolute().is_relative_to(home.path):
        raise RuleBroken("Keep backups outside the installation's folder, on another disk.")
    taken = take_backup(home.office("central"), operator(), SCHEMA, kind, folder)
    if as_json:
        removed = [str(path) for path in taken.removed]
        click.echo(json.dumps({"file": str(taken.path), "rows": taken.rows, "removed": removed}))
        return
    click.echo(f"{taken.path}: {taken.rows} rows.")
    for path in taken.removed:
        click.echo(f"{path} had expired and is gone.")
