"""`letterbank register`: take in the department's own lists of facilities, offenders and cases."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from letterbank.cli.home import Home, operator
from letterbank.people.register import COLUMNS, Outcome, Report, compare, read_register, take_in
from letterbank.permissions import Permission

_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def register() -> None:
    """Bring what the department's register says."""


@register.command("import")
@click.argument("facilities", type=_File)
@click.argument("offenders", type=_File)
@click.argument("cases", type=_File)
@click.option("--yes", is_flag=True, help="Take it in without asking.")
@click.option("--json", "as_json", is_flag=True, help="Say it for a machine; needs --yes to take it in.")
@click.pass_context
def take_in_files(
    context: click.Context, facilities: Path, offenders: Path, cases: Path, yes: bool, as_json: bool
) -> None:
    """Take in FACILITIES.csv, OFFENDERS.csv and CASES.csv: exit 0 all lines, 1 some or all refused.

    A missing line changes nothing; a broken file stops everything. Nobody is sent anything.
    """
    home: Home = context.obj
    office, actor = home.office("central"), operator(Permission.REGISTER_IMPORT)
    sheets = read_register(
        dict(zip(COLUMNS, (path.read_bytes() for path in (facilities, offenders, cases)), strict=True))
    )
    with office.reading(actor) as work:
        report = compare(work, sheets)
    _say(report, as_json=as_json, taken=yes)
    if not yes and (as_json or not click.confirm("Take this in?")):
        context.exit(1 if report.of(Outcome.REFUSED) else 0)
    with office.writing(actor) as work:
        take_in(work, sheets)
    if not as_json:
        click.echo("Taken in.")
    context.exit(1 if report.of(Outcome.REFUSED) else 0)


def _say(report: Report, *, as_json: bool, taken: bool) -> None:
    if as_json:
        lines = [asdict(line) for line in report.lines]
        counts = {name: {str(outcome): many for outcome, many in each.items()} for name, each in report.counts()}
        click.echo(json.dumps({"taken_in": taken, "counts": counts, "notes": report.notes, "lines": lines}))
        return
    for name, each in report.counts():
        click.echo(f"{name}: " + ", ".join(f"{many} {outcome}" for outcome, many in each.items()))
    for line in (*report.of(Outcome.CHANGED), *report.of(Outcome.REFUSED)):
        click.echo(f"  {line.sheet} line {line.row}, {line.subject or 'no number'}: {line.outcome}. {line.sentence}")
    for note in report.notes:
        click.echo(note)
