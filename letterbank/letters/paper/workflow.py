"""RULES is the whole way of a letter's paper up to the centre. No step leads from the bank back to the writer (R5)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from letterbank.errors import RuleBroken
from letterbank.letters.paper.model import Paper, PaperStage, PaperStep
from letterbank.letters.paper.schedule import Beat
from letterbank.permissions import Permission, Role
from letterbank.workflow import Rule, Table, Waiting, rule

if TYPE_CHECKING:
    from letterbank.work import Work

S, P = PaperStage, Permission


class Move(StrEnum):
    PACK = "pack"
    UNPACK = "unpack"
    SEND = "send"
    MISS = "miss"
    FIND = "find"
    GIVE_BACK = "give_back"
    SEND_BACK = "send_back"
    COME_BACK = "come_back"
    RECEIVE = "receive"
    NOT_IN_BAG = "not_in_bag"
    GIVE_UP = "give_up"
    ACCEPT = "accept"


def _on_its_day(work: "Work", paper: Paper) -> None:
    """R5: on a fixed schedule, never on demand."""
    _belongs_to_the_centre(work, paper)
    beat = Beat.of(work.policy)
    if paper.ready_at >= beat.open_cut_off(work.now):
        day = beat.due_on(paper.ready_at)
        raise RuleBroken(
            f"The paper of letter {paper.letter.number} goes on {day:%A}, {day.day} {day:%B}. No paper leaves earlier."
        )


def _belongs_to_the_centre(_work: "Work", paper: Paper) -> None:
    if not paper.accepted:
        raise RuleBroken(
            f"Letter {paper.letter.number} is not in the bank: its paper goes back to the writer. Tell the facility."
        )


def _belongs_to_the_writer(_work: "Work", paper: Paper) -> None:
    """R5: paper of a banked letter never goes back to the writer."""
    if paper.accepted:
        raise RuleBroken(f"Letter {paper.letter.number} came into the bank. Its paper goes to the centre.")


def _where_it_waits(_work: "Work", paper: Paper) -> PaperStage:
    return S.TO_SEND if paper.accepted else S.TO_GIVE_BACK


def _whole_or_not(_work: "Work", paper: Paper) -> PaperStage:
    return S.RECEIVED if (paper.sides_found or 0) >= paper.sides else S.INCOMPLETE


RULES: Mapping[Move, Rule] = {
    Move.PACK:       rule({S.TO_SEND, S.MISSING}, to=S.PACKED, needs=P.PAPER_SEND, gate=_on_its_day),
    Move.UNPACK:     rule(S.PACKED, to=S.TO_SEND, needs=P.PAPER_SEND),
    Move.SEND:       rule(S.PACKED, to=S.SENT, needs=P.PAPER_SEND),
    Move.MISS:       rule({S.TO_SEND, S.TO_GIVE_BACK}, to=S.MISSING, needs=P.PAPER_SEND),
    Move.FIND:       rule({S.MISSING, S.NOT_ARRIVED, S.LOST}, to=(_where_it_waits, (S.TO_SEND, S.TO_GIVE_BACK)),
                          needs=P.PAPER_SEND),
    Move.GIVE_BACK:  rule({S.TO_GIVE_BACK, S.MISSING}, to=S.WITH_WRITER, needs=P.PAPER_SEND,
                          gate=_belongs_to_the_writer),
    # R32: paper of the old files lies at the centre. What did not come into the bank goes home by way of the facility.
    Move.SEND_BACK:  rule(S.TO_SEND_BACK, to=S.SENT_BACK, needs=P.PAPER_RECEIVE),
    Move.COME_BACK:  rule(S.SENT_BACK, to=S.TO_GIVE_BACK, needs=P.PAPER_SEND),
    # Whatever the facility wrote down: paper that lies here has arrived.
    Move.RECEIVE:    rule({S.TO_SEND, S.MISSING, S.PACKED, S.SENT, S.NOT_ARRIVED, S.INCOMPLETE, S.LOST},
                          to=(_whole_or_not, (S.RECEIVED, S.INCOMPLETE)), needs=P.PAPER_RECEIVE,
                          gate=_belongs_to_the_centre),
    Move.NOT_IN_BAG: rule({S.PACKED, S.SENT}, to=S.NOT_ARRIVED, needs=P.PAPER_RECEIVE),
    Move.GIVE_UP:    rule({S.MISSING, S.SENT, S.NOT_ARRIVED, S.TO_SEND_BACK, S.SENT_BACK}, to=S.LOST,
                          needs=P.PAPER_GIVE_UP),
    Move.ACCEPT:     rule(S.INCOMPLETE, to=S.RECEIVED, needs=P.PAPER_GIVE_UP),
}  # fmt: skip

WAITS: Mapping[str, Waiting] = {
    S.TO_SEND: Waiting(Role.INTAKE_CLERK, "for the next day of the beat"),
    S.TO_GIVE_BACK: Waiting(Role.INTAKE_CLERK, "to be given back to the writer"),
    S.MISSING: Waiting(Role.INTAKE_CLERK, "to be found at the facility, or declared lost"),
    S.PACKED: Waiting(Role.INTAKE_CLERK, "for its bag to leave"),
    S.SENT: Waiting(Role.COORDINATOR, "for its bag to be opened at the centre"),
    S.NOT_ARRIVED: Waiting(Role.COORDINATOR, "to be found, or declared lost"),
    S.INCOMPLETE: Waiting(Role.COORDINATOR, "for the missing sides, or to be accepted without them"),
    S.TO_SEND_BACK: Waiting(Role.COORDINATOR, "to be sent back to the facility"),
    S.SENT_BACK: Waiting(Role.INTAKE_CLERK, "to come back from the centre"),
    S.LOST: Waiting(None, "declared lost; the scan stays in the bank"),
}

PAPERS = Table("paper", RULES, PaperStep, WAITS)
