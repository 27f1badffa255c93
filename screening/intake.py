"""Pages of the intake desk that bring a scan: a new letter, and the same letter written again."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.letters import intake as desk
from letterbank.letters.visibility import seen
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.guard import requires
from letterbank.web.unit import work
from screening.forms import LetterForm, ScanForm
from screening.uploads import clean_pages, register_uploads

intake = Blueprint("intake", __name__)
CHECK = "Look at every page below. When all can be read, send the letter into review."


def register_intake(app: Flask) -> None:
    register_uploads(app)
    app.register_blueprint(intake)


@intake.route("/writers/<id:offender_id>/letter", methods=["GET", "POST"])
@requires(Permission.LETTER_REGISTER)
def new(offender_id: Id) -> ResponseReturnValue:
    writer = desk.writer_ready(work(), offender_id)
    form = LetterForm()
    form.offer_cases_of(writer)
    pages = clean_pages(form.scan, form.declared.data or 0) if form.validate_on_submit() else []
    letter = heed(work(), form, lambda: desk.register_letter(work(), form.given(offender_id), pages)) if pages else None
    if letter is None:
        return render_template("screening/new.html", form=form, writer=writer), 422 if form.errors else 200
    flash(f"Letter {letter.number} is registered. {CHECK}", "good")
    return redirect(url_for("letters.shown", letter_id=letter.id))


@intake.route("/letters/<id:letter_id>/scan", methods=["GET", "POST"])
@requires(Permission.LETTER_REGISTER)
def again(letter_id: Id) -> ResponseReturnValue:
    letter = desk.letter_here(work(), letter_id)
    desk.can_be_scanned(work(), letter)
    form = ScanForm()
    pages = clean_pages(form.scan, form.declared.data or 0) if form.validate_on_submit() else []
    if pages:
        heed(work(), form, lambda: desk.scan_again(work(), desk.letter_here(work(), letter_id), pages))
    if pages and not form.errors:
        flash(f"The new scan counts from now on. {CHECK}", "good")
        return redirect(url_for("letters.shown", letter_id=letter_id))
    page = render_template("screening/again.html", form=form, letter=seen(letter, work().policy))
    return page, 422 if form.errors else 200
