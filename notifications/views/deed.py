"""One deed on one record: do it, or show the page again with the sentence why not and everything that was typed."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from letterbank.permissions import Actor
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.unit import abandon, work
from notifications import requests

Done = TypeVar("Done")


class Versioned(Protocol):
    version: int


def carried_out(form: VersionForm, record: Versioned, deed: Callable[[], object]) -> bool:
    """Whether the form was sent, showed the record as it is, and the deed went through."""
    return came_to(form, record, lambda: (deed(), True)) is not None


def came_to(form: VersionForm, record: Versioned, deed: Callable[[], Done]) -> Done | None:
    """What the deed came to; None when it was not done: not asked for, or refused with a sentence on the form."""

    def on_what_was_seen() -> Done:
        requests.same_page(record.version, form.seen_version)
        return deed()

    return heed(work(), form, on_what_was_seen) if form.validate_on_submit() else None


def deed_page(template: str, form: VersionForm, record: Versioned, **shown: object) -> ResponseReturnValue:
    """The page with the record's present version; 422 when something has to be looked at again."""
    form.show_newest(record.version)
    page = render_template(template, form=form, record=record, **shown)
    return page, 422 if form.errors else 200


def on_my_own() -> Actor:
    """Ends the request's unit: a slow deed takes units of its own, between which nothing is held. Who is at it."""
    actor = work().actor
    abandon()
    return actor


def paper(pdf: bytes, name: str) -> Response:
    """A PDF for the printer under a neutral name; never stored here, and by no browser's cache (R36)."""
    disposition = f'attachment; filename="{name}.pdf"'
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": disposition})
