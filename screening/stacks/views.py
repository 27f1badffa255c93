"""Pages of the stacks: bring one, see it sorted, and decide on what was put aside. Every rule is the quarantine's."""

from collections.abc import Callable, Iterable

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.permissions import Permission
from letterbank.web.arrival import takes_up_to
from letterbank.web.deeds import heed
from letterbank.web.forms import STALE, VersionForm
from letterbank.web.guard import requires
from letterbank.web.home import Wait, add_waits, add_way
from letterbank.web.unit import opens, slow, work
from letterbank.work import Work
from screening.scanning.refusals import MAX_STACK_BYTES
from screening.stacks import quarantine, showing
from screening.stacks.bringing import brought
from screening.stacks.forms import BringForm, CountForm, LayOutForm, lay_out_form
from screening.stacks.model import Stack, StackStage
from screening.stacks.taking_in import find

stacks = Blueprint("stacks", __name__, url_prefix="/stacks")
BRING, RESOLVE = Permission.SCAN_BRING, Permission.SCAN_RESOLVE
Deed = Callable[[Work, Stack, int], None]
DEEDS: dict[str, tuple[Deed, str]] = {
    "look-again": (quarantine.look_again, "The stack is being looked at again."),
    "agree": (quarantine.agree, "Every letter of this stack has its pages. Check them, and send each into review."),
    "disagree": (quarantine.disagree, "The stack waits to be laid out again."),
    "scan-again": (quarantine.scan_again, "Nothing of this scan is kept. Its cover sheets are still good."),
    "close": (quarantine.close, "It is off the list."),
    "no-letter": (quarantine.hold_nothing, "Ask a colleague to look at it before it is discarded."),
    "discard": (quarantine.discard, "Nothing of this scan is kept."),
}


def register_stacks(app: Flask) -> None:
    app.register_blueprint(stacks)
    add_way(app, "stacks.listed", "Stacks", BRING)
    add_waits(app, waits)


def waits(work: Work) -> Iterable[Wait]:
    return showing.waits(work, url_for("stacks.listed"))


@stacks.get("")
@requires(BRING)
def listed() -> ResponseReturnValue:
    return _list(BringForm())


@stacks.post("")
@requires(BRING)
@takes_up_to(MAX_STACK_BYTES)
@slow
def bring() -> ResponseReturnValue:
    form = BringForm()
    stack_id = brought(form)
    return redirect(url_for("stacks.shown", stack_id=stack_id)) if stack_id else (_list(form), 422)


@stacks.get("/ended")
@requires(BRING)
def ended() -> ResponseReturnValue:
    found = showing.ended(work(), request.args.get("after"))
    rows = [showing.seen(work(), stack) for stack in found.rows]
    return render_template("screening/ended_stacks.html", rows=rows, after=found.after)


@stacks.get("/<id:stack_id>")
@requires(BRING)
@opens
def shown(stack_id: Id) -> ResponseReturnValue:
    return _page(find(work(), stack_id), CountForm())


@stacks.get("/<id:stack_id>/sides/<int:ordinal>")
@requires(RESOLVE)
@opens
def side(stack_id: Id, ordinal: int) -> ResponseReturnValue:
    picture, kind = quarantine.side_to_look_at(work(), find(work(), stack_id), ordinal, small=False)
    return Response(picture, mimetype=kind)


@stacks.get("/<id:stack_id>/sides/<int:ordinal>/small")
@requires(RESOLVE)
@opens
def thumbnail(stack_id: Id, ordinal: int) -> ResponseReturnValue:
    picture, kind = quarantine.side_to_look_at(work(), find(work(), stack_id), ordinal, small=True)
    return Response(picture, mimetype=kind)


@stacks.post("/<id:stack_id>/count")
@requires(RESOLVE)
def count(stack_id: Id) -> ResponseReturnValue:
    stack, form = find(work(), stack_id), CountForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: quarantine.count_letters(work(), stack, form.letters.data or 0, form.seen_version))
    return (_page(stack, form), 422) if form.errors else redirect(url_for("stacks.shown", stack_id=stack_id))


@stacks.route("/<id:stack_id>/lay-out", methods=["GET", "POST"])
@requires(RESOLVE)
def lay_out(stack_id: Id) -> ResponseReturnValue:
    stack, expected = find(work(), stack_id), quarantine.expected_here(work())
    form = lay_out_form([side.ordinal for side in stack.sides], expected)
    if form.validate_on_submit():
        heed(work(), form, lambda: quarantine.lay_out(work(), stack, form.chosen(), form.seen_version))
    if form.is_submitted() and not form.errors:
        flash("It is laid out. Ask a colleague to look at it before the letters get their pages.", "good")
        return redirect(url_for("stacks.shown", stack_id=stack_id))
    return _layout(stack, form), 422 if form.errors else 200


@stacks.post("/<id:stack_id>/<any({}):name>".format(", ".join(f"'{name}'" for name in DEEDS)))
@requires(RESOLVE)
def decide(stack_id: Id, name: str) -> ResponseReturnValue:
    stack, form, (deed, done) = find(work(), stack_id), CountForm(), DEEDS[name]
    version = VersionForm()
    if version.validate_on_submit():
        heed(work(), form, lambda: deed(work(), stack, version.seen_version))
    else:
        form.form_errors = [STALE]
    if form.form_errors:
        return _page(stack, form), 422
    flash(done, "good")
    return redirect(url_for("stacks.shown", stack_id=stack_id))


def _list(form: BringForm) -> str:
    found = showing.at_work(work(), request.args.get("after"))
    rows = [showing.seen(work(), stack) for stack in found.rows]
    return render_template("screening/stacks.html", form=form, rows=rows, after=found.after)


def _page(stack: Stack, form: CountForm) -> str:
    form.show_newest(stack.version)
    is_laid_out = stack.stage is StackStage.LAID_OUT
    expected = quarantine.expected_here(work()) if is_laid_out else []
    return render_template(
        "screening/stack.html", stack=showing.seen(work(), stack), form=form, file=showing.file_name(work(), stack),
        sides=stack.sides if stack.stage is StackStage.QUARANTINED else [], doubted=showing.doubted_sides(stack),
        laid=showing.as_laid(stack, expected), left_out=showing.left_out(stack) if is_laid_out else [],
        is_mine=work().actor.id in stack.not_the_second, holds_none=stack.holds_no_letter,
        doubted_before=stack.had_a_part != "[]",
    )  # fmt: skip


def _layout(stack: Stack, form: LayOutForm) -> str:
    form.show_newest(stack.version)
    if not form.is_submitted():
        form.show(showing.suggested(work(), stack))
    return render_template("screening/lay_out.html", stack=showing.seen(work(), stack), sides=stack.sides, form=form)
