"""Whose turn it is: the letters one reader may take, by waiting time and nothing else (R4).

A claim keeps two people off one letter. It is a lease: past its end the letter is free again.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, false, or_, select
from sqlalchemy.orm import joinedload

from letterbank.audit import record as write_down
from letterbank.errors import RuleBroken, WrongStage
from letterbank.letters import earlier
from letterbank.letters.intake import unchanged
from letterbank.letters.model import Letter, LetterStage, Review, Revision
from letterbank.letters.visibility import letters_seen_by
from letterbank.letters.workflow import TWICE, has_reviewed, review_is_mine, review_step
from letterbank.permissions import Actor, Permission, Role, must
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work


def my_steps(work: Work) -> list[int]:
    """The reviews of the policy that this person's role gives at this person's place."""
    at = "facility" if work.actor.facility else "central"
    return [
        number
        for number, step in enumerate(work.policy.reviews)
        if step.place == at and Role(step.role) in work.actor.roles
    ]


def my_queue(work: Work, after: str | None = None) -> Shown[Letter]:
    """The letters this person may take or has taken, the longest waiting first."""
    query = _mine(work).options(joinedload(Letter.offender), joinedload(Letter.case))
    return page_of(work.session, query, Letter.since, Letter.id, after)


def oldest_of_mine(work: Work) -> datetime | None:
    """Since when the oldest letter of the queue waits."""
    found = work.session.scalar(_mine(work).order_by(Letter.since, Letter.id).limit(1))
    return found.since if found else None


def claim(work: Work, letter: Letter, version: int) -> None:
    """Take a letter to read it. Raises WrongStage when somebody else has it, RuleBroken when it is not one's turn."""
    must(work.actor, Permission.LETTER_REVIEW, letter)
    unchanged(letter, version)
    if not review_is_mine(work, letter):
        raise RuleBroken(_not_yours(work, letter))
    if has_reviewed(work, letter):
        raise RuleBroken(TWICE)
    lease(work, letter, version, LetterStage.IN_REVIEW)
    write_down(work, "letter taken to review", letter.subject, concerns_nobody_close=True)  # R27: said with the claim


def lease(work: Work, letter: Letter, version: int, stage: LetterStage) -> None:
    """Nobody else takes it for a while. Raises WrongStage when somebody has, or the letter has moved on."""
    unchanged(letter, version)
    if letter.stage is not stage:
        raise WrongStage("This letter has moved on. Look for the next one in your queue.")
    if is_taken(work, letter):
        raise WrongStage("Someone else is reading this letter now. Take the next one.")
    letter.claimed_by = work.actor.id
    letter.claimed_until = work.now + timedelta(minutes=work.policy.claims.lease_minutes)


def put_back(work: Work, letter: Letter, version: int) -> None:
    """Give the letter back to the queue without a review."""
    must(work.actor, Permission.LETTER_REVIEW, letter)
    must_hold(work, letter, version)
    release(work, letter)


def release(work: Work, letter: Letter) -> None:
    letter.claimed_by = letter.claimed_until = None
    write_down(work, "letter put back", letter.subject)


def must_hold(
    work: Work, letter: Letter, version: int | None = None, *, stage: LetterStage = LetterStage.IN_REVIEW
) -> None:
    """Raises WrongStage unless this person has the letter at this stage, and sees it as it is."""
    if letter.stage is not stage or letter.claimed_by != work.actor.id:
        raise WrongStage("You do not have this letter any more. Look for it in your queue.")
    if version is not None:
        unchanged(letter, version)


def is_taken(work: Work, letter: Letter) -> bool:
    """Whether somebody else's claim still stands."""
    until = letter.claimed_until
    return letter.claimed_by not in (None, work.actor.id) and until is not None and until > work.now


def _not_yours(work: Work, letter: Letter) -> str:
    if letter.stage is not LetterStage.IN_REVIEW:
        return "This letter waits for no review now."
    return f"This letter waits for the {review_step(work, letter).title}."


def _mine(work: Work) -> Select[Letter]:
    steps = my_steps(work)
    query = letters_seen_by(work.actor).where(Letter.stage == LetterStage.IN_REVIEW)
    if not steps:
        return query.where(false())
    free = or_(Letter.claimed_by.is_(None), Letter.claimed_by == work.actor.id, Letter.claimed_until <= work.now)
    return query.where(Letter.step.in_(steps), free, ~has_had_a_part(work.actor))


def has_had_a_part(actor: Actor) -> ColumnElement[bool]:
    """As `has_reviewed`, of the letters a query names: such a letter waits for somebody else (MS, R30, R32)."""
    newest = (
        select(Revision.id)
        .where(Revision.letter_id == Letter.id)
        .order_by(Revision.ordinal.desc())
        .limit(1)
        .correlate(Letter)
        .scalar_subquery()
    )
    given = exists().where(
        Review.letter_id == Letter.id,
        Review.reviewer_id == actor.id,
        or_(Review.step != Letter.step, Review.revision_id == newest),
    )
    return given if actor.facility is not None else or_(given, earlier.written_in_by(actor, newest))
