"""A letter's story in words: each step, who took it by their role, and when. It names nobody and no victim fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from letterbank.letters.model import Letter, LetterStage, LetterStep
from letterbank.letters.paper.seen import paper_told
from letterbank.letters.workflow import RULES, Step
from letterbank.permissions import Permission, Role, must
from letterbank.policy import Policy
from letterbank.work import Work

_WHAT = {
    Step.SUBMIT: "Sent into review",
    Step.PASS: "Passed",
    Step.RETURN: "Returned to the writer with reasons",
    Step.REFUSE: "Refused",
    Step.ESCALATE: "Put before a second person",
    Step.RESUME: "Given back into review by the second person",
    Step.WITHDRAW: "Withdrawn on the writer's word",
    Step.STRIKE: "Taken out: registered by mistake",
}
UNSEEN = [step for step, rule in RULES.items() if rule.unseen]


@dataclass(frozen=True)
class Told:
    what: str
    who: str
    at: datetime
    note: str = ""


def story_of(work: Work, letter: Letter) -> list[Told]:
    """Raises NotAllowed."""
    must(work.actor, Permission.LETTER_LIST, letter)
    query = select(LetterStep).where(LetterStep.record_id == letter.id).order_by(LetterStep.at, LetterStep.id)
    if work.actor.facility:  # R33: there, a letter that waits for a second person is in review
        query = query.where(LetterStep.step.not_in(UNSEEN))
    told = [
        Told("Registered", work.policy.titles.of(Role.INTAKE_CLERK), letter.registered_at),
        *(
            Told("On paper again", work.policy.titles.of(Role.INTAKE_CLERK), revision.arrived_at)
            for revision in letter.revisions[1:]
        ),
        *_tell(work.policy, letter, work.session.scalars(query).all()),
        *(Told(*movement) for movement in paper_told(work, letter)),
    ]
    return sorted(told, key=lambda one: one.at)


def _tell(policy: Policy, letter: Letter, steps: Sequence[LetterStep]) -> list[Told]:
    """Steps are told in order, so which review a pass was follows from the passes before it."""
    told: list[Told] = []
    place, passes = 0, 0
    for step in steps:
        if step.step == Step.SUBMIT:
            place, passes = _entered_at(policy, letter, steps, step), 0
        told.append(Told(_WHAT[Step(step.step)], _who(policy, step, place), step.at, _note(step)))
        if step.step == Step.PASS:
            passes += 1
            if passes == policy.reviews[place].people:
                place, passes = min(place + 1, len(policy.reviews) - 1), 0
    return told


def _entered_at(policy: Policy, letter: Letter, steps: Sequence[LetterStep], submitted: LetterStep) -> int:
    """The review a letter was sent to: the first; from the old files the one that, with its passes, leads to where
    the letter stands (R32)."""
    of_old_files = letter.on_paper_since is not None and submitted.before == LetterStage.REGISTERED
    if not of_old_files or any(step.step == Step.RETURN for step in steps):
        return 0
    passes = sum(step.step == Step.PASS for step in steps)
    reached = len(policy.reviews) if any(step.after == LetterStage.BANKED for step in steps) else letter.step
    given = [sum(review.people for review in policy.reviews[start:reached]) for start in range(reached + 1)]
    return next((start for start, people in enumerate(given) if people <= passes), 0)


def _who(policy: Policy, step: LetterStep, place: int) -> str:
    if step.step == Step.RESUME:
        return policy.titles.of(policy.letters.escalated_to)
    if step.step in (Step.PASS, Step.RETURN, Step.REFUSE, Step.ESCALATE):
        return policy.reviews[place].title
    return policy.titles.of(Role.INTAKE_CLERK)


def _note(step: LetterStep) -> str:
    return "The letter came into the bank." if step.after == "banked" else ""
