"""The list of messages nobody could match by machine, and emptying the drop box by hand. None may be forgotten (P6)."""

from collections.abc import Iterable

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from letterbank.ids import Id
from letterbank.permissions import Permission, can
from letterbank.web.deeds import heed
from letterbank.web.guard import requires
from letterbank.web.home import Wait, add_waits, add_way
from letterbank.web.lists import Shown, page_of
from letterbank.web.unit import office, opens, slow, work
from letterbank.work import Work
from notifications import messages
from notifications.forms import SettleForm
from notifications.intake import Taken, take_in
from notifications.model import UnmatchedDrop

pages = Blueprint("messages", __name__, url_prefix="/messages")


@pages.get("")
@requires(Permission.DROP_OPEN)
@opens
def unmatched() -> ResponseReturnValue:
    shown: Shown[UnmatchedDrop] = page_of(
        work().session, messages.unsettled(), UnmatchedDrop.opened_at, UnmatchedDrop.id, request.args.get("after"),
        key_of=lambda row: (row.opened_at, row.id),
    )  # fmt: skip
    waiting = messages.read_all(work(), shown.rows)
    return render_template("notifications/unmatched.html", waiting=waiting, after=shown.after)


@pages.post("/take-in")
@requires(Permission.DROP_OPEN)
@slow
def empty_the_box() -> ResponseReturnValue:
    flash(_words(take_in(office(), work().actor)), "good")
    return redirect(url_for("messages.unmatched"))


@pages.route("/<id:message_id>/settle", methods=["GET", "POST"])
@requires(Permission.DROP_OPEN)
@opens
def settle_one(message_id: Id) -> ResponseReturnValue:
    form = SettleForm()

    def deed() -> bool:
        messages.settle(work(), message_id, form.how.data or "", form.why.data or "")
        return True

    if form.validate_on_submit() and heed(work(), form, deed):
        flash("It no longer waits. What you found is sealed with it.", "good")
        return redirect(url_for("messages.unmatched"))
    (message,) = messages.read_all(work(), [messages.find(work(), message_id)])
    return render_template("notifications/message.html", form=form, message=message), 422 if form.errors else 200


def _words(taken: Taken) -> str:
    if not any((taken.requests, taken.changes, taken.waiting, taken.left)):
        return "The drop box was empty."
    return (
        f"New requests: {taken.requests}. Pauses and stops done: {taken.changes}. "
        f"Waiting for you: {taken.waiting}. Left for the next time: {taken.left}."
    )


def waits(work: Work) -> Iterable[Wait]:
    """One line on the first page, for those who may open it."""
    if can(work.actor, Permission.DROP_OPEN):
        oldest = work.session.scalar(
            select(func.min(UnmatchedDrop.opened_at)).where(UnmatchedDrop.settled_at.is_(None))
        )
        if oldest:
            yield Wait(text="Messages to look at", url=url_for("messages.unmatched"), since=oldest,
                       detail="Nothing leaves the bank while one waits: it may be a stop.")  # fmt: skip


def register_messages(app: Flask) -> None:
    app.register_blueprint(pages)
    add_way(app, "messages.unmatched", "Messages", Permission.DROP_OPEN)
    add_waits(app, waits)
