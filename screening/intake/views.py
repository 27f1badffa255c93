"""Pages of the intake desk for a letter's paper: a new letter, and the same letter written or scanned again.

The scan may come along, or the paper gets a cover sheet and waits for the next stack.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.letters import deposit_gates, earlier
from letterbank.letters import intake as desk
from letterbank.letters.model import Letter, Revision
from letterbank.letters.visibility import seen
from letterbank.permissions import Permission
from letterbank.sandbox import Sandbox
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.unit import work
from screening.intake import turning
from screening.intake.forms import LetterForm, ScanForm, letter_form
from screening.intake.registration_pages import registered
from screening.scanning import CleanPage
from screening.sheets import issue
from screening.uploads import SANDBOX, clean_pages, original_of, register_uploads

intake = Blueprint("intake", __name__)
CHECK = "Look at every page below. When all can be read, send the letter into review."
PRINT = "Now print its cover sheet, or scan it with the blank sheet that lies on it."
Kept = TypeVar("Kept")


def register_intake(app: Flask) -> None:
    register_uploads(app)
    app.register_blueprint(intake)
    app.register_blueprint(registered)


@intake.route("/writers/<id:offender_id>/letter", methods=["GET", "POST"])
@requires(Permission.LETTER_REGISTER)
def new(offender_id: Id) -> ResponseReturnValue:
    writer = desk.writer_ready(work(), offender_id)
    form = letter_form(work().policy, at_the_centre=work().actor.facility is None)
    form.offer_cases_of(writer)
    letter = _kept(form, lambda pages: _registered(form, offender_id, pages))
    if letter is None:
        return render_template("screening/new.html", form=form, writer=writer), 422 if form.errors else 200
    flash(f"Letter {letter.number} is registered. {CHECK if letter.newest.pages else PRINT}", "good")
    for warning in deposit_gates.must_take_in(work().policy, form.given(offender_id).facts):
        flash(f"Whoever reads it last looks at this again: {warning}", "care")
    return redirect(url_for("letters.shown", letter_id=letter.id))


@intake.route("/letters/<id:letter_id>/scan", methods=["GET", "POST"])
@requires(Permission.LETTER_REGISTER)
def again(letter_id: Id) -> ResponseReturnValue:
    letter = desk.letter_here(work(), letter_id)
    desk.can_be_scanned(work(), letter)
    form = ScanForm()
    revision = _kept(form, lambda pages: _on_paper_again(form, letter_id, pages))
    if revision is None:
        form.declared.data = form.declared.data if form.is_submitted() else letter.newest.declared
        page = render_template(
            "screening/again.html", form=form, letter=seen(letter, work().policy),
            scanned=desk.pages_to_check(work(), letter), sheet=issue.standing_for(work(), letter),
        )  # fmt: skip
        return page, 422 if form.errors else 200
    flash(f"{_counted(revision)} written on paper now. {CHECK if revision.pages else PRINT}", "good")
    return redirect(url_for("letters.shown", letter_id=letter_id))


@intake.post("/letters/<id:letter_id>/pages/<int:ordinal>/turn")
@requires(Permission.LETTER_REGISTER)
def turn(letter_id: Id, ordinal: int) -> ResponseReturnValue:
    form, sandbox = VersionForm(), cast(Sandbox, current_app.extensions[SANDBOX])
    turning.turn(work(), sandbox, letter_id, ordinal, request.form.get("by", ""), form.seen_version)
    flash(f"Page {ordinal} is turned. Look at it once more.", "good")
    return redirect(url_for("letters.shown", letter_id=letter_id))


def _counted(revision: Revision) -> str:
    return "1 side is" if revision.declared == 1 else f"{revision.declared} sides are"


def _kept(form: ScanForm | LetterForm, deed: Callable[[list[CleanPage]], Kept]) -> Kept | None:
    """What the deed made of the form and the pages of its scan, if one came; None where a sentence is on the form."""
    if not form.validate_on_submit():
        return None
    pages = clean_pages(form.scan, form.declared.data or 0) if form.scan.data else []
    return None if form.errors else heed(work(), form, lambda: deed(pages))


def _registered(form: LetterForm, offender_id: Id, pages: list[CleanPage]) -> Letter:
    letter = desk.register_letter(work(), form.given(offender_id))
    if found := form.evidence():
        earlier.write_in(work(), letter, found)
    if pages:
        desk.attach(work(), letter.newest, pages, original_of(form.scan))
    issue.lay_on(work(), letter, form.sheet.data or "")
    return letter


def _on_paper_again(form: ScanForm, letter_id: Id, pages: list[CleanPage]) -> Revision:
    """A sheet that was printed for this paper is void where it would bring the letter twice, or says another number."""
    letter, declared = desk.letter_here(work(), letter_id), form.declared.data or 0
    let_go = bool(pages or form.let_go.data)
    if pages or form.sheet.data or not desk.waits_for_scan(letter) or declared != letter.newest.declared:
        issue.replace_for(work(), letter, sure=let_go)
    revision = desk.expect_again(work(), letter, declared, replaces=let_go)
    if pages:
        desk.attach(work(), revision, pages, original_of(form.scan))
    issue.lay_on(work(), letter, form.sheet.data or "")
    return revision
