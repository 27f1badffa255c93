"""What the writer of a returned or refused letter is told. It depends on nothing but the review."""

import json

from sqlalchemy import select

from letterbank.letters.model import Letter, LetterStage, Review, Verdict
from letterbank.permissions import Permission, can
from letterbank.vault import opening
from letterbank.vault.sealed import MEND
from letterbank.work import Work

TOLD = frozenset({LetterStage.RETURNED, LetterStage.REFUSED})


def reasons_for_writer(work: Work, letter: Letter) -> list[str]:
    """The reasons in the reviewer's order; none for anybody who does not speak with the writer."""
    if letter.stage not in TOLD or not can(work.actor, Permission.LETTER_REGISTER, letter):
        return []
    given = select(Review).where(Review.letter_id == letter.id, Review.verdict != Verdict.PASS)
    last = work.session.scalar(given.order_by(Review.at.desc(), Review.id).limit(1))
    if last is None:
        return []
    return [str(reason) for reason in json.loads(opening(work, last, MEND).reasons or "[]")]
