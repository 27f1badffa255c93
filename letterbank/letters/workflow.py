"""RULES is the whole life of a letter up to the bank. Nothing a victim does appears in it (R1, R3)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters import bank, deposit_cap, deposit_gates, earlier, escalation, readings, review_drafts
from letterbank.letters.model import Letter, LetterStage, LetterStep, Review, Verdict
from letterbank.letters.paper import beginning as paper
from letterbank.permissions import Permission, Role, must
from letterbank.policy import ReviewStep
from letterbank.vault import LetterKey
from letterbank.vault.ring import facility_domain
from letterbank.workflow import Rule, Table, Waiting, rule, take

if TYPE_CHECKING:
    from letterbank.work import Work

S, P = LetterStage, Permission


class Step(StrEnum):
    SUBMIT = "submit"
    PASS = "pass"
    RETURN = "return"
    REFUSE = "refuse"
    ESCALATE = "escalate"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    STRIKE = "strike"


TWICE = (
    "You have reviewed this letter already, or written its old reviews in. A different person gives each review."
)


def review_step(work: "Work", letter: Letter) -> ReviewStep:
    """The review the letter waits for, as the policy words it. Raises RuleBroken where a facility invented one."""
    if not 0 <= letter.step < len(work.policy.reviews):
        raise RuleBroken("This letter waits for a review that this programme does not have. Tell your administrator.")
    return work.policy.reviews[letter.step]


def review_is_mine(work: "Work", letter: Letter) -> bool:
    """Whether the letter waits for a review this person may give, their own earlier reviews aside."""
    if letter.stage != S.IN_REVIEW or not 0 <= letter.step < len(work.policy.reviews):
        return False
    step = review_step(work, letter)
    at_facility = work.actor.facility is not None
    return Role(step.role) in work.actor.roles and at_facility == (step.place == "facility")


def has_reviewed(work: "Work", letter: Letter) -> bool:
    """Whether this person gave another step's review of this letter, or this step's of this very revision.

    Whoever wrote in what the old file says of its reviews has had their part in it as well (R32).
    """
    if earlier.wrote_it_in(work, letter):
        return True
    mine = select(Review.id).where(Review.letter_id == letter.id, Review.reviewer_id == work.actor.id)
    elsewhere = mine.where((Review.step != letter.step) | (Review.revision_id == letter.newest.id))
    return work.session.scalar(elsewhere.limit(1)) is not None


def _their_turn(work: "Work", letter: Letter) -> None:
    """MS: three named reviewers are three people, each at their own step."""
    if not review_is_mine(work, letter):
        raise RuleBroken(f"This letter waits for the {review_step(work, letter).title}.")
    if has_reviewed(work, letter):
        raise RuleBroken(TWICE)
    if letter.claimed_by != work.actor.id:
        raise RuleBroken("Take the letter first, so that nobody else reviews it at the same time.")


def _fresh_eyes(work: "Work", letter: Letter) -> None:
    """Nobody decides on a page they have not seen, nor past a second person who was asked (R33)."""
    _their_turn(work, letter)
    if work.actor.facility is None and escalation.undecided(work, letter):
        raise RuleBroken("A second person was asked about this letter and has not decided. Put it back.")
    readings.must_be_read(work, letter)


def decides(work: "Work", letter: Letter) -> bool:
    """Whether this person may be the second one: of the role the policy names, and not the one who asked."""
    asked = escalation.undecided(work, letter)
    return escalation.is_named(work) and not (asked and asked.raised_by == work.actor.id)


def _second_person(work: "Work", letter: Letter) -> None:
    """R33: somebody else than the first reader looks, at the whole letter."""
    must(work.actor, P.LETTER_DECIDE, letter)
    if not decides(work, letter):
        raise RuleBroken("Somebody else of the role this programme names for it decides on this letter.")
    if letter.claimed_by != work.actor.id:
        raise RuleBroken("Take the letter first, so that nobody else decides at the same time.")
    readings.must_be_read(work, letter)


def _may_refuse(work: "Work", letter: Letter) -> None:
    gate = _second_person if letter.stage is S.ESCALATED else _fresh_eyes
    gate(work, letter)


class ReviewsMissing(RuleBroken):
    """A letter stands further on than its reviews reach: somebody moved it past the rules."""

    audited = "reviews missing"

    def __init__(self, letter: Letter, title: str) -> None:
        super().__init__(
            f"This letter is not kept: the review of the {title} is missing or was not given at its place. "
            "Put the letter back and tell your administrator."
        )
        self.subject = letter.subject


def _reviewed_as_asked(work: "Work", letter: Letter) -> None:
    """P1: the centre counts every earlier review again; what a facility's server wrote alone carries no letter."""
    _fresh_eyes(work, letter)
    if work.actor.facility is not None:
        return
    seen = {work.actor.id}
    earlier.must_be_somebody_else(work, letter)
    for number, step in enumerate(work.policy.reviews[: letter.step]):
        readers = _passed_by(work, letter, number) | earlier.readers(work, letter.newest, number)
        if len(readers) < step.people or readers & seen:
            raise ReviewsMissing(letter, step.title)
        seen |= readers
    if banks_next(work, letter):
        deposit_gates.must_be_kept(work, letter)
        deposit_cap.must_have_room(work, letter)


