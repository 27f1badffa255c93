"""Destroying a letter for good, when nobody waits for it any more: every scan of it, and what the bank knew (P9)."""

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from letterbank.errors import Missing, RuleBroken
from letterbank.letters import central_answers
from letterbank.letters.bank import Deposit
from letterbank.letters.escalation import Escalation
from letterbank.letters.model import Letter, LetterStage
from letterbank.safekeeping.destruction import Destruction, order_all

if TYPE_CHECKING:
    from letterbank.work import Work

ENDED = frozenset({LetterStage.WITHDRAWN, LetterStage.REFUSED, LetterStage.STRUCK})


def letter_to_destroy(work: "Work", called: str) -> Letter:
    """By id, or by the number people say. Raises Missing, or RuleBroken while the letter is on its way or kept."""
    found = work.session.scalars(select(Letter).where(or_(Letter.id == called, Letter.number == called))).all()
    if len(found) != 1:
        raise Missing("There is no letter of this id or number, or more than one. Its page's address holds its id.")
    if found[0].stage not in ENDED:
        raise RuleBroken(
            "This letter is on its way or in the bank. Only one that was withdrawn, refused or registered by mistake "
            "is destroyed."
        )
    return found[0]


def destroy_letter(work: "Work", called: str, reason: str) -> list[Destruction]:
    """Raises NotAllowed, Missing, RuleBroken."""
    letter = letter_to_destroy(work, called)
    deposit = work.session.get(Deposit, letter.id)
    raised = work.session.scalars(select(Escalation).where(Escalation.letter_id == letter.id))
    ours = (*letter.revisions, *raised, *central_answers.of_letter(work, letter.id))
    records = [("letter", sealed.key_id, sealed.place) for sealed in ours]
    if deposit:
        records.append(("victim", deposit.id, deposit.place))
    return order_all(work, records, reason)
