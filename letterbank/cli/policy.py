"""`letterbank policy`: is this file fit for use, and what does the programme decide. It changes nothing."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from letterbank import policy as policies
from letterbank.policy import Fault, Policy


@click.group()
def policy() -> None:
    """Check and read programme policies."""


@policy.command()
@click.argument("file_or_name")
@click.option("--json", "as_json", is_flag=True, help="Say it for a machine.")
@click.pass_context
def check(context: click.Context, file_or_name: str, as_json: bool) -> None:
    """Say everything that keeps FILE_OR_NAME from being used: exit 0 nothing, 1 faults."""
    path = _path(file_or_name)
    faults = policies.check(path)
    if as_json:
        click.echo(json.dumps({"policy": file_or_name, "faults": [asdict(fault) for fault in faults]}, indent=2))
    elif faults:
        _say(file_or_name, faults)
    else:
        waiting = len(policies.assumed(policies.load(path)))
        click.echo(f"{file_or_name} can be used. {waiting} answers are assumed and wait for the department's word.")
    context.exit(1 if faults else 0)


@policy.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Say it for a machine.")
def show(name: str, as_json: bool) -> None:
    """Show every answer of the policy NAME (or file) and where it comes from."""
    path = _path(name)
    if faults := policies.check(path):
        raise click.ClickException(f"{name} has faults; run: letterbank policy check {name} ({len(faults)} found)")
    chosen = policies.load(path)
    if as_json:
        click.echo(json.dumps(_for_machines(chosen), indent=2, ensure_ascii=False))
        return
    for where, answer, source in _answers(chosen):
        click.echo(f"{where} [{source}]: {_shown(answer)}")
    click.echo(f"digest {chosen.digest}")


def _path(file_or_name: str) -> Path:
    if file_or_name in policies.names():
        return policies.path_of(file_or_name)
    if not Path(file_or_name).is_file():
        known = ", ".join(policies.names())
        raise click.UsageError(f'There is no policy and no file "{file_or_name}". Policies that come with it: {known}.')
    return Path(file_or_name)


def _say(name: str, faults: list[Fault]) -> None:
    click.echo(f"{name} cannot be used yet. {len(faults)} found:")
    for fault in faults:
        click.echo(f"\n  {fault.where}\n    {fault.sentence}\n    {fault.mend}")


def _for_machines(chosen: Policy) -> dict[str, Any]:
    return {"digest": chosen.digest, "assumed": policies.assumed(chosen), "policy": policies.plain(chosen)}


def _answers(chosen: Policy) -> Iterator[tuple[str, Any, str]]:
    everything = policies.plain(chosen)
    for where, source in chosen.sources.items():
        answer: Any = everything
        for name, number in re.findall(r"(\w+)|\[(\d+)\]", where):
            answer = answer[name] if name else answer[int(number) - 1]
        yield where, answer, source


def _shown(answer: Any) -> str:
    if isinstance(answer, dict):
        return "".join(f"\n    {key}: {_shown(each)}" for key, each in answer.items() if key != "source")
    if isinstance(answer, list):
        return ", ".join(map(str, answer)) or "none"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)