def _passed_by(work: "Work", letter: Letter, number: int) -> set[Id]:
    """Who passed the newest revision at this step, at the place the policy names for it."""
    central = work.policy.reviews[number].place == "central"
    query = select(Review.reviewer_id).where(
        Review.revision_id == letter.newest.id,
        Review.step == number,
        Review.verdict == Verdict.PASS,
        Review.desk == ("central" if central else facility_domain(letter.facility_code)),
    )
    return set(work.session.scalars(query))


def _enough_passes(work: "Work", letter: Letter) -> bool:
    """Whether, with this pass, the step has the number of different people the policy asks for (R30)."""
    return len(_passed_by(work, letter, letter.step) | {work.actor.id}) >= review_step(work, letter).people


def banks_next(work: "Work", letter: Letter) -> bool:
    """Whether this person's pass would be the one that brings the letter into the bank."""
    is_last = letter.stage is S.IN_REVIEW and letter.step + 1 == len(work.policy.reviews)
    return is_last and _enough_passes(work, letter)


def _onward(work: "Work", letter: Letter) -> LetterStage:
    """After a pass: the next person of this step, the next step, or the bank."""
    letter.claimed_by = letter.claimed_until = None
    if not _enough_passes(work, letter):
        return S.IN_REVIEW
    if letter.step + 1 == len(work.policy.reviews):
        return S.BANKED
    letter.step += 1
    return S.IN_REVIEW


def _has_pages(work: "Work", letter: Letter) -> None:
    if not letter.revisions or not letter.newest.pages:
        raise RuleBroken("Scan the letter first: it has no pages yet.")


RULES: Mapping[Step, Rule] = {
    Step.SUBMIT:   rule({S.REGISTERED, S.RETURNED}, to=S.IN_REVIEW, needs=P.LETTER_REGISTER, gate=_has_pages),
    Step.PASS:     rule(S.IN_REVIEW, to=(_onward, (S.IN_REVIEW, S.BANKED)), needs=P.LETTER_REVIEW,
                        gate=_reviewed_as_asked),
    Step.RETURN:   rule(S.IN_REVIEW, to=S.RETURNED, needs=P.LETTER_REVIEW, gate=_fresh_eyes),
    Step.REFUSE:   rule({S.IN_REVIEW, S.ESCALATED}, to=S.REFUSED, needs=P.LETTER_REVIEW, gate=_may_refuse),
    # R33: neither coached nor quoted. To the facility and the writer the letter is in review all the while.
    Step.ESCALATE: rule(S.IN_REVIEW, to=S.ESCALATED, needs=P.LETTER_REVIEW, gate=_their_turn, unseen=True),
    Step.RESUME:   rule(S.ESCALATED, to=S.IN_REVIEW, needs=P.LETTER_DECIDE, gate=_second_person, unseen=True),
    # R2: accepted, and the same on every screen, whatever has happened since deposit.
    Step.WITHDRAW: rule({S.REGISTERED, S.IN_REVIEW, S.ESCALATED, S.RETURNED, S.BANKED}, to=S.WITHDRAWN,
                        needs=P.LETTER_WITHDRAW),
    # A registration that should never have been; its paper stays at the desk.
    Step.STRIKE:   rule(S.REGISTERED, to=S.STRUCK, needs=P.LETTER_REGISTER),
}  # fmt: skip

WAITS: Mapping[str, Waiting] = {
    S.REGISTERED: Waiting(Role.INTAKE_CLERK, "to be looked at and sent into review"),
    S.IN_REVIEW: Waiting(None, "for the reviewer its step names"),
    S.ESCALATED: Waiting(None, "for the second person the policy names"),
    S.RETURNED: Waiting(Role.INTAKE_CLERK, "for the writer to send it again"),
    S.BANKED: Waiting(None, "in the bank"),
}

LETTERS = Table("letter", RULES, LetterStep, WAITS)


def advance(work: "Work", step: Step, letter: Letter) -> None:
    """Take a step and let custody follow: the one place where a letter's key moves.

    A reviewer's `Review` is sealed before and added after: the key may have left when this returns.
    """
    stood = letter.stage, letter.step
    take(work, LETTERS, step, letter)
    if step is Step.SUBMIT:
        letter.step = earlier.first_step(work, letter)
    if step in (Step.RETURN, Step.REFUSE, Step.ESCALATE, Step.RESUME, Step.WITHDRAW):
        letter.claimed_by = letter.claimed_until = None
    if letter.stage is S.BANKED:
        bank.deposit(work, letter)
    paper.follow(work, letter)
    review_drafts.end(work, letter, of_everybody=(letter.stage, letter.step) != stood)
    _hand_over(work, letter)


def holder(work: "Work", letter: Letter) -> str:
    """The domain that can open the letter now: follows from stage and step alone."""
    facility = facility_domain(letter.facility_code)
    if letter.stage is S.IN_REVIEW:
        return "bank" if review_step(work, letter).place == "central" else facility
    return "bank" if letter.stage in (S.BANKED, S.ESCALATED) else facility


def _hand_over(work: "Work", letter: Letter) -> None:
    """Move the newest revision's key to its holder. Of an ended letter it stays where it is: nobody reads it again."""
    if letter.stage in (S.WITHDRAWN, S.STRUCK) or not letter.revisions:
        return
    wanted, now_with = holder(work, letter), bank.held_by(work, letter)
    if wanted != now_with:
        work.vault.move(work, LetterKey, letter.newest.id, wanted)
