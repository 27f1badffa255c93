"""Letters and stacks for which nobody eligible is left: whoever could read them has had a part in them (R30)."""

from collections.abc import Iterable, Iterator, Sequence

from flask import url_for
from sqlalchemy import ColumnElement, and_, select

from letterbank.accounts.at_work import able, holding
from letterbank.letters.escalation import Escalation
from letterbank.letters.model import Letter, LetterStage
from letterbank.permissions import Actor, Permission, Role, can
from letterbank.policy import ReviewStep
from letterbank.web.stuck import MOST, Stuck
from letterbank.work import Work
from screening.queues import has_had_a_part
from screening.stacks.model import Stack, StackStage


def found(work: Work) -> Iterator[Stuck]:
    """For the centre: reviewers' work at every facility and here."""
    yield from _to_register(work)
    yield from _to_review(work)
    yield from _to_decide(work)
    yield from _laid_out(work)


def _to_register(work: Work) -> Iterator[Stuck]:
    """Of the facilities: the centre's own old files wait for people who look at this list."""
    waiting = Letter.stage == LetterStage.REGISTERED, Letter.on_paper_since.is_(None)
    for code in work.session.scalars(select(Letter.facility_code).where(*waiting).distinct()):
        if not able(work, Permission.LETTER_REGISTER, code):
            title = work.policy.titles.of(Role.INTAKE_CLERK)
            yield from _letters(work, and_(*waiting, Letter.facility_code == code), f"{title}, {code}")


def _to_review(work: Work) -> Iterator[Stuck]:
    waiting = Letter.stage == LetterStage.IN_REVIEW
    groups = select(Letter.facility_code, Letter.step).where(waiting).distinct()
    for code, number in work.session.execute(groups).all():
        here = and_(waiting, Letter.facility_code == code, Letter.step == number)
        if not 0 <= number < len(work.policy.reviews):
            yield from _letters(work, here, "this programme does not have the review it waits for")
            continue
        step = work.policy.reviews[number]
        facility = code if step.place == "facility" else None
        people = holding(work, Role(step.role), facility)
        yield from _letters(work, and_(here, *_all_had_a_part(people)), _lacks(step, people, facility))


def _all_had_a_part(people: Iterable[Actor]) -> list[ColumnElement[bool]]:
    return [has_had_a_part(person) for person in people]


def _lacks(step: ReviewStep, people: Sequence[Actor], facility: str | None) -> str:
    return f"{'another ' if people else ''}{step.title}, {facility or 'central office'}"


def _to_decide(work: Work) -> Iterator[Stuck]:
    role = Role(work.policy.letters.escalated_to)
    ids = {person.id for person in holding(work, role, None)}
    waiting = select(Letter, Escalation.raised_by).join(Escalation, Escalation.letter_id == Letter.id)
    waiting = waiting.where(Letter.stage == LetterStage.ESCALATED, Escalation.decided_at.is_(None))
    for letter, raised_by in work.session.execute(waiting.order_by(Letter.since, Letter.id).limit(MOST)):
        if not ids - {raised_by}:
            yield _letter(work, letter, f"another {work.policy.titles.of(role)}, central office")


def _laid_out(work: Work) -> Iterator[Stuck]:
    stacks = select(Stack).where(Stack.stage == StackStage.LAID_OUT).order_by(Stack.since, Stack.id).limit(MOST)
    for stack in work.session.scalars(stacks):
        facility = stack.desk.removeprefix("facility/") if stack.desk != "central" else None
        people = {person.id for person in able(work, Permission.SCAN_RESOLVE, facility)}
        if not people - stack.not_the_second:
            lacks = f"a second person at the intake desk, {facility or 'central office'}"
            yield Stuck(what=f"Stack {stack.number}", lacks=lacks, since=stack.since)


def _letters(work: Work, which: ColumnElement[bool], lacks: str) -> Iterator[Stuck]:
    for letter in work.session.scalars(select(Letter).where(which).order_by(Letter.since, Letter.id).limit(MOST)):
        yield _letter(work, letter, lacks)


def _letter(work: Work, letter: Letter, lacks: str) -> Stuck:
    may_open = can(work.actor, Permission.LETTER_LIST, letter)
    url = url_for("letters.shown", letter_id=letter.id) if may_open else ""
    return Stuck(what=f"Letter {letter.number}", lacks=lacks, since=letter.since, url=url)
