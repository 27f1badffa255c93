"""Finding a writer at a facility, and bringing the department's register at the centre."""

from collections.abc import Iterator
from typing import Protocol, cast

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField

from letterbank.ids import Id
from letterbank.people import drafts
from letterbank.people.forms import DecideForm, RegisterForm, WriterForm
from letterbank.people.offenders import find_offenders, is_empty
from letterbank.people.register import COLUMNS
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.guard import requires
from letterbank.web.home import Wait, add_waits, add_way
from letterbank.web.unit import opens, work
from letterbank.work import Work

writers = Blueprint("writers", __name__, url_prefix="/writers")
register = Blueprint("register", __name__, url_prefix="/register")


class Arrived(Protocol):
    """An upload that was sealed as it came."""

    def pieces(self) -> Iterator[bytes]: ...


def register_writers(app: Flask) -> None:
    app.register_blueprint(writers)
    add_way(app, "writers.found", "New letter", Permission.LETTER_REGISTER)


def register_old_files(app: Flask) -> None:
    """The same search at the centre, where letters that were accepted on paper before are taken in (R32)."""
    app.register_blueprint(writers)
    add_way(app, "writers.found", "Old files", Permission.LETTER_REGISTER)


def register_imports(app: Flask) -> None:
    app.register_blueprint(register)
    add_waits(app, waits)
    add_way(app, "register.bring", "Register", Permission.REGISTER_IMPORT)


def waits(work: Work) -> Iterator[Wait]:
    """Files that somebody brought and has not decided on; and a register that nobody has brought yet."""
    if Permission.REGISTER_IMPORT not in work.actor.permissions:
        return
    for draft in drafts.mine(work):
        words = "Nothing of them is taken in yet. They are forgotten a day after they were brought."
        address = url_for("register.look", draft_id=draft.id)
        yield Wait(text="Register files to take in or to leave", detail=words, url=address, since=draft.at)
    if is_empty(work):
        words = "Until the first register is taken in, no letter can be registered and no request linked."
        yield Wait(text="The register is empty", detail=words, url=url_for("register.bring"), since=work.now)


@writers.get("")
@requires(Permission.LETTER_REGISTER)
def found() -> ResponseReturnValue:
    form = WriterForm(request.args)
    words = (form.words.data or "")[:200]
    page = find_offenders(work(), words, request.args.get("after", "")) if words.strip() else None
    return render_template("people/writers.html", form=form, page=page)


@register.route("", methods=["GET", "POST"])
@requires(Permission.REGISTER_IMPORT)
def bring() -> ResponseReturnValue:
    form = RegisterForm()
    if form.validate_on_submit():
        draft = heed(work(), form, lambda: drafts.bring(work(), {name: _bytes(form[name]) for name in COLUMNS}))
        if draft:
            return redirect(url_for("register.look", draft_id=draft.id))
    return render_template("people/register.html", form=form, columns=COLUMNS), 422 if form.errors else 200


@register.get("/<id:draft_id>")
@requires(Permission.REGISTER_IMPORT)
@opens
def look(draft_id: Id) -> ResponseReturnValue:
    report = drafts.look(work(), draft_id)
    return render_template("people/report.html", report=report, draft_id=draft_id, form=DecideForm())


@register.post("/<id:draft_id>/take-in")
@requires(Permission.REGISTER_IMPORT)
def take_in(draft_id: Id) -> ResponseReturnValue:
    report = drafts.confirm(work(), draft_id)
    return render_template("people/report.html", report=report, draft_id=None, form=None)


@register.post("/<id:draft_id>/leave")
@requires(Permission.REGISTER_IMPORT)
def leave(draft_id: Id) -> ResponseReturnValue:
    drafts.leave(work(), draft_id)
    flash("The files are forgotten. The register is as it was.", "calm")
    return redirect(url_for("register.bring"))


def _bytes(field: FileField) -> bytes:
    return b"".join(cast(Arrived, field.data.stream).pieces())
