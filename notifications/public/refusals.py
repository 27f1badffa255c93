"""What can go wrong on the public pages, said kindly: never a false thank-you, never a word of what was written."""

from flask import Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge

from letterbank.web.unit import office
from notifications.public.draft import NoDraft
from notifications.public.forms import ChangeForm
from notifications.public.sending import NotKept
from notifications.public.steps import FIRST


def register_public_refusals(app: Flask) -> None:
    app.register_error_handler(NoDraft, _no_draft)
    app.register_error_handler(NotKept, _not_kept)
    app.register_error_handler(CSRFError, _lost)
    app.register_error_handler(RequestEntityTooLarge, _too_large)


def _no_draft(_refusal: NoDraft) -> ResponseReturnValue:
    if "sent" not in session:
        return redirect(url_for("public.again"), 303)
    if request.endpoint == "public.answer":
        session["not_added"] = True  # a page of another tab, sent on after the whole was sent
    return redirect(url_for("public.receipt"), 303)


def _not_kept(_refusal: NotKept) -> ResponseReturnValue:
    """What she wrote is still there: in the draft, or on the page itself."""
    if _of_change():
        form = ChangeForm(request.form).narrow(office().policy)
        return render_template("public/change.html", form=form, not_sent=True), 503
    return render_template("public/not_sent.html"), 503


def _lost(_error: CSRFError) -> ResponseReturnValue:
    """The page is from before a restart or from before she left, or its browser keeps no cookie.

    This page was not sent. Whether another was before, nobody knows here: the words may not say that nothing was.
    """
    return render_template("public/lost.html", of_change=_of_change()), 400


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    back = url_for("public.change") if _of_change() else url_for("public.ask", number=_asked_on())
    return render_template("public/too_large.html", of_change=_of_change(), back=back), 413


def _of_change() -> bool:
    return request.endpoint == "public.send_change"


def _asked_on() -> int:
    return int((request.view_args or {}).get("number", FIRST))
