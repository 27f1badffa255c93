"""The page beside which a reader types a page of the letter out, or reads what another has typed (N12)."""

from typing import cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.guard import requires
from letterbank.web.unit import opens, work
from screening import machine_reading, transcribing
from screening.forms import TypedForm

typed = Blueprint("typed", __name__, url_prefix="/review/<id:letter_id>/pages/<int:ordinal>/typed")


@typed.get("")
@requires(Permission.LETTER_REVIEW)
@opens
def page(letter_id: Id, ordinal: int) -> ResponseReturnValue:
    return _page(letter_here(work(), letter_id), ordinal, TypedForm())


@typed.post("")
@requires(Permission.LETTER_REVIEW)
def keep(letter_id: Id, ordinal: int) -> ResponseReturnValue:
    letter, form = letter_here(work(), letter_id), TypedForm()
    deed = request.form.get("deed", "")
    said = None
    if form.validate_on_submit():
        said = heed(work(), form, lambda: transcribing.keep(work(), letter, ordinal, form, deed))
    if said is None:
        return _page(letter, ordinal, form, asked=True), 422
    flash(said, "good")
    onward = ordinal + 1 if deed == "next" and ordinal < len(letter.newest.pages) else ordinal
    return redirect(url_for("typed.page", letter_id=letter.id, ordinal=onward))


@typed.post("/draft")
@requires(Permission.LETTER_REVIEW)
def draft(letter_id: Id, ordinal: int) -> ResponseReturnValue:
    form = TypedForm()
    words, sentence = transcribing.machine_words(work(), letter_id, ordinal, _program())
    letter = letter_here(work(), letter_id)
    if words:
        heed(work(), form, lambda: transcribing.save(work(), letter, ordinal, words, by_machine=True))
    form.form_errors = [*form.form_errors, *([sentence] if sentence else [])]
    return _page(letter, ordinal, form), 422 if form.form_errors else 200


def _program() -> str | None:
    return cast("str | None", current_app.extensions.get(machine_reading.PLACE, machine_reading.found()))


def _page(letter: Letter, ordinal: int, form: TypedForm, *, asked: bool = False) -> str:
    transcribing.page_here(work(), letter, ordinal)
    known = transcribing.typed_pages(work(), letter).get(ordinal)
    form.show(known.key if known else "", known.words if known and not asked else None)
    return render_template(
        "screening/typed.html", letter=letter, ordinal=ordinal, form=form, known=known,
        can_draft=_program() is not None,
    )  # fmt: skip
