"""Pages of the second person: a letter that may not be coached, taken, looked at and decided (R33)."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.unit import opens, work
from screening import drafts, escalation, second_desk
from screening import review as reviews
from screening.desk_pages import keep, told_quietly
from screening.drafts import Kept
from screening.forms import DecideForm, DeskForm
from screening.kept_pages import ANEW, KEPT

second = Blueprint("second", __name__, url_prefix="/second")


@second.post("/<id:letter_id>/take")
@requires(Permission.LETTER_DECIDE)
def take(letter_id: Id) -> ResponseReturnValue:
    escalation.claim(work(), letter_here(work(), letter_id), VersionForm().seen_version)
    return redirect(url_for("second.look", letter_id=letter_id))


@second.get("/<id:letter_id>")
@requires(Permission.LETTER_DECIDE)
@opens
def look(letter_id: Id) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    kept = drafts.taken_up(work(), letter, escalation.STAGE)
    return _desk(letter, second_desk.form_for(work(), letter, kept), kept)


@second.get("/<id:letter_id>/pages/<int:ordinal>")
@requires(Permission.LETTER_DECIDE)
@opens
def page(letter_id: Id, ordinal: int) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    found, picture = reviews.open_page(work(), letter, ordinal, stage=escalation.STAGE)
    return Response(picture, mimetype=found.kind)


@second.post("/<id:letter_id>")
@requires(Permission.LETTER_DECIDE)
def decide(letter_id: Id) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    form, said = second_desk.form_for(work(), letter), None
    if form.validate_on_submit():
        verdict = request.form.get("verdict", "")
        said = heed(work(), form, lambda: second_desk.decide(work(), letter, form, verdict))
    if said is None:
        return _desk(letter, form), 422
    flash(said.format(letter.number), "good")
    return redirect(url_for("review.queue"))


@second.post("/<id:letter_id>/keep")
@requires(Permission.LETTER_DECIDE)
def keep_by_button(letter_id: Id) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    form = _kept(letter)
    if form.form_errors:
        return _desk(letter, form), 422
    flash(KEPT, "good")
    return redirect(url_for("second.look", letter_id=letter_id))


@second.post("/<id:letter_id>/keep/quietly")
@requires(Permission.LETTER_DECIDE)
def keep_quietly(letter_id: Id) -> ResponseReturnValue:
    return told_quietly(_kept(letter_here(work(), letter_id)))


@second.post("/<id:letter_id>/anew")
@requires(Permission.LETTER_DECIDE)
def anew(letter_id: Id) -> ResponseReturnValue:
    drafts.begin_anew(work(), letter_here(work(), letter_id), DeskForm(), escalation.STAGE)
    flash(ANEW, "calm")
    return redirect(url_for("second.look", letter_id=letter_id))


def _kept(letter: Letter) -> DecideForm:
    form = second_desk.form_for(work(), letter)
    keep(letter, form, {}, escalation.STAGE)
    return form


def _desk(letter: Letter, form: DecideForm, kept: Kept | None = None) -> str:
    form.show_newest(letter.version)
    if kept or not form.opened.data:
        form.show_kept(kept.mark if kept else form.shown.data or "", work().new_id())
    return render_template("screening/decide.html", desk=second_desk.lay(work(), letter), form=form, kept=kept)
