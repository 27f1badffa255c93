"""The second person's desk as its pages see it: what waits, and one letter laid out for whoever has taken it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from letterbank.errors import RuleBroken
from letterbank.letters import readings
from letterbank.letters.escalation import Escalation
from letterbank.letters.model import Letter
from letterbank.letters.visibility import Seen, seen
from letterbank.vault import opening
from letterbank.vault.sealed import DECIDE
from letterbank.work import Work
from screening import drafts, escalation, queues
from screening.drafts import Kept
from screening.forms import DecideForm, decide_form


@dataclass(frozen=True, kw_only=True, repr=False)
class Row:
    """One letter that waits for a second person. `by_me`: this person asked, so another decides."""

    seen: Seen
    version: int
    is_mine: bool
    by_me: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class Laid:
    letter: Letter
    seen: Seen
    addressee: str
    raised: escalation.Raised
    pages: Sequence[dict[str, object]]


def rows(work: Work) -> list[Row]:
    """The longest waiting of them; the rest shows as these are decided."""
    shown = escalation.waiting(work)
    if shown is None:
        return []
    keys = [letter.id for letter in shown.rows]
    mine = select(Escalation.letter_id).where(
        Escalation.letter_id.in_(keys), Escalation.raised_by == work.actor.id, Escalation.decided_at.is_(None)
    )
    by_me = set(work.session.scalars(mine))
    return [
        Row(
            seen=seen(letter, work.policy), version=letter.version, is_mine=letter.claimed_by == work.actor.id,
            by_me=letter.id in by_me,
        )
        for letter in shown.rows
    ]  # fmt: skip


def lay(work: Work, letter: Letter) -> Laid:
    """Opens what was put forward; its pages are opened one by one as they are seen."""
    unread = readings.unread(work, letter)
    return Laid(
        letter=letter,
        seen=seen(letter, work.policy),
        addressee=opening(work, letter.newest, DECIDE).addressee,
        raised=escalation.raised(work, letter),
        pages=[
            {
                "url": url_for("second.page", letter_id=letter.id, ordinal=page.ordinal),
                "is_read": page.ordinal not in unread,
            }
            for page in letter.newest.pages
        ],
    )


def form_for(work: Work, letter: Letter, kept: Kept | None = None) -> DecideForm:
    """With the questions that were put to this person. Raises WrongStage unless they have taken the letter."""
    raised = escalation.raised(work, letter)
    stood = {"safety_note": raised.safety_note}
    if kept:
        stood = {**stood, **kept.answers, **kept.words}
    return decide_form(work.policy, [criterion for criterion, _, _ in raised.passages], stood)


def decide(work: Work, letter: Letter, form: DecideForm, verdict: str) -> str:
    """What was decided, as the page says it. Raises WrongStage, RuleBroken."""
    queues.must_hold(work, letter, form.seen_version, stage=escalation.STAGE)
    drafts.must_be_newest(work, letter, form)
    note = form.safety_note.data or ""
    if verdict == "resume":
        escalation.resume(work, letter, form.answers(), note)
        return "Letter {} is back in review where it was."
    if verdict == "refuse":
        escalation.refuse(work, letter, form.reason.data or "", note)
        return "Letter {} is refused."
    if verdict == "keep":
        escalation.keep(work, letter, note)
        return "Letter {} goes on waiting."
    raise RuleBroken("Choose whether the letter goes back into review, is refused or goes on waiting.")
