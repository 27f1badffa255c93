"""Proving anew who sits here before a deed that grants power (AC-25): a seat left alone must hire nobody.

What was typed waits in the page that asks, and goes on with the answer; nothing of it is kept on our side.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import wraps

from flask import render_template, request, session
from flask.typing import ResponseReturnValue

from letterbank.accounts import lockout, passkeys, passwords, presence, second_factor
from letterbank.accounts.forms import ProofForm
from letterbank.accounts.model import Staff
from letterbank.audit import record
from letterbank.web.unit import work

View = Callable[..., ResponseReturnValue]
FRESH = timedelta(minutes=10)
PROVED = "proved"
REFUSED = "That did not fit together. Check the password, wait for the next code and try again."


def is_fresh() -> bool:
    """Signed in, or proved anew, within ten minutes. The mark lies in the signed session and dies with it."""
    last = max(presence.this_seat().begun_at.timestamp(), float(session.get(PROVED, 0)))
    return work().now.timestamp() - last <= FRESH.total_seconds()


def proven(view: View) -> View:
    """Mark a view whose POST grants power: a stale seat is asked for both factors first, and loses nothing typed."""

    @wraps(view)
    def opened(**parts: str) -> ResponseReturnValue:
        if request.method != "POST" or is_fresh():
            return view(**parts)
        form = ProofForm()
        if "proof_password" in request.form or "credential" in request.form:
            if form.validate() and _proves(form):
                session[PROVED] = int(work().now.timestamp())
                return view(**parts)
            form.form_errors = [REFUSED]
        person = presence.here()
        options = "" if person.totp else passkeys.ask_for_one_of(person)
        page = render_template("accounts/proof.html", form=form, typed=list(_typed(form)), options=options)
        return page, 403

    return opened


def _typed(form: ProofForm) -> Iterator[tuple[str, str]]:
    for name, values in request.form.lists():
        if name not in form:
            yield from ((name, value) for value in values)


def _proves(form: ProofForm) -> bool:
    """A wrong answer counts with the wrong tries at the sign-in page."""
    person = presence.here()
    fits = _passkey_fits(person, form) if person.totp is None else _password_and_code_fit(person, form)
    if fits:
        record(work(), "prove anew", person.subject)
    else:
        lockout.count(work(), person, "confirmation")
    return fits


def _passkey_fits(person: Staff, form: ProofForm) -> bool:
    lockout.hold(work(), person)
    return person.locked_at is None and passkeys.used(work(), person, form.credential.data or "")


def _password_and_code_fit(person: Staff, form: ProofForm) -> bool:
    scrambled = person.password or ""
    with work().unit.outside():
        fits = passwords.fits(scrambled, form.proof_password.data or "")
    work().session.add_all([person, presence.this_seat()])
    lockout.hold(work(), person)
    return fits and scrambled == person.password and second_factor.accept(work(), person, form.proof_code.data or "")
