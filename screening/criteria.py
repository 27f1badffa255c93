"""The policy's criteria and a reader's answers: what may pass, what goes back with which words, what goes to nobody."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from letterbank.errors import RuleBroken
from letterbank.policy import Criterion, Policy


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, repr=False)
class Given:
    """One answer and the reader's note to it."""

    answer: Answer
    note: str = ""


Answers = Mapping[str, Given]


def wanted(criterion: Criterion) -> Answer:
    """The answer that speaks for the letter."""
    return Answer.NO if criterion.kind == "must_not" else Answer.YES


def unanswered(policy: Policy, answers: Answers) -> list[Criterion]:
    return [criterion for criterion in policy.criteria if criterion.key not in answers]


def in_the_way(policy: Policy, answers: Answers) -> list[Criterion]:
    """The criteria that bar a pass. "Not sure" bars it too: a doubt is not a yes."""
    return [
        criterion
        for criterion in policy.criteria
        if criterion.kind != "advisory"
        and criterion.key in answers
        and answers[criterion.key].answer is not wanted(criterion)
    ]


def for_a_second_person(policy: Policy, answers: Answers) -> list[Criterion]:
    """R33: what shows knowledge of her life now, a threat or a danger is never coached to the writer."""
    return [criterion for criterion in in_the_way(policy, answers) if criterion.escalates]


def to_mend(policy: Policy, answers: Answers) -> list[Criterion]:
    """What the writer could mend: everything not as wanted, advice included, nothing that goes to a second person."""
    return [
        criterion
        for criterion in policy.criteria
        if not criterion.escalates
        and criterion.key in answers
        and answers[criterion.key].answer is not wanted(criterion)
    ]


def must_pass(policy: Policy, answers: Answers) -> None:
    """Raises RuleBroken unless every criterion is answered and none is in the way."""
    must_be_answered(policy, answers)
    barred = in_the_way(policy, answers)
    if barred and for_a_second_person(policy, answers):
        raise RuleBroken(f"The letter cannot pass. Ask for a second person, or refuse it: {_listed(barred)}")
    if barred:
        raise RuleBroken(f"The letter cannot pass while this stands: {_listed(barred)}")


def must_be_answered(policy: Policy, answers: Answers) -> None:
    missing = unanswered(policy, answers)
    if missing:
        raise RuleBroken(f"Answer every question first. Still open: {_listed(missing)}")


def must_be_returnable(policy: Policy, answers: Answers) -> None:
    """Raises RuleBroken when something in the letter may not be coached (R33)."""
    must_be_answered(policy, answers)
    secret = for_a_second_person(policy, answers)
    if secret:
        raise RuleBroken(
            "This letter needs a second person before anything is said to the writer. "
            f"Ask for one with the button below. It is about: {_listed(secret)}"
        )


def must_be_escalated(policy: Policy, answers: Answers) -> None:
    """Raises RuleBroken unless an answer asks for a second person. The other questions may stay open."""
    if not for_a_second_person(policy, answers):
        asking = [criterion for criterion in policy.criteria if criterion.escalates]
        raise RuleBroken(f"A second person is asked when one of these speaks against the letter: {_listed(asking)}")


def spell(answers: Answers) -> str:
    """As JSON, to be sealed."""
    return json.dumps({key: {"answer": given.answer, "note": given.note} for key, given in answers.items()})


def read(spelled: str) -> dict[str, Given]:
    found = json.loads(spelled or "{}")
    return {key: Given(Answer(given["answer"]), given["note"]) for key, given in found.items()}


def _listed(criteria: Iterable[Criterion]) -> str:
    return " · ".join(criterion.question for criterion in criteria)
