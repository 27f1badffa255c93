"""RULES of received paper at the centre. Victim assistance keeps it, for they alone may learn what leaves (R4).

Those who read letters see paper up to "received" and no further, as a facility does.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from letterbank.errors import RuleBroken
from letterbank.letters.model import LetterStage
from letterbank.letters.paper.central import Kept, KeptStage, KeptStep
from letterbank.permissions import Permission, Role
from letterbank.workflow import Rule, Table, Waiting, rule

if TYPE_CHECKING:
    from letterbank.work import Work

S, P = KeptStage, Permission


class Place(StrEnum):
    PUT_AWAY = "put_away"
    ENCLOSE = "enclose"
    ASK_TO_DESTROY = "ask_to_destroy"
    CALL_OFF = "call_off"
    DESTROY = "destroy"


def _shelf_named(_work: "Work", kept: Kept) -> None:
    if not kept.shelf:
        raise RuleBroken("Say where in the safe it lies, so that a colleague finds it.")


def _enclosed_here(work: "Work", _kept: Kept) -> None:
    if not work.policy.delivery.original_enclosed:
        raise RuleBroken("This programme prints packets from the scan. The paper stays in the safe.")


def _ended(work: "Work", kept: Kept) -> None:
    letter, days = kept.paper.letter, work.policy.retention.withdrawn_letter_days
    if letter.stage is not LetterStage.WITHDRAWN:
        raise RuleBroken("This letter is in the bank. Only the paper of a withdrawn letter is destroyed.")
    if work.now < letter.since + timedelta(days=days):
        raise RuleBroken(f"Paper is kept for {days} days after a withdrawal. Come back then.")


def _second_person(work: "Work", kept: Kept) -> None:
    if kept.asked_by == work.actor.id:
        raise RuleBroken("You asked for this yourself. A second person destroys the paper with you and writes it down.")


RULES: Mapping[Place, Rule] = {
    Place.PUT_AWAY:       rule({S.ON_THE_DESK, S.SAFE, S.IN_PACKET}, to=S.SAFE, needs=P.PAPER_KEEP, gate=_shelf_named),
    Place.ENCLOSE:        rule(S.SAFE, to=S.IN_PACKET, needs=P.PACKET_PACK, gate=_enclosed_here),
    Place.ASK_TO_DESTROY: rule(S.SAFE, to=S.TO_DESTROY, needs=P.RECORD_DESTROY, gate=_ended),
    Place.CALL_OFF:       rule(S.TO_DESTROY, to=S.SAFE, needs=P.PAPER_KEEP),
    Place.DESTROY:        rule(S.TO_DESTROY, to=S.DESTROYED, needs=P.RECORD_DESTROY, gate=_second_person),
}  # fmt: skip

WAITS: Mapping[str, Waiting] = {
    S.ON_THE_DESK: Waiting(Role.VICTIM_ASSISTANCE, "to be put into the safe"),
    S.SAFE: Waiting(None, "in the safe"),
    S.IN_PACKET: Waiting(None, "in the sealed packet"),
    S.TO_DESTROY: Waiting(Role.VICTIM_ASSISTANCE, "for a second person to destroy it"),
}

KEEPING = Table("kept_paper", RULES, KeptStep, WAITS)
