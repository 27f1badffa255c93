"""The one engine of the transition tables: who, when, whether, always in that order, always three refusals.

A table is data (`letters.workflow`, `notifications.workflow`, `vod.referral`). `take` is the only code in
the project that assigns a record's `stage`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from letterbank.audit import record as write_down
from letterbank.errors import NotAllowed, WrongStage
from letterbank.ids import Id
from letterbank.permissions import Permission, Role, must

if TYPE_CHECKING:
    from letterbank.work import Work


class Walker(Protocol):
    """A record that walks a table."""

    id: Id
    stage: Any
    since: datetime

    @property
    def subject(self) -> str:
        """Its place in the audit: `letter/<id>`."""
        ...


Gate = Callable[["Work", Any], None]
Ending = Callable[["Work", Any], str]


def open_gate(work: "Work", record: Any) -> None:
    """No further condition."""


@dataclass(frozen=True)
class Rule:
    """One row: from which stages, to which, by whom, on what further condition.

    `unseen`: the record goes on waiting since when it did, so that its waiting time tells nobody of the step.
    """

    starts: frozenset[str]
    ends: Ending
    needs: Permission
    gate: Gate
    to: tuple[str, ...]
    unseen: bool = False


def rule(
    starts: str | Iterable[str],
    *,
    to: str | tuple[Ending, tuple[str, ...]],
    needs: Permission,
    gate: Gate = open_gate,
    unseen: bool = False,
) -> Rule:
    """A row. `to` is a stage, or a function that chooses one and the stages it may choose."""
    from_stages = frozenset({starts} if isinstance(starts, str) else starts)
    if isinstance(to, str):
        stage = to
        return Rule(from_stages, lambda _work, _record: stage, needs, gate, (stage,), unseen)
    return Rule(from_stages, to[0], needs, gate, to[1], unseen)


@dataclass(frozen=True)
class Waiting:
    """Whom a stage waits for, in words and as the role that must act; no role: it waits for a date or nobody."""

    role: Role | None
    words: str


@dataclass(frozen=True)
class Table:
    """A whole workflow: its rows, its history class and whom each stage waits for."""

    name: str
    rules: Mapping[Any, Rule]
    history: type[Any]
    waits: Mapping[str, Waiting] = field(default_factory=dict)


def take(work: "Work", table: Table, step: Any, record: Walker) -> None:
    """Take one step. Raises NotAllowed (who), WrongStage (when), RuleBroken (whether)."""
    chosen = table.rules[step]
    must(work.actor, chosen.needs, record)
    if record.stage not in chosen.starts:
        raise WrongStage("Someone has already moved this record on. Reload the page to see where it stands now.")
    chosen.gate(work, record)
    before, after = record.stage, chosen.ends(work, record)
    record.stage = after
    if not chosen.unseen:
        record.since = work.now
    work.session.add(
        table.history(
            id=work.new_id(), record_id=record.id, step=str(step), before=str(before), after=str(after),
            actor_id=work.actor.id, at=work.now,
        )
    )  # fmt: skip
    write_down(work, f"{table.name}: {step}", record.subject, before=str(before), after=str(after))


def may_take(work: "Work", table: Table, step: Any, record: Walker) -> bool:
    """Whether the step could be taken now, its gate aside. For deciding which buttons a page shows."""
    chosen = table.rules[step]
    if record.stage not in chosen.starts:
        return False
    try:
        must(work.actor, chosen.needs, record)
    except NotAllowed:
        return False
    return True


def open_to(work: "Work", table: Table, record: Walker) -> list[Any]:
    """The steps this person could take with this record now."""
    return [step for step in table.rules if may_take(work, table, step, record)]


def diagram(table: Table) -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    for step, chosen in table.rules.items():
        lines += [f"    {start} --> {end}: {step}" for start in sorted(chosen.starts) for end in chosen.to]
    return "\n".join(lines) + "\n"
