"""What outside of the text keeps a letter out of the bank: facts held for all writers alike (R3).

Asked of the clerk when a letter comes, looked up at the last reading of every letter, and never because of a victim.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from letterbank.db import Base
from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters.model import Letter
from letterbank.policy import Gate, Policy

if TYPE_CHECKING:
    from letterbank.work import Work

COURT_ORDERED = "court_ordered"
Facts = Mapping[str, bool]  # a gate's key -> whether what it says is so


class DepositCheck(Base):
    """What somebody found about one gate for one letter: at intake, or at the last reading. Never changed."""

    __tablename__ = "deposit_check"

    id: Mapped[Id] = mapped_column(primary_key=True)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letter.id"), index=True)
    facility_code: Mapped[str] = mapped_column(ForeignKey("facility.code"))
    desk: Mapped[str]
    gate: Mapped[str]
    stands: Mapped[bool]
    noted_by: Mapped[Id]
    noted_at: Mapped[datetime]


def asked_at_intake(policy: Policy) -> list[Gate]:
    """What the clerk answers for every letter, in the policy's order; those that only warn as well."""
    return [gate for gate in _of_deposit(policy) if gate.known_from == "intake"]


def nothing_stands(policy: Policy) -> Facts:
    """The answers for a letter that nothing outside of it keeps away."""
    return {gate.key: False for gate in asked_at_intake(policy)}


def must_take_in(policy: Policy, facts: Facts) -> list[str]:
    """The warnings to show. Raises RuleBroken where the letter is not taken in, or a question is open."""
    asked = asked_at_intake(policy)
    if unanswered := [gate.fact for gate in asked if gate.key not in facts]:
        raise RuleBroken(f"Say for each of these whether it is so: {' · '.join(unanswered)}")
    standing = [gate for gate in asked if facts[gate.key]]
    for gate in standing:
        if gate.effect in _NOT_TAKEN_IN:
            raise RuleBroken(f"This letter is not taken in. {gate.fact} {_NOT_TAKEN_IN[gate.effect]}")
    return [gate.fact for gate in standing]


def note(work: "Work", letter: Letter, facts: Facts) -> None:
    """Keep what was found, for whoever reads the letter last."""
    known = {gate.key for gate in _of_deposit(work.policy)}
    for key in sorted(known & facts.keys()):
        work.session.add(
            DepositCheck(
                id=work.new_id(), letter_id=letter.id, facility_code=letter.facility_code, desk=work.actor.place,
                gate=key, stands=facts[key], noted_by=work.actor.id, noted_at=work.now,
            )
        )  # fmt: skip


def to_look_up(work: "Work", letter: Letter) -> list[Gate]:
    """The gates nobody has answered for this letter within the age the policy allows."""
    found = _newest(work, letter)
    return [
        gate
        for gate in _of_deposit(work.policy)
        if gate.bars_deposit and (gate.key not in found or _is_old(work, gate, found[gate.key]))
    ]


def must_be_kept(work: "Work", letter: Letter) -> None:
    """At the last pass. Raises RuleBroken while a gate is unanswered or stands."""
    if open_ones := to_look_up(work, letter):
        raise RuleBroken(f"Look these up before the letter comes into the bank: {_listed(open_ones)}")
    found = _newest(work, letter)
    barring = [gate for gate in _of_deposit(work.policy) if gate.bars_deposit and found[gate.key].stands]
    if barring:
        raise RuleBroken(
            f"The letter cannot come into the bank while this is so: {_listed(barring)} "
            "Put it back until it has changed, or refuse it."
        )


_NOT_TAKEN_IN = {
    "route_out": "Give the paper back to whoever brought it: such a letter goes where the court's order says.",
    "refuse": "Give the paper back and say so kindly. A letter of the writer's own is welcome.",
}


def _of_deposit(policy: Policy) -> list[Gate]:
    """Every gate that is about coming into the bank. Whether a court ordered the letter is always one of them."""
    gates = [gate for gate in policy.gates if gate.bars in ("deposit", "deposit_and_release")]
    if policy.letters.court_ordered == "accept" or any(gate.key == COURT_ORDERED for gate in gates):
        return gates
    ordered = Gate(
        key=COURT_ORDERED, fact="A court ordered this letter to be written.", bars="deposit",
        effect=policy.letters.court_ordered, known_from="intake", max_age_days=365,
        source=policy.sources["letters.court_ordered"],
    )  # fmt: skip
    return [*gates, ordered]


def _newest(work: "Work", letter: Letter) -> dict[str, DepositCheck]:
    """By gate. What the register says is looked up at the centre; a facility's word counts for its own questions."""
    at_intake = {gate.key for gate in asked_at_intake(work.policy)}
    query = select(DepositCheck).where(DepositCheck.letter_id == letter.id)
    found = work.session.scalars(query.order_by(DepositCheck.noted_at, DepositCheck.id))
    return {check.gate: check for check in found if check.desk == "central" or check.gate in at_intake}


def _is_old(work: "Work", gate: Gate, check: DepositCheck) -> bool:
    return check.noted_at < work.now - timedelta(days=gate.max_age_days)


def _listed(gates: list[Gate]) -> str:
    return " · ".join(gate.fact for gate in gates)
