"""Keeping a reader's answers by the page's button, or by its script while they write; and beginning anew."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter, LetterStage
from letterbank.permissions import Permission
from letterbank.web.guard import requires
from letterbank.web.unit import work
from screening import desk, drafts
from screening.desk_pages import FORMS, desk_page, keep, reasons_page, told_quietly
from screening.forms import DeskForm
from screening.outside import facts_asked

kept = Blueprint("kept", __name__, url_prefix="/review")
SHEET = f"<any({', '.join(FORMS)}):sheet>"
KEPT = "Your answers are kept, for you alone. They stand here whenever you open this letter again."
ANEW = "Your answers were let go. You begin anew."


@kept.post(f"/<id:letter_id>/keep/{SHEET}")
@requires(Permission.LETTER_REVIEW)
def by_button(letter_id: Id, sheet: str) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    form = _kept(letter, sheet)
    if form.form_errors:
        return desk_page(letter, form) if sheet == "desk" else reasons_page(letter, sheet, form), 422
    flash(KEPT, "good")
    return redirect(url_for("review.read", letter_id=letter_id))


@kept.post(f"/<id:letter_id>/keep/{SHEET}/quietly")
@requires(Permission.LETTER_REVIEW)
def quietly(letter_id: Id, sheet: str) -> ResponseReturnValue:
    return told_quietly(_kept(letter_here(work(), letter_id), sheet))


@kept.post("/<id:letter_id>/anew")
@requires(Permission.LETTER_REVIEW)
def anew(letter_id: Id) -> ResponseReturnValue:
    drafts.begin_anew(work(), letter_here(work(), letter_id), DeskForm())
    flash(ANEW, "calm")
    return redirect(url_for("review.read", letter_id=letter_id))


def _kept(letter: Letter, sheet: str) -> DeskForm:
    form = desk.lay_form(work(), letter, FORMS[sheet](work().policy, None))
    keep(letter, form, facts_asked(work(), letter).standing(), LetterStage.IN_REVIEW)
    return form
