"""A staff form of a session that had ended: nothing of it is done, and what was typed comes back as text, to be copied.

Not as a form with a fresh token: one click on it would do what another site had filled in.
"""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from letterbank.web import unit

NEVER_SHOWN = ("csrf_token", "password", "again", "code")  # parts of the names of fields
_WORTH_COPYING = 20  # signs: what is shorter is quickly typed again


def register_expired(app: Flask) -> None:
    app.register_error_handler(CSRFError, _expired)


def _expired(_error: CSRFError) -> ResponseReturnValue:
    unit.abandon()
    typed = [words for name, words in request.form.items() if _is_worth_it(name, words)]
    page = render_template("errors/expired.html", typed=typed)
    unit.abandon()
    return page, 400


def _is_worth_it(name: str, words: str) -> bool:
    return len(words) >= _WORTH_COPYING and not any(part in name for part in NEVER_SHOWN)
