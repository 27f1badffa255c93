"""The administrator's pages: who works here, one person, and each deed asked about once more."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from letterbank.accounts import hiring, seats, sheet
from letterbank.accounts.enrolment import LASTS
from letterbank.accounts.forms import ConfirmForm, HireForm, RolesForm, SheetForm
from letterbank.accounts.hiring import Post
from letterbank.accounts.model import Staff
from letterbank.accounts.proof import proven
from letterbank.documents.compose import printed
from letterbank.errors import Missing
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.guard import requires
from letterbank.web.lists import Shown, page_of
from letterbank.web.unit import office, slow, work
from letterbank.work import Work

staff_pages = Blueprint("staff", __name__, url_prefix="/staff")
manage = requires(Permission.STAFF_MANAGE)
AT_ONCE = frozenset({"suspend"})  # takes power away: never made to wait


@dataclass(frozen=True)
class Deed:
    """One thing done to a person: the question's words, the button's, what was done, and the doing."""

    title: str
    consequence: str
    button: str
    done: str
    do: Callable[[Work, Staff], str | None]


DEEDS = {
    "suspend": Deed(
        "Suspend now", "They are signed out everywhere at once and cannot sign in.", "Suspend now",
        "was suspended and signed out everywhere.", hiring.suspend,
    ),
    "restore": Deed(
        "Restore", "They can work again after enrolling with a new code, which you print and hand over.",
        "Restore and make a code", "was restored.", hiring.restore,
    ),
    "release": Deed(
        "Release the lock", "They can sign in again with their own password. Ask them first whether the wrong tries "
        "were theirs; if not, give a new enrolment code instead.", "Release the lock", "can sign in again.",
        hiring.release,
    ),
    "code": Deed(
        "New enrolment code", "Their password, devices and recovery codes stop working now. The code is shown once; "
        "print it and hand it over in person.", "Make a code", "has a new code.", hiring.new_code,
    ),
}  # fmt: skip


@staff_pages.get("/")
@manage
def people() -> ResponseReturnValue:
    sought = request.args.get("q", "").strip()[:64]
    query = select(Staff)
    if sought:
        query = query.where(or_(Staff.name.icontains(sought, autoescape=True),
                                Staff.login.icontains(sought, autoescape=True)))  # fmt: skip
    shown: Shown[Staff] = page_of(work().session, query, Staff.since, Staff.id, request.args.get("after"))
    return render_template("accounts/people.html", shown=shown, sought=sought, titles=office().policy.titles)


@staff_pages.route("/new", methods=["GET", "POST"])
@manage
@proven
def new() -> ResponseReturnValue:
    form = HireForm()
    form.offer(office().policy.titles, hiring.facilities(work()))
    if form.validate_on_submit():
        post = Post.of(form.held.data or (), form.facility.data)
        hired = heed(work(), form, lambda: hiring.hire(work(), form.name.data or "", form.login.data or "", post))
        if hired:
            return _sheet(*hired)
    return render_template("accounts/hire.html", form=form)


@staff_pages.get("/<id:staff_id>")
@manage
def person(staff_id: str) -> ResponseReturnValue:
    found = hiring.somebody(work(), staff_id)
    return render_template(
        "accounts/person.html", person=found, titles=office().policy.titles, seats=seats.live_ones(work(), found.id)
    )


@staff_pages.route("/<id:staff_id>/roles", methods=["GET", "POST"])
@manage
@proven
def roles(staff_id: str) -> ResponseReturnValue:
    found = hiring.somebody(work(), staff_id)
    form = RolesForm(held=found.held, facility=found.facility_code or "")
    form.offer(office().policy.titles, hiring.facilities(work()))
    if form.validate_on_submit():
        post = Post.of(form.held.data or (), form.facility.data)
        if heed(work(), form, lambda: hiring.change_post(work(), found, post)):
            flash(f"{found.name} has other roles now and was signed out.", "good")
            return redirect(url_for("staff.person", staff_id=found.id))
    return render_template("accounts/roles.html", person=found, form=form)


@staff_pages.route("/<id:staff_id>/<any(suspend, restore, release, code):word>", methods=["GET", "POST"])
@manage
def deed(staff_id: str, word: str) -> ResponseReturnValue:
    found = hiring.somebody(work(), staff_id)
    chosen = DEEDS.get(word)
    if chosen is None:
        raise Missing
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("accounts/deed.html", person=found, deed=chosen, form=form)
    act = _act if word in AT_ONCE else proven(_act)
    return act(staff_id=staff_id, word=word)


def _act(staff_id: str, word: str) -> ResponseReturnValue:
    found, chosen = hiring.somebody(work(), staff_id), DEEDS[word]
    code = chosen.do(work(), found)
    if code:
        return _sheet(found, code)
    flash(f"{found.name} {chosen.done}", "good")
    return redirect(url_for("staff.person", staff_id=found.id))


@staff_pages.post("/<id:staff_id>/sheet")
@manage
@slow
def print_sheet(staff_id: str) -> ResponseReturnValue:
    """The code comes back in the form's body, never in an address, and is looked at before it is printed."""
    with office().writing(work().actor) as short:
        document = sheet.sheet(short, hiring.somebody(short, staff_id), SheetForm().code.data or "")
    pdf = printed(document, current_app.extensions["letterbank sandbox"])
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="sheet.pdf"'})


def _sheet(staff: Staff, code: str) -> ResponseReturnValue:
    """The code, this once: to be printed and handed over, never sent."""
    return render_template(
        "accounts/sheet.html", person=staff, code=code, until=work().now + LASTS, titles=office().policy.titles
    )
