"""Giving a review: pass, return with reasons, or refuse. One person's answers are sealed with the letter they read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from letterbank.errors import Missing, RuleBroken
from letterbank.letters import central_answers, deposit_gates, earlier, readings
from letterbank.letters.deposit_gates import Facts
from letterbank.letters.model import Letter, LetterStage, LetterStep, Page, Review, Verdict
from letterbank.letters.workflow import Step, advance, review_step
from letterbank.permissions import Permission, must
from letterbank.policy import Policy
from letterbank.vault import opening, opening_all
from letterbank.vault.sealed import DECIDE, REVIEW
from letterbank.work import Work
from screening import criteria, findings
from screening.criteria import Answers
from screening.queues import must_hold


@dataclass(frozen=True, repr=False)
class Earlier:
    """What a reader before this one noted. `notes` are (question, answer, note) where there is something to say."""

    title: str
    verdict: str
    notes: Sequence[tuple[str, str, str]]


def pass_on(work: Work, letter: Letter, answers: Answers, facts: Facts | None = None) -> None:
    """The letter meets every criterion; `facts` are what the last reader looked up. Raises RuleBroken."""
    given = findings.beside(work, letter, answers)
    criteria.must_pass(work.policy, given)
    earlier.must_be_looked_at(work, letter, seen=bool(facts and facts.get(earlier.SIGNED)))
    deposit_gates.note(work, letter, facts or {})
    _give(work, letter, Step.PASS, given, [])


def return_to_writer(work: Work, letter: Letter, answers: Answers, reasons: Sequence[str]) -> None:
    """The writer may mend it. `reasons` are the words the writer reads, in order."""
    given = may_return(work, letter, answers)
    said = [" ".join(reason.split()) for reason in reasons if reason.strip()]
    if not said:
        raise RuleBroken("Say at least one thing that the writer can mend.")
    _give(work, letter, Step.RETURN, given, said)


def refuse(work: Work, letter: Letter, answers: Answers, reason_key: str) -> None:
    """The letter is not kept, for a reason the policy names."""
    given = may_refuse(work, letter, answers)
    _give(work, letter, Step.REFUSE, given, [refusal_words(work.policy, reason_key)])


def refusal_words(policy: Policy, reason_key: str) -> str:
    """What the writer reads. Raises RuleBroken for a reason the policy does not name."""
    reason = next((reason for reason in policy.refusal_reasons if reason.key == reason_key), None)
    if reason is None:
        raise RuleBroken("Choose one of the programme's reasons.")
    return reason.words


def may_return(work: Work, letter: Letter, answers: Answers) -> Answers:
    """All answers to it. Raises RuleBroken when this programme returns no letters, or not this one."""
    if work.policy.letters.on_failure == "refuse":
        raise RuleBroken("This programme does not return letters. Refuse it, or put it back.")
    query = select(func.count()).where(LetterStep.record_id == letter.id, LetterStep.step == Step.RETURN)
    if (work.session.scalar(query) or 0) >= work.policy.letters.returns_allowed:
        raise RuleBroken("This letter has come back as often as the programme allows. Refuse it, or put it back.")
    given = findings.beside(work, letter, answers)
    criteria.must_be_returnable(work.policy, given)
    return given


def may_refuse(work: Work, letter: Letter, answers: Answers) -> Answers:
    """All answers to it. Raises RuleBroken when this programme refuses no letters, or a question is open."""
    if work.policy.letters.on_failure == "return":
        raise RuleBroken("This programme refuses no letter for its words. Return it with reasons.")
    given = findings.beside(work, letter, answers)
    criteria.must_be_answered(work.policy, given)
    return given


def open_page(
    work: Work, letter: Letter, ordinal: int, *, stage: LetterStage = LetterStage.IN_REVIEW
) -> tuple[Page, bytes]:
    """A page of the newest revision and its picture, for the one person who has taken the letter. Raises Missing."""
    must_hold(work, letter, stage=stage)
    page = next((page for page in letter.newest.pages if page.ordinal == ordinal), None)
    if page is None:
        raise Missing
    picture = opening(work, page, DECIDE if stage is LetterStage.ESCALATED else REVIEW).raw("image")
    readings.note(work, letter, page)
    return page, picture


def addressee_of(work: Work, letter: Letter) -> str:
    """The name as the writer wrote it, for the one reader who has taken the letter."""
    must_hold(work, letter)
    return opening(work, letter.newest, REVIEW).addressee


def earlier_reviews(work: Work, letter: Letter) -> list[Earlier]:
    """What readers of this revision noted before; nothing where the policy has this review given blind."""
    must_hold(work, letter)
    if review_step(work, letter).blind:
        return []
    query = select(Review).where(Review.revision_id == letter.newest.id).order_by(Review.at, Review.id)
    given = work.session.scalars(query).all()
    opened, apart = opening_all(work, given, REVIEW), central_answers.opened_of(work, given)
    return [
        Earlier(
            work.policy.reviews[review.step].title, review.verdict,
            _notes(work.policy, apart.get(review.id, values.answers)),
        )  # fmt: skip
        for review, values in zip(given, opened, strict=True)
    ]


@dataclass(frozen=True, repr=False)
class OnPaper:
    """A review that was given before this bank, as the old file tells it (R32)."""

    title: str
    reader: str
    given_on: date
    found_in: str


def reviews_on_paper(work: Work, letter: Letter) -> list[OnPaper]:
    """Those of the newest revision; nothing where the policy has this review given blind."""
    must_hold(work, letter)
    if review_step(work, letter).blind:
        return []
    return [
        OnPaper(work.policy.reviews[review.step].title, reader, review.given_on, found_in)
        for review, reader, found_in in earlier.opened_of(work, letter)
    ]


def _notes(policy: Policy, spelled: str) -> list[tuple[str, str, str]]:
    answers = criteria.read(spelled)
    return [
        (criterion.question, answers[criterion.key].answer, answers[criterion.key].note)
        for criterion in policy.criteria
        if criterion.key in answers
        and (answers[criterion.key].note or answers[criterion.key].answer is not criteria.wanted(criterion))
    ]


_VERDICT = {Step.PASS: Verdict.PASS, Step.RETURN: Verdict.RETURN, Step.REFUSE: Verdict.REFUSE}


def _give(work: Work, letter: Letter, step: Step, answers: Answers, reasons: Sequence[str]) -> None:
    """Seal the review before the letter moves: its key may leave with it."""
    must(work.actor, Permission.LETTER_REVIEW, letter)
    must_hold(work, letter)
    given = seal_review(work, letter, _VERDICT[step], answers, reasons)
    advance(work, step, letter)
    work.session.add(given)
    if work.actor.facility is None:
        central_answers.keep(work, given, criteria.spell(answers))


def seal_review(
    work: Work, letter: Letter, verdict: Verdict, answers: Answers, reasons: Sequence[str]
) -> Review:
    """To be added once the letter has moved. What is answered at the centre is sealed apart from the letter."""
    given = Review(
        id=work.new_id(), letter_id=letter.id, revision_id=letter.newest.id, facility_code=letter.facility_code,
        step=letter.step, desk=work.actor.place, reviewer_id=work.actor.id, verdict=verdict, at=work.now,
    )  # fmt: skip
    with_it = answers if work.actor.facility else {}
    work.vault.seal(work, given, answers=criteria.spell(with_it), reasons=json.dumps(list(reasons)))
    return given
