"""Pages of the intake desk for what was registered of a letter: look at it, put the name right, take it out."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from letterbank.ids import Id
from letterbank.letters import intake as desk
from letterbank.letters import registration
from letterbank.letters.model import Letter
from letterbank.letters.registration import Mistake
from letterbank.letters.visibility import seen
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.unit import opens, work
from screening.intake.taking_out import take_out

registered = Blueprint("registration", __name__)
_WHY = {
    Mistake.TWICE: "This letter is registered already, under another number",
    Mistake.OTHER_WRITER: "Another person wrote it",
    Mistake.OTHER_CASE: "It is about another case",
    Mistake.NO_PAPER: "There is no such paper here",
}


class AddresseeForm(VersionForm):
    addressee = StringField(
        "Written to",
        description="The name exactly as the writer wrote it. Nothing is looked up.",
        validators=[DataRequired("Enter the name the letter is written to."), Length(max=200)],
    )


class MistakeForm(VersionForm):
    why = RadioField("What is wrong", choices=list(_WHY.items()), validators=[InputRequired("Say what is wrong.")])


@registered.route("/letters/<id:letter_id>/registration", methods=["GET", "POST"])
@requires(Permission.LETTER_REGISTER)
@opens
def shown(letter_id: Id) -> ResponseReturnValue:
    letter = desk.letter_here(work(), letter_id)
    form = AddresseeForm()
    if form.validate_on_submit():
        name = " ".join((form.addressee.data or "").split())
        changed = heed(work(), form, lambda: registration.correct(work(), letter, name, form.seen_version))
        if not form.errors:
            flash("The name is put right." if changed else "Nothing was changed: the name is as it was.", "good")
            return redirect(url_for("letters.shown", letter_id=letter_id))
    if not form.is_submitted():
        form.addressee.data = registration.addressee_of(work(), letter)
    return _page("screening/registration.html", letter, form)


@registered.route("/letters/<id:letter_id>/mistake", methods=["GET", "POST"])
@requires(Permission.LETTER_REGISTER)
def mistaken(letter_id: Id) -> ResponseReturnValue:
    letter = desk.letter_here(work(), letter_id)
    registration.must_be_here(work(), letter)
    form = MistakeForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: take_out(work(), letter, Mistake(form.why.data), form.seen_version))
        if not form.errors:
            flash(f"Letter {letter.number} is taken out. If a cover sheet lies on the paper, take it off.", "good")
            return redirect(url_for("letters.shown", letter_id=letter_id))
    return _page("screening/mistake.html", letter, form)


def _page(template: str, letter: Letter, form: VersionForm) -> ResponseReturnValue:
    form.show_newest(letter.version)
    newest = letter.newest
    page = render_template(template, letter=seen(letter, work().policy), form=form, declared=newest.declared,
                           scanned=len(newest.pages))  # fmt: skip
    return page, 422 if form.errors else 200
