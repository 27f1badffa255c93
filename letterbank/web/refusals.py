"""Refusals become pages here and nowhere else. A page says what to do next and never why a record is not there."""

import structlog
from flask import Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from letterbank.errors import Refusal, WrongStage
from letterbank.web import unit

log = structlog.get_logger()


def register_refusals(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(StaleDataError, _lost_race)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _page(heading: str, sentence: str, status: int) -> ResponseReturnValue:
    unit.abandon()
    if isinstance(request.routing_exception, SecurityError):  # another host's name: no address can be made there
        return Response("There is nothing at this address.\n", 404, mimetype="text/plain")
    name = {401: "signed_out", 404: "missing", 500: "broken"}.get(status, "refusal")
    page = render_template(f"errors/{name}.html", heading=heading, sentence=sentence)
    unit.abandon()
    return page, status


def _refused(refusal: Refusal) -> ResponseReturnValue:
    actor = unit.actor()
    unit.turn_back()
    if refusal.audited:
        unit.write_down_refusal(actor, refusal.audited, refusal.subject)
    return _page(refusal.heading, refusal.sentence, refusal.status)


def _lost_race(_error: StaleDataError) -> ResponseReturnValue:
    """Two people acted on one record at the same moment; the second one is told (AV-2.3.4)."""
    return _refused(WrongStage("Someone else just acted on this record. Reload the page to see where it stands."))


def _http(error: HTTPException) -> ResponseReturnValue:
    words = {
        400: ("This form has expired", "Go back, reload the page and send it again."),
        404: ("Nothing is kept here", "There is nothing at this address."),
        405: ("Nothing is kept here", "There is nothing at this address."),
        413: ("That is too large", "Scan in gray at 300 dpi, and send a large stack in parts."),
    }
    status = error.code or 500
    heading, sentence = words.get(status, ("That did not work", "Please try again."))
    if 300 <= status < 400:
        return error.get_response()
    return _page(heading, sentence, 404 if status == 405 else status)


def _broken(error: Exception) -> ResponseReturnValue:
    """The last resort: says nothing, keeps nothing, logs the kind of fault and no value (B10)."""
    log.error("fault", kind=type(error).__name__)
    if current_app.config["PROPAGATE_FAULTS"]:
        raise error
    return _page(
        "Something broke on our side", "Nothing was changed. Please try again, or tell your administrator.", 500
    )
