"""The review desk as its pages see it: one letter laid out for the one reader who has taken it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from letterbank.errors import RuleBroken
from letterbank.letters import readings
from letterbank.letters.intake import unchanged
from letterbank.letters.model import Letter, LetterStage
from letterbank.letters.visibility import Seen, seen
from letterbank.policy import Criterion
from letterbank.web.home import Wait
from letterbank.work import Work
from screening import criteria, queues
from screening import review as reviews
from screening.forms import DeskForm, RefuseForm, ReturnForm

PAGES = {"return": "screening/return.html", "refuse": "screening/refuse.html"}
LOOK = "look"  # back from the page of reasons
GROUPS = (("The letter must", "must", "yes"), ("The letter must not", "must_not", "no"), ("Advice", "advisory", "yes"))


@dataclass(frozen=True, kw_only=True, repr=False)
class Row:
    """One letter of the queue."""

    seen: Seen
    version: int
    is_mine: bool


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
    groups: Sequence[tuple[str, str, list[Criterion]]]
    may_return: bool
    may_refuse: bool


def waits(work: Work) -> Iterator[Wait]:
    """The one line of a reader's first page."""
    since = queues.oldest_of_mine(work)
    if since:
        yield Wait(text="Letters to read", url=url_for("review.queue"), since=since)


def rows(work: Work, letters: Sequence[Letter]) -> list[Row]:
    return [
        Row(seen=seen(letter, work.policy), version=letter.version, is_mine=letter.claimed_by == work.actor.id)
        for letter in letters
    ]


def lay(work: Work, letter: Letter) -> Laid:
    """Opens what the reader may read, if the letter is theirs now; its pages are opened one by one as they are seen."""
    held = letter.stage is LetterStage.IN_REVIEW and letter.claimed_by == work.actor.id
    rule = work.policy.letters.on_failure
    return Laid(
        letter=letter,
        seen=seen(letter, work.policy),
        held=held,
        title=work.policy.reviews[letter.step].title,
        addressee=reviews.addressee_of(work, letter) if held else "",
        pages=_sheets(work, letter) if held else [],
        earlier=reviews.earlier_reviews(work, letter) if held else [],
        groups=[
            (title, clean, [criterion for criterion in work.policy.criteria if criterion.kind == kind])
            for title, kind, clean in GROUPS
        ],
        may_return=rule != "refuse",
        may_refuse=rule != "return",
    )


def _sheets(work: Work, letter: Letter) -> list[dict[str, object]]:
    unread = readings.unread(work, letter)
    return [
        {
            "url": url_for("review.page", letter_id=letter.id, ordinal=page.ordinal),
            "transcript": "",
            "is_read": page.ordinal not in unread,
        }
        for page in letter.newest.pages
    ]


def consider(work: Work, letter: Letter, form: DeskForm, verdict: str) -> None:
    """Pass the letter, or see whether the page of reasons may follow. Raises WrongStage, RuleBroken."""
    queues.must_hold(work, letter, form.seen_version)
    if verdict in PAGES:
        readings.must_be_read(work, letter)
    if verdict == "pass":
        reviews.pass_on(work, letter, form.answers())
    elif verdict == "return":
        reviews.may_return(work, letter)
        criteria.must_be_returnable(work.policy, form.answers())
    elif verdict == "refuse":
        reviews.must_refuse_by_policy(work.policy)
    elif verdict != LOOK:
        raise RuleBroken("Choose whether the letter passes, is returned or is refused.")


def give_back(work: Work, letter: Letter, form: ReturnForm) -> None:
    queues.must_hold(work, letter, form.seen_version)
    mends = criteria.to_mend(work.policy, form.answers())
    reviews.return_to_writer(work, letter, form.answers(), form.reasons(mends))


def refuse(work: Work, letter: Letter, form: RefuseForm) -> None:
    unchanged(letter, form.seen_version)
    reviews.refuse(work, letter, form.answers(), form.reason.data)
