"""Pages about letters for those who may list them. They show what `visibility` lets be seen, and nothing else."""

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.letters import intake, waits
from letterbank.letters.forms import SearchForm
from letterbank.letters.lists import list_letters
from letterbank.letters.model import Letter
from letterbank.letters.paper.seen import where_paper_is
from letterbank.letters.reasons import TOLD, reasons_for_writer
from letterbank.letters.story import story_of
from letterbank.letters.visibility import seen
from letterbank.letters.workflow import LETTERS, Step
from letterbank.permissions import Permission, can, must
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.home import add_waits, add_way
from letterbank.web.unit import opens, work
from letterbank.workflow import open_to

letters = Blueprint("letters", __name__, url_prefix="/letters")


def register_letters(app: Flask) -> None:
    app.register_blueprint(letters)
    add_way(app, "letters.listed", "Letters", Permission.LETTER_LIST)
    add_waits(app, waits.for_intake)


@letters.get("")
@requires(Permission.LETTER_LIST)
def listed() -> ResponseReturnValue:
    form = SearchForm(request.args)
    found = list_letters(
        work(), number=form.number.data or "", stage=form.stage.data or "", after=request.args.get("after")
    )
    return render_template("letters/list.html", form=form, found=found)


@letters.get("/<id:letter_id>")
@requires(Permission.LETTER_LIST)
@opens
def shown(letter_id: Id) -> ResponseReturnValue:
    return _page(intake.letter_here(work(), letter_id), VersionForm())


@letters.post("/<id:letter_id>/submit")
@requires(Permission.LETTER_REGISTER)
def submit(letter_id: Id) -> ResponseReturnValue:
    letter = intake.letter_here(work(), letter_id)
    form = VersionForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: intake.submit(work(), letter, form.seen_version))
    if form.errors:
        return _page(letter, form), 422
    flash(f"Letter {letter.number} is in review.", "good")
    return redirect(url_for("letters.shown", letter_id=letter.id))


@letters.route("/<id:letter_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LETTER_WITHDRAW)
def withdraw(letter_id: Id) -> ResponseReturnValue:
    letter = intake.letter_here(work(), letter_id)
    form = VersionForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: intake.withdraw(work(), letter, form.seen_version))
        if not form.errors:
            return redirect(url_for("letters.slip", letter_id=letter.id))
    form.show_newest(letter.version)
    page = render_template("letters/withdraw.html", letter=seen(letter, work().policy), form=form)
    return page, 422 if form.errors else 200


@letters.get("/<id:letter_id>/slip")
@requires(Permission.LETTER_WITHDRAW)
def slip(letter_id: Id) -> ResponseReturnValue:
    """R2, R5: the slip of a withdrawal is the same whatever has happened since deposit."""
    letter = intake.letter_here(work(), letter_id)
    if not _has_slip(letter):
        raise Missing
    return render_template("letters/slip.html", letter=seen(letter, work().policy))


@letters.get("/<id:letter_id>/notice")
@requires(Permission.LETTER_REGISTER)
@opens
def notice(letter_id: Id) -> ResponseReturnValue:
    letter = intake.letter_here(work(), letter_id)
    must(work().actor, Permission.LETTER_REGISTER, letter)
    if letter.stage not in TOLD:
        raise Missing
    reasons = reasons_for_writer(work(), letter)
    paper = where_paper_is(work(), letter)
    return render_template("letters/notice.html", letter=seen(letter, work().policy), reasons=reasons, paper=paper)


@letters.get("/<id:letter_id>/pages/<int:ordinal>")
@requires(Permission.LETTER_REGISTER)
@opens
def page(letter_id: Id, ordinal: int) -> ResponseReturnValue:
    """A page just scanned, until the letter goes into review: can it be read?"""
    found, image = intake.look_at(work(), intake.letter_here(work(), letter_id), ordinal)
    return Response(image, mimetype=found.kind)


def _has_slip(letter: Letter) -> bool:
    withdrawn = LETTERS.rules[Step.WITHDRAW].to == (letter.stage,)
    return withdrawn and can(work().actor, Permission.LETTER_WITHDRAW, letter)


def _page(letter: Letter, form: VersionForm) -> str:
    form.show_newest(letter.version)
    return render_template(
        "letters/letter.html",
        letter=seen(letter, work().policy),
        form=form,
        steps=[str(step) for step in open_to(work(), LETTERS, letter)],
        pages=intake.pages_to_check(work(), letter),
        unscanned=intake.waits_for_scan(letter),
        reasons=reasons_for_writer(work(), letter),
        slip=_has_slip(letter),
        story=story_of(work(), letter),
        paper=where_paper_is(work(), letter),
    )
