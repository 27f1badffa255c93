"""The readers' pages: the queue, and the desk where one letter is read and decided."""

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.home import add_waits, add_way
from letterbank.web.stuck import add_stuck
from letterbank.web.unit import opens, work
from screening import desk, drafts, queues, second_desk, stuck
from screening import review as reviews
from screening.desk_pages import desk_page, reasons_page
from screening.forms import desk_form, escalate_form, refuse_form, return_form
from screening.kept_pages import kept
from screening.second_person import second
from screening.transcript_pages import typed

review = Blueprint("review", __name__, url_prefix="/review")


def register_review(app: Flask) -> None:
    app.register_blueprint(review)
    app.register_blueprint(second)
    app.register_blueprint(typed)
    app.register_blueprint(kept)
    add_way(app, "review.queue", "Letters to read", Permission.LETTER_REVIEW)
    add_waits(app, desk.waits)
    add_stuck(app, stuck.found)


@review.get("")
@requires(Permission.LETTER_REVIEW)
def queue() -> ResponseReturnValue:
    shown = queues.my_queue(work(), request.args.get("after"))
    asked = second_desk.rows(work())
    return render_template("screening/queue.html", rows=desk.rows(work(), shown.rows), after=shown.after, asked=asked)


@review.post("/<id:letter_id>/take")
@requires(Permission.LETTER_REVIEW)
def take(letter_id: Id) -> ResponseReturnValue:
    queues.claim(work(), letter_here(work(), letter_id), VersionForm().seen_version)
    return redirect(url_for("review.read", letter_id=letter_id))


@review.post("/<id:letter_id>/put-back")
@requires(Permission.LETTER_REVIEW)
def put_back(letter_id: Id) -> ResponseReturnValue:
    """What stands on the page is kept, for whoever takes the letter up again."""
    letter = letter_here(work(), letter_id)
    form = desk.lay_form(work(), letter, desk_form(work().policy))
    heed(work(), form, lambda: desk.put_back(work(), letter, form))
    if form.errors:
        return desk_page(letter, form), 422
    flash(f"Letter {letter.number} is back in the queue.", "calm")
    return redirect(url_for("review.queue"))


@review.get("/<id:letter_id>")
@requires(Permission.LETTER_REVIEW)
@opens
def read(letter_id: Id) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    kept_before = drafts.taken_up(work(), letter)
    form = desk.lay_form(work(), letter, desk_form(work().policy, kept_before.answers))
    return desk_page(letter, form, kept_before)


@review.get("/<id:letter_id>/pages/<int:ordinal>")
@requires(Permission.LETTER_REVIEW)
@opens
def page(letter_id: Id, ordinal: int) -> ResponseReturnValue:
    found, picture = reviews.open_page(work(), letter_here(work(), letter_id), ordinal)
    return Response(picture, mimetype=found.kind)


@review.post("/<id:letter_id>")
@requires(Permission.LETTER_REVIEW)
def decide(letter_id: Id) -> ResponseReturnValue:
    """Pass it at once, or go on to the page of a return, a refusal or a second person."""
    letter = letter_here(work(), letter_id)
    form = desk.lay_form(work(), letter, desk_form(work().policy))
    verdict = request.form.get("verdict", "")
    if verdict in desk.UNFINISHED:
        form.may_be_unfinished()
    if form.validate_on_submit():
        heed(work(), form, lambda: desk.consider(work(), letter, form, verdict))
    if form.errors or verdict == desk.LOOK:
        return desk_page(letter, form), 422 if form.errors else 200
    if verdict in desk.PAGES:
        return reasons_page(letter, verdict)
    return _done(letter, "Letter {} has your pass.")


@review.post("/<id:letter_id>/return")
@requires(Permission.LETTER_REVIEW)
def give_back(letter_id: Id) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    form = desk.lay_form(work(), letter, return_form(work().policy))
    if form.validate_on_submit():
        heed(work(), form, lambda: desk.give_back(work(), letter, form))
    if form.errors:
        return reasons_page(letter, "return", form), 422
    return _done(letter, "Letter {} goes back to the writer.")


@review.post("/<id:letter_id>/refuse")
@requires(Permission.LETTER_REVIEW)
def refuse(letter_id: Id) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    form = desk.lay_form(work(), letter, refuse_form(work().policy))
    if form.validate_on_submit():
        heed(work(), form, lambda: desk.refuse(work(), letter, form))
    if form.errors:
        return reasons_page(letter, "refuse", form), 422
    return _done(letter, "Letter {} is refused.")


@review.post("/<id:letter_id>/escalate")
@requires(Permission.LETTER_REVIEW)
def escalate(letter_id: Id) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    form = desk.lay_form(work(), letter, escalate_form(work().policy))
    if form.validate_on_submit():
        heed(work(), form, lambda: desk.escalate(work(), letter, form))
    if form.errors:
        return reasons_page(letter, "escalate", form), 422
    return _done(letter, "Letter {} waits for a second person. Say nothing about it to the writer.")


def _done(letter: Letter, sentence: str) -> ResponseReturnValue:
    flash(sentence.format(letter.number), "good")
    return redirect(url_for("review.queue"))
