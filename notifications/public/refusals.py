"""What can go wrong on the public pages, said kindly: never a false thank-you, never a word of what was written."""

from flask import Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge

from letterbank.web.unit import office
from notifications.public.draft import NoDraft
from notifications.public.forms import ChangeForm
from notifications.public.sending import NotKept


def register_public_refusals(app: Flask) -> None:
    app.register_error_handler(NoDraft, _no_draft)
    app.register_error_handler(NotKept, _not_kept)
    app.register_error_handler(CSRFError, _lost)
    app.register_error_handler(RequestEntityTooLarge, _too_large)


def _no_draft(_refusal: NoDraft) -> ResponseReturnValue:
    return redirect(url_for("public.receipt" if "sent" in session else "public.again"), 303)


def _not_kept(_refusal: NotKept) -> ResponseReturnValue:
    """What she wrote is still there: in the draft, or on the page itself."""
    if request.endpoint == "public.send_change":
        form = ChangeForm(request.form).narrow(office().policy)
        return render_template("public/change.html", form=form, not_sent=True), 503
    return render_template("public/not_sent.html"), 503


def _lost(_error: CSRFError) -> ResponseReturnValue:
    """The page is from before a restart, or its browser keeps no cookie. Nothing was sent."""
    return render_template("public/lost.html"), 400


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    return render_template("public/too_large.html"), 413
