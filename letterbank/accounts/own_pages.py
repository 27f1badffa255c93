"""A person's own page: where they are signed in, and what lets them in."""

from flask import Blueprint, flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from letterbank.accounts import presence, seats, second_factor
from letterbank.accounts.doors import fresh
from letterbank.audit import record
from letterbank.errors import Missing
from letterbank.web.guard import requires
from letterbank.web.unit import work

own = Blueprint("account", __name__)


@own.get("/account")
@requires()
def mine() -> ResponseReturnValue:
    person = presence.here()
    return render_template(
        "accounts/account.html", person=person, seats=seats.live_ones(work(), person.id), this=presence.this_seat()
    )


@own.post("/account/sessions/<id:seat_id>/end")
@requires()
def end_session(seat_id: str) -> ResponseReturnValue:
    seat = next((seat for seat in seats.live_ones(work(), presence.here().id) if seat.id == seat_id), None)
    if seat is None:
        raise Missing
    seats.end(work(), seat, "ended from another session")
    record(work(), "end a session", presence.here().subject)
    flash("That session has ended.", "good")
    return redirect(url_for("account.mine"))


@own.post("/account/recovery-codes")
@fresh
def new_codes() -> ResponseReturnValue:
    """New codes are a change of factor: every session ends, this one too (B13)."""
    person = presence.here()
    codes = second_factor.new_recovery_codes(work(), person)
    record(work(), "change recovery codes", person.subject)
    seats.end_all(work(), person.id, "factor changed")
    session.clear()
    g.pop("shown", None)
    return render_template("accounts/recovery_codes.html", codes=codes, signed_in=True)
