"""`letterbank doctor` and `letterbank docs`: what is in force here, and the pictures drawn from the tables."""

import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

import click
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from letterbank import policy as policies
from letterbank.accounts import passwords
from letterbank.app import ROOT, open_policy
from letterbank.cli.home import Home, for_machines, say
from letterbank.clock import SystemClock
from letterbank.database.append_only import missing_guards
from letterbank.db import Database
from letterbank.diagrams import drawn
from letterbank.errors import Refusal
from letterbank.installation import faults
from letterbank.sandbox import SandboxUnavailable
from letterbank.sandbox.walls import landlock_version
from letterbank.serving import start_sandbox
from letterbank.settings import Settings
from screening.stacks.import_folder import folders_of, never_read
from screening.stacks.receipts import DONE

_A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Finding:
    what: str
    good: bool
    words: str


@click.command()
@for_machines
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Try everything this installation relies on: exit 0 all is well, 1 something is not."""
    home: Home = context.obj
    findings = [
        *_sandbox(),
        *_keys(home.settings),
        *_ready(home.settings),
        *append_only(home.settings),
        *_separation(home.settings),
        *log_kept(home.settings.database),
        *_assumed(home.settings),
        *paper_left(home.settings, SystemClock().now()),
        easy_passwords(SystemClock().now().date()),
    ]
    lines = [f"{'ok  ' if finding.good else 'BAD '} {finding.what}: {finding.words}" for finding in findings]
    say([asdict(finding) for finding in findings], "\n".join(lines), as_json=as_json)
    context.exit(0 if all(finding.good for finding in findings) else 1)


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a picture is out of date.")
@for_machines
@click.pass_context
def docs(context: click.Context, check: bool, as_json: bool) -> None:
    """Draw the diagrams of the documentation from the tables."""
    stale = []
    for name, text in drawn(ROOT).items():
        file = ROOT / name
        if file.read_text() != text:
            stale.append(name)
            if not check:
                file.write_text(text)
    lines = [f"{name} {'is out of date' if check else 'drawn anew'}" for name in stale]
    say({"out_of_date" if check else "drawn_anew": stale}, "\n".join(lines) or "Every picture is up to date.",
        as_json=as_json)  # fmt: skip
    context.exit(1 if check and stale else 0)


def _sandbox() -> Iterator[Finding]:
    """Escapes are tried from inside, not assumed to fail."""
    try:
        with start_sandbox() as sandbox:
            for proof in sandbox.prove():
                yield Finding(f"sandbox: {proof.what}", proof.refused, "refused" if proof.refused else "was possible")
        version = landlock_version()
        there = f"Landlock, version {version}, and the filter of system calls" if version else (
            "only the filter of system calls: this kernel has no Landlock, or it is switched off"
        )
        yield Finding("walls of the sandbox", True, there)
    except SandboxUnavailable as why:
        yield Finding("sandbox", False, str(why))


def _keys(settings: Settings) -> Iterator[Finding]:
    for file in sorted(settings.keys.glob("*")):
        mode = stat.S_IMODE(file.stat().st_mode)
        private = file.name == "public.json" or not mode & 0o077
        yield Finding(f"keys: {file.name}", private, f"mode {mode:04o}")


def _ready(settings: Settings) -> Iterator[Finding]:
    found = faults(settings)
    for fault in found:
        yield Finding("to serve", False, fault)
    if not found:
        yield Finding("to serve", True, "policy, key rings, secrets and databases are as they must be")


def append_only(settings: Settings) -> Iterator[Finding]:
    """P7: whoever owns the file or the tables can take a guard away, and the next `migrate` would lay it again."""
    if not {"facility", "central"} & set(settings.surfaces):
        return
    database = Database(settings.database)
    try:
        with database.reading() as session:
            gone = sorted(missing_guards(session))
    except SQLAlchemyError:
        return  # already said
    finally:
        database.close()
    words = f"these guards are gone: {', '.join(gone)}; find out who took them away, then run database migrate"
    yield Finding("audit is append-only", not gone, words if gone else "every guard is there")


def _separation(settings: Settings) -> Iterator[Finding]:
    used = settings.dropbox if settings.surfaces == ("public",) else settings.database
    embedded = used.startswith("sqlite")
    together = len(settings.surfaces) > 1
    if embedded or together:
        words = "surfaces share a process or a database: their pages, keys and tables are apart, their process is not"
    else:
        words = "this process serves one surface on PostgreSQL as that surface's own role"
    yield Finding("separation in force", True, words)


def log_kept(url: str) -> Iterator[Finding]:
    """P9: PostgreSQL's log holds a destroyed key's bytes until its files are removed. Only the server decides that."""
    if url.startswith("sqlite"):
        return
    database = Database(url)
    try:
        with database.reading() as session:
            ask = session.connection().exec_driver_sql
            recycled, archived = (ask(f"SHOW {name}").scalar_one() for name in ("wal_recycle", "archive_mode"))
    except OperationalError:
        return  # already said
    finally:
        database.close()
    words = f"wal_recycle is {recycled}, archive_mode is {archived}"
    if recycled != "off":
        words += "; set wal_recycle = off, or old pages of the log keep what was destroyed"
    if archived != "off":
        words += "; keep no archive longer than the key backups"
    yield Finding("log of the database", recycled == "off", words)


def _assumed(settings: Settings) -> Iterator[Finding]:
    """R35: answers no department has given are counted, so that nobody forgets to ask."""
    try:
        policy = open_policy(settings)
    except Refusal:
        return  # already said
    waiting = policies.assumed(policy)
    yield Finding("policy", True, f"{policy.programme.name}; {len(waiting)} answers are assumed and not for print yet")


def paper_left(settings: Settings, now: datetime) -> Iterator[Finding]:
    """R36: scans lie open for as long as nobody takes them in, and wherever the scanner keeps copies of its own."""
    folders = folders_of(settings)
    for code, folder in folders:
        within = [one for one in folder.rglob("*") if one.relative_to(folder).parts[0] != DONE]
        files = [one for one in within if one.is_file() and not one.is_symlink()]
        old = [one for one in files if now.timestamp() - one.stat().st_mtime > _A_DAY]
        words = f"{len(old)} of {len(files)} files wait for more than a day, unsealed: is `scan watch` running?"
        whose = code or "the old files"
        yield Finding(f"import folder of {whose}", not old, words if old else f"{len(files)} files wait")
        unread = ", ".join(never_read(folder)) if folder.is_dir() else ""
        if unread:
            words = f"{unread}: links, folders and pipes are not looked into; lay the files themselves there"
            yield Finding(f"import folder of {whose}", False, words)
    if not folders:
        return
    words = "copies that the scanner itself keeps are not seen from here: switch off its job store and sent folder"
    yield Finding("scanner", True, words)


def easy_passwords(today: date) -> Finding:
    """AC-12: the list is looked through every quarter. Said, but no fault of this installation."""
    words = f"the list was last looked through on {passwords.LOOKED_AT:%d %B %Y}"
    overdue = "; a newer release is overdue, ask for one" if passwords.list_is_overdue(today) else ""
    return Finding("easy passwords", True, words + overdue)
