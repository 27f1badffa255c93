"""The review desk as its pages see it: one letter laid out for the one reader who has taken it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import url_for
from wtforms import Field

from letterbank.errors import RuleBroken
from letterbank.letters import readings, review_drafts
from letterbank.letters.intake import unchanged
from letterbank.letters.model import Letter, LetterStage
from letterbank.letters.visibility import Seen, seen
from letterbank.policy import Criterion
from letterbank.web.home import Wait
from letterbank.work import Work
from screening import criteria, drafts, escalation, findings, queues, transcribing
from screening import review as reviews
from screening.forms import DeskForm, EscalateForm, Fields, RefuseForm, ReturnForm
from screening.outside import facts_asked

PAGES = {
    "return": "screening/return.html",
    "refuse": "screening/refuse.html",
    "escalate": "screening/escalate.html",
}
Asked = TypeVar("Asked", bound=DeskForm)
LOOK = "look"  # back from the page of reasons
UNFINISHED = {"escalate", LOOK}  # one answer is enough; none is needed to go back to the letter
GROUPS = (("The letter must", "must", "yes"), ("The letter must not", "must_not", "no"), ("Advice", "advisory", "yes"))


@dataclass(frozen=True, kw_only=True, repr=False)
class Row:
    """One letter of the queue."""

    seen: Seen
    version: int
    is_mine: bool
    answers_kept: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class Laid:
    """A letter on the desk. Without `held` there are the questions and one's answers, and nothing of the letter."""

    letter: Letter
    seen: Seen
    held: bool
    title: str
    addressee: str
    pages: Sequence[dict[str, object]]
    earlier: Sequence[reviews.Earlier]
    on_paper: Sequence[reviews.OnPaper]
    groups: Sequence[tuple[str, str, list[Criterion]]]
    outside: Sequence[Field]
    settled: Sequence[tuple[str, str, str]]
    may_return: bool
    may_refuse: bool


def waits(work: Work) -> Iterator[Wait]:
    """The one line of a reader's first page."""
    since = queues.oldest_of_mine(work)
    if since:
        yield Wait(text="Letters to read", url=url_for("review.queue"), since=since)
    asked = escalation.oldest(work)
    if asked:
        yield Wait(text="Letters for a second person", url=url_for("review.queue"), since=asked)


def rows(work: Work, letters: Sequence[Letter]) -> list[Row]:
    with_answers = review_drafts.letters_of_mine(work, letters)
    return [
        Row(
            seen=seen(letter, work.policy), version=letter.version, is_mine=letter.claimed_by == work.actor.id,
            answers_kept=letter.id in with_answers,
        )
        for letter in letters
    ]  # fmt: skip


def lay(work: Work, letter: Letter, kept: Fields | None = None) -> Laid:
    """Opens what the reader may read, if the letter is theirs now; its pages are opened one by one as they are seen.

    `kept` are the answers kept before, where the page is newly opened.
    """
    held = _is_held(work, letter)
    rule = work.policy.letters.on_failure
    return Laid(
        letter=letter,
        seen=seen(letter, work.policy),
        held=held,
        title=work.policy.reviews[letter.step].title,
        addressee=reviews.addressee_of(work, letter) if held else "",
        pages=_sheets(work, letter) if held else [],
        earlier=reviews.earlier_reviews(work, letter) if held else [],
        on_paper=reviews.reviews_on_paper(work, letter) if held else [],
        groups=[
            (title, clean, [criterion for criterion in work.policy.criteria if criterion.kind == kind])
            for title, kind, clean in GROUPS
        ],
        outside=facts_asked(work, letter, kept).questions() if held else [],
        settled=_settled(work, letter) if held else [],
        may_return=rule != "refuse",
        may_refuse=rule != "return",
    )


def _is_held(work: Work, letter: Letter) -> bool:
    return letter.stage is LetterStage.IN_REVIEW and letter.claimed_by == work.actor.id


def _settled(work: Work, letter: Letter) -> list[tuple[str, str, str]]:
    """(question, answer, note) of what a second person found."""
    found = findings.settled(work, letter)
    return [
        (criterion.question, found[criterion.key].answer, found[criterion.key].note)
        for criterion in work.policy.criteria
        if criterion.key in found
    ]


def _sheets(work: Work, letter: Letter) -> list[dict[str, object]]:
    unread, typed = readings.unread(work, letter), transcribing.typed_pages(work, letter)
    return [
        {
            "url": url_for("review.page", letter_id=letter.id, ordinal=page.ordinal),
            "transcript": typed[page.ordinal].words if page.ordinal in typed else "",
            "told": typed[page.ordinal].told if page.ordinal in typed else "",
            "more": url_for("typed.page", letter_id=letter.id, ordinal=page.ordinal),
            "is_read": page.ordinal not in unread,
        }
        for page in letter.newest.pages
    ]


def consider(work: Work, letter: Letter, form: DeskForm, verdict: str) -> None:
    """Pass the letter, or see whether the page of reasons may follow. Raises WrongStage, RuleBroken."""
    queues.must_hold(work, letter, form.seen_version)
    drafts.must_be_newest(work, letter, form)
    if verdict in PAGES and verdict not in UNFINISHED:
        readings.must_be_read(work, letter)
    if verdict == "pass":
        reviews.pass_on(work, letter, form.answers(), facts_asked(work, letter).facts())
    elif verdict == "return":
        reviews.may_return(work, letter, form.answers())
    elif verdict == "refuse":
        reviews.may_refuse(work, letter, form.answers())
    elif verdict == "escalate":
        criteria.must_be_escalated(work.policy, form.answers())
    elif verdict != LOOK:
        raise RuleBroken("Choose whether the letter passes, is returned or is refused.")


def lay_form(work: Work, letter: Letter, form: Asked) -> Asked:
    """The form without the questions a second person has settled."""
    if _is_held(work, letter):
        form.leave_out(findings.settled(work, letter))
    return form


def put_back(work: Work, letter: Letter, form: DeskForm) -> None:
    """Back to the queue; what stands on the page is kept for this reader, should they take it again."""
    facts = facts_asked(work, letter).standing()
    if form.standing() or facts:
        drafts.keep(work, letter, form, facts, LetterStage.IN_REVIEW)
    queues.put_back(work, letter, form.seen_version)


def give_back(work: Work, letter: Letter, form: ReturnForm) -> None:
    queues.must_hold(work, letter, form.seen_version)
    drafts.must_be_newest(work, letter, form)
    mends = criteria.to_mend(work.policy, form.answers())
    reviews.return_to_writer(work, letter, form.answers(), form.reasons(mends))


def escalate(work: Work, letter: Letter, form: EscalateForm) -> None:
    unchanged(letter, form.seen_version)
    drafts.must_be_newest(work, letter, form)
    escalation.escalate(work, letter, form.answers(), form.safety_note.data or "")


def refuse(work: Work, letter: Letter, form: RefuseForm) -> None:
    unchanged(letter, form.seen_version)
    drafts.must_be_newest(work, letter, form)
    reviews.refuse(work, letter, form.answers(), form.reason.data)
