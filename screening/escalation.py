"""A letter that may not be coached goes before a second person, and comes back, or is refused, or waits (R33)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from letterbank.audit import record as write_down
from letterbank.errors import RuleBroken
from letterbank.letters import review_drafts
from letterbank.letters.escalation import Escalation, Finding, is_named, undecided
from letterbank.letters.model import Letter, LetterStage, Verdict
from letterbank.letters.workflow import Step, advance, decides
from letterbank.permissions import Permission, must
from letterbank.policy import Criterion
from letterbank.vault import LetterKey, opening
from letterbank.vault.sealed import DECIDE
from letterbank.web.lists import Shown, page_of
from letterbank.work import Work
from screening import criteria, queues
from screening.criteria import Answers
from screening.review import refusal_words, seal_review

STAGE = LetterStage.ESCALATED


@dataclass(frozen=True, kw_only=True, repr=False)
class Raised:
    """What the first reader put forward: (criterion, answer, passage) each, and what must be known before a call."""

    passages: Sequence[tuple[Criterion, str, str]]
    safety_note: str
    reader: str


def escalate(work: Work, letter: Letter, answers: Answers, safety_note: str) -> None:
    """Put the letter before a second person. The answers are sealed for the centre and never come back here."""
    must(work.actor, Permission.LETTER_REVIEW, letter)
    queues.must_hold(work, letter)
    criteria.must_be_escalated(work.policy, answers)
    raised = Escalation(
        id=work.new_id(), letter_id=letter.id, revision_id=letter.newest.id, facility_code=letter.facility_code,
        desk=work.actor.place, step=letter.step, raised_by=work.actor.id, raised_at=work.now,
    )  # fmt: skip
    work.vault.new_key(work, LetterKey, raised.id, "bank")
    work.vault.seal(work, raised, told=criteria.spell(answers), safety_note=safety_note.strip())
    advance(work, Step.ESCALATE, letter)
    work.session.add(raised)


def waiting(work: Work, after: str | None = None) -> Shown[Letter] | None:
    """The letters that wait for somebody of this person's role, the longest waiting first; None for other roles."""
    if not is_named(work):
        return None
    query = select(Letter).where(Letter.stage == STAGE).options(joinedload(Letter.offender), joinedload(Letter.case))
    return page_of(work.session, query, Letter.since, Letter.id, after)


def oldest(work: Work) -> datetime | None:
    """Since when the oldest waits that somebody else put forward."""
    if not is_named(work):
        return None
    mine = select(Escalation.letter_id).where(Escalation.raised_by == work.actor.id, Escalation.decided_at.is_(None))
    query = select(Letter).where(Letter.stage == STAGE, Letter.id.not_in(mine))
    found = work.session.scalar(query.order_by(Letter.since, Letter.id).limit(1))
    return found.since if found else None


def claim(work: Work, letter: Letter, version: int) -> None:
    """Take a letter to decide on it. Raises WrongStage when somebody else has it, RuleBroken when one may not."""
    must(work.actor, Permission.LETTER_DECIDE, letter)
    if letter.stage is STAGE and not decides(work, letter):
        raise RuleBroken("Somebody else of the role this programme names for it decides on this letter.")
    queues.lease(work, letter, version, STAGE)
    write_down(work, "letter taken to decide", letter.subject, concerns_nobody_close=True)  # R27: said with the claim


def raised(work: Work, letter: Letter) -> Raised:
    """For whoever has taken the letter to decide on it."""
    queues.must_hold(work, letter, stage=STAGE)
    asked = undecided(work, letter)
    if asked is None:
        return Raised(passages=(), safety_note="", reader="")
    opened = opening(work, asked, DECIDE)
    told = criteria.read(opened.told)
    return Raised(
        passages=[
            (criterion, told[criterion.key].answer, told[criterion.key].note)
            for criterion in criteria.for_a_second_person(work.policy, told)
        ],
        safety_note=opened.safety_note,
        reader=work.policy.reviews[asked.step].title,
    )


def resume(work: Work, letter: Letter, answers: Answers, safety_note: str) -> None:
    """Back into review where it was: each passage put forward is answered in the letter's favour."""
    asked = [criterion for criterion, _answer, _passage in raised(work, letter).passages]
    found = {criterion.key: answers[criterion.key] for criterion in asked if criterion.key in answers}
    if len(found) < len(asked):
        raise RuleBroken("Answer every question that was put to you.")
    if criteria.in_the_way(work.policy, found):
        raise RuleBroken("The letter cannot go back into review while one of these stands. Refuse it, or keep it.")
    finding = Finding(
        id=work.new_id(), revision_id=letter.newest.id, facility_code=letter.facility_code, at=work.now
    )  # fmt: skip
    work.vault.seal(work, finding, answers=criteria.spell(found))
    work.session.add(finding)
    advance(work, Step.RESUME, letter)
    _end(work, letter, safety_note)


def refuse(work: Work, letter: Letter, reason_key: str, safety_note: str) -> None:
    """For one of the policy's reasons. The review that says so holds no answer and no passage."""
    queues.must_hold(work, letter, stage=STAGE)
    given = seal_review(work, letter, Verdict.REFUSE, {}, [refusal_words(work.policy, reason_key)])
    advance(work, Step.REFUSE, letter)
    work.session.add(given)
    _end(work, letter, safety_note)


def keep(work: Work, letter: Letter, safety_note: str) -> None:
    """The letter goes on waiting, with what is known of it written down."""
    queues.must_hold(work, letter, stage=STAGE)
    _note(work, letter, safety_note)
    review_drafts.end(work, letter, of_everybody=True)  # an older one of a colleague would hide the note just kept
    queues.release(work, letter)


def _end(work: Work, letter: Letter, safety_note: str) -> None:
    asked = _note(work, letter, safety_note)
    if asked:
        asked.decided_by, asked.decided_at = work.actor.id, work.now


def _note(work: Work, letter: Letter, words: str) -> Escalation | None:
    asked = undecided(work, letter)
    if asked:
        work.vault.seal(work, asked, safety_note=words.strip())
        write_down(work, "safety note kept", letter.subject, asked.place)
    return asked
