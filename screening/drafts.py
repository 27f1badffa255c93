"""A reader's answers kept while they read, and taken up again after a reload, a lost sign-in or a closed browser.

Only the reader who wrote them has them back, while they have the letter. Of two windows the older never writes over
the newer without having been told.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from letterbank.audit import record as write_down
from letterbank.errors import RuleBroken, WrongStage
from letterbank.ids import is_id
from letterbank.letters import review_drafts
from letterbank.letters.model import Letter, LetterStage
from letterbank.letters.review_drafts import ReviewDraft
from letterbank.permissions import must
from letterbank.vault import opening
from letterbank.vault.sealed import DECIDE, REVIEW, Purpose
from letterbank.web.forms import STALE
from letterbank.work import Work
from screening import queues
from screening.forms import DeskForm, Fields

PURPOSES: Mapping[LetterStage, Purpose] = {LetterStage.IN_REVIEW: REVIEW, LetterStage.ESCALATED: DECIDE}


@dataclass(frozen=True, kw_only=True, repr=False)
class Kept:
    """What was kept of a letter, and when; nothing where `at` is none. `mark` names this state of it."""

    at: datetime | None = None
    mark: str = ""
    answers: Fields = field(default_factory=dict)
    words: Fields = field(default_factory=dict)


def taken_up(work: Work, letter: Letter, stage: LetterStage = LetterStage.IN_REVIEW) -> Kept:
    """For the reader who wrote it and has taken the letter. Raises WrongStage."""
    queues.must_hold(work, letter, stage=stage)
    found = review_drafts.of_mine(work, letter)
    if found is None:
        return Kept()
    opened = opening(work, found, PURPOSES[stage])
    return Kept(
        at=found.kept_at, mark=found.kept_from, answers=json.loads(opened.answers), words=json.loads(opened.words)
    )


def keep(work: Work, letter: Letter, form: DeskForm, facts: Fields, stage: LetterStage) -> None:
    """What stands on this page, finished or not. Raises WrongStage, RuleBroken."""
    queues.must_hold(work, letter, stage=stage)
    must(work.actor, PURPOSES[stage].needs, letter)
    must_be_newest(work, letter, form)
    if not is_id(form.opened.data or ""):
        raise RuleBroken(STALE)
    draft = review_drafts.of_mine(work, letter) or _begun(work, letter)
    draft.kept_at, draft.kept_from = work.now, form.opened.data or ""
    work.vault.seal(work, draft, answers=json.dumps({**form.standing(), **facts}))
    if form.words() or draft.words is None:
        work.vault.seal(work, draft, words=json.dumps(form.words()))
    work.session.add(draft)


def _begun(work: Work, letter: Letter) -> ReviewDraft:
    """One entry says that answers are kept from now on; what is typed after it changes nothing anybody else sees."""
    draft = ReviewDraft(
        id=work.new_id(), letter_id=letter.id, revision_id=letter.newest.id, facility_code=letter.facility_code,
        desk=work.actor.place, reader_id=work.actor.id,
    )  # fmt: skip
    write_down(work, "answers kept for later", letter.subject, draft.place)
    return draft


def must_be_newest(work: Work, letter: Letter, form: DeskForm) -> None:
    """Raises WrongStage, once, where another window kept newer answers than this page has seen."""
    newest = review_drafts.of_mine(work, letter)
    if newest is None or newest.kept_from in (form.opened.data, form.shown.data):
        return
    form.show_kept(newest.kept_from)
    form.told_of_newer = True
    raise WrongStage(
        f"You kept newer answers to this letter in another window, at {told(work, newest.kept_at)}. Nothing of this "
        "page was kept or decided. Open the letter again to see the newer ones. If these here are the right ones, "
        "send them once more: then they take the place of the newer."
    )


def begin_anew(
    work: Work, letter: Letter, form: DeskForm, stage: LetterStage = LetterStage.IN_REVIEW
) -> None:
    """Let go of what was kept, as this page showed it. Raises WrongStage."""
    queues.must_hold(work, letter, stage=stage)
    must_be_newest(work, letter, form)
    review_drafts.end(work, letter, of_everybody=False)
    write_down(work, "answers begun anew", letter.subject)


def told(work: Work, at: datetime) -> str:
    """When, as the clocks show it where the programme is; with its day where that is not today."""
    local = at.astimezone(work.policy.zone)
    return f"{local:%H:%M}" if local.date() == work.today else f"{local:%H:%M} on {local.day} {local:%B}"
