"""The desk and its pages of reasons, drawn: with what was just sent, or with what was kept."""

from collections.abc import Callable, Mapping

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from letterbank.letters.model import Letter, LetterStage
from letterbank.policy import Policy
from letterbank.web.deeds import heed
from letterbank.web.unit import work
from screening import criteria, desk, drafts
from screening.drafts import Kept
from screening.forms import DeskForm, Fields, desk_form, escalate_form, refuse_form, return_form
from screening.outside import facts_asked

FORMS: Mapping[str, Callable[[Policy, Fields | None], DeskForm]] = {
    "desk": desk_form, "return": return_form, "refuse": refuse_form, "escalate": escalate_form,
}  # fmt: skip


def desk_page(letter: Letter, form: DeskForm, kept: Kept | None = None) -> str:
    """`kept` is what the form was filled with, where the page is newly opened."""
    form.show_newest(letter.version)
    if kept or not form.opened.data:
        form.show_kept(kept.mark if kept else form.shown.data or "", work().new_id())
    laid = desk.lay(work(), letter, kept.answers if kept else None)
    return render_template("screening/desk.html", desk=laid, form=form, kept=kept)


def reasons_page(letter: Letter, verdict: str, form: DeskForm | None = None) -> str:
    """The page where reasons are chosen. It carries the answers along."""
    if form is None:
        form = desk.lay_form(work(), letter, FORMS[verdict](work().policy, drafts.taken_up(work(), letter).words))
    asked = [criterion for criterion in work().policy.criteria if form.asks(criterion)]
    mends = criteria.to_mend(work().policy, form.answers())
    secret = criteria.for_a_second_person(work().policy, form.answers())
    return render_template(
        desk.PAGES[verdict], letter=letter, form=form, criteria=asked, mends=mends, secret=secret,
        outside=facts_asked(work(), letter).questions(),
    )  # fmt: skip


def keep(letter: Letter, form: DeskForm, facts: Fields, stage: LetterStage) -> None:
    """Keep what stands on this page; a refusal's sentence stands on the form."""
    heed(work(), form, lambda: drafts.keep(work(), letter, form, facts, stage))


def told_quietly(form: DeskForm) -> ResponseReturnValue:
    """What the page's script shows: one line of text."""
    if form.form_errors:
        return Response(" ".join(form.form_errors), 422, mimetype="text/plain")
    return Response(f"Kept at {drafts.told(work(), work().now)}.", mimetype="text/plain")
