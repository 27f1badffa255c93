"""A stack's way: whole, then separated by its sheets, or put aside until two people agree what it is.

B24, N5: any doubt puts the whole stack aside. Nothing here guesses; a person lays it out and another one looks.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from letterbank.errors import RuleBroken
from letterbank.permissions import Permission, Role
from letterbank.workflow import Rule, Table, Waiting, rule
from screening.stacks.model import Stack, StackStage, StackStep

if TYPE_CHECKING:
    from letterbank.work import Work

S, P = StackStage, Permission


class Step(StrEnum):
    ARRIVE = "arrive"
    BREAK_OFF = "break_off"
    SEPARATE = "separate"
    SHOW = "show"
    PUT_ASIDE = "put_aside"
    REFUSE = "refuse"
    LOOK_AGAIN = "look_again"
    LAY_OUT = "lay_out"
    AGREE = "agree"
    DISAGREE = "disagree"
    RESCAN = "rescan"
    DISCARD = "discard"
    CLOSE = "close"


def _another_person(work: "Work", stack: Stack) -> None:
    """A mis-split letter is a breach, a discarded one is lost: a second person looks at what the first one said."""
    if stack.laid_out_by == work.actor.id:
        raise RuleBroken("You said what this stack is. Somebody else looks at it before anything comes of it.")
    if work.actor.id in stack.not_the_second:
        raise RuleBroken(
            "You brought this stack, or decided on an earlier scan of its paper. Somebody else looks at it before "
            "anything comes of it."
        )


def _gives_pages(work: "Work", stack: Stack) -> None:
    _another_person(work, stack)
    if stack.holds_no_letter:
        raise RuleBroken("A colleague sees no letter in this stack. Discard it, or have it laid out again.")


def _holds_nothing(work: "Work", stack: Stack) -> None:
    _another_person(work, stack)
    if not stack.holds_no_letter:
        raise RuleBroken("A colleague found letters in this stack. Give them their pages, or have it laid out again.")


RULES: Mapping[Step, Rule] = {
    Step.ARRIVE:     rule(S.ARRIVING, to=S.WAITING, needs=P.SCAN_BRING),
    Step.BREAK_OFF:  rule(S.ARRIVING, to=S.BROKEN_OFF, needs=P.SCAN_SORT),
    Step.SEPARATE:   rule(S.WAITING, to=S.SEPARATED, needs=P.SCAN_SORT),
    Step.SHOW:       rule(S.WAITING, to=S.LAID_OUT, needs=P.SCAN_SORT),
    Step.PUT_ASIDE:  rule(S.WAITING, to=S.QUARANTINED, needs=P.SCAN_SORT),
    Step.REFUSE:     rule({S.ARRIVING, S.WAITING}, to=S.REFUSED, needs=P.SCAN_SORT),
    Step.LOOK_AGAIN: rule(S.QUARANTINED, to=S.WAITING, needs=P.SCAN_RESOLVE),
    Step.LAY_OUT:    rule(S.QUARANTINED, to=S.LAID_OUT, needs=P.SCAN_RESOLVE),
    Step.AGREE:      rule(S.LAID_OUT, to=S.SEPARATED, needs=P.SCAN_RESOLVE, gate=_gives_pages),
    Step.DISAGREE:   rule(S.LAID_OUT, to=S.QUARANTINED, needs=P.SCAN_RESOLVE),
    Step.RESCAN:     rule(S.QUARANTINED, to=S.TO_RESCAN, needs=P.SCAN_RESOLVE),
    Step.DISCARD:    rule(S.LAID_OUT, to=S.DISCARDED, needs=P.SCAN_RESOLVE, gate=_holds_nothing),
    Step.CLOSE:      rule({S.REFUSED, S.BROKEN_OFF}, to=S.CLOSED, needs=P.SCAN_RESOLVE),
}  # fmt: skip

WAITS: Mapping[str, Waiting] = {
    S.ARRIVING: Waiting(None, "for the rest of its bytes"),
    S.WAITING: Waiting(None, "to be read by the machine"),
    S.QUARANTINED: Waiting(Role.INTAKE_CLERK, "for a person to say what it is"),
    S.LAID_OUT: Waiting(Role.INTAKE_CLERK, "for a second person to look"),
    S.REFUSED: Waiting(Role.INTAKE_CLERK, "for a person to see that nothing came of it"),
    S.BROKEN_OFF: Waiting(Role.INTAKE_CLERK, "for a person to see that nothing came of it"),
}

STACKS = Table("stack", RULES, StackStep, WAITS)
