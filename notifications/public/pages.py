"""The public pages. Each GET shows, each POST keeps or sends and then redirects, so that Back always works."""

from typing import Any, TypeVar

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from letterbank.ids import new_id
from letterbank.web.arrival import takes_up_to
from letterbank.web.guard import public
from letterbank.web.unit import office
from notifications import drops, receipts
from notifications.public import draft, steps
from notifications.public.forms import ChangeForm, PublicForm
from notifications.public.sending import send

_MUCH = 192 * 1024  # bytes: ten thousand signs of any script are told that they are too many, and stay on their page

pages = Blueprint("public", __name__)


@pages.get("/")
@public
def start() -> ResponseReturnValue:
    return render_template("public/start.html", begun="receipt" in session)


@pages.post("/begin")
@public
def begin() -> ResponseReturnValue:
    draft.begin(office())
    return _to(steps.FIRST)


@pages.get("/<int(min=2, max=5):number>")
@public
def ask(number: int) -> ResponseReturnValue:
    form = _form(number, None)
    if session.pop("again", None) == number:
        form.validate()
    return _page(number, form)


@pages.post("/<int(min=2, max=5):number>")
@takes_up_to(_MUCH)
@public
def answer(number: int) -> ResponseReturnValue:
    form = _form(number, request.form)
    if not form.fits():
        return _page(number, form), 422
    draft.keep(office(), form.kept())
    if request.form.get("to") == "back":  # what stands on the page is kept, right or wrong, as she left it
        return _to(number - 1) if number > steps.FIRST else redirect(url_for("public.start"), 303)
    if form.validate():
        return _to(number + 1)
    session["again"] = number
    return _to(number)


@pages.get("/6")
@public
def check() -> ResponseReturnValue:
    answers = draft.answers()
    missing = steps.unfinished(answers, office().policy)
    if missing:
        session["again"] = missing
        return _to(missing)
    she_calls = answers.get("safe_way") == drops.SHE_CALLS
    return render_template("public/check.html", sections=steps.sections(answers), she_calls=she_calls)


@pages.post("/6")
@public
def send_request() -> ResponseReturnValue:
    answers = draft.answers()
    if steps.unfinished(answers, office().policy):
        return _to(steps.CHECK)
    send(office(), session["drop_id"], steps.request_message(session["receipt"], answers))
    draft.finish(office())
    return _emptied(redirect(url_for("public.receipt"), 303))


@pages.get("/done")
@public
def receipt() -> ResponseReturnValue:
    if "sent" not in session:
        raise draft.NoDraft("Nothing was sent from this device.")
    number, not_added = receipts.spell_receipt(session["sent"]), session.pop("not_added", False)
    return render_template(
        "public/receipt.html", number=number, not_added=not_added, she_calls=session.get("she_calls", False)
    )


@pages.get("/change")
@public
def change() -> ResponseReturnValue:
    return render_template("public/change.html", form=ChangeForm().narrow(office().policy))


@pages.post("/change")
@takes_up_to(_MUCH)
@public
def send_change() -> ResponseReturnValue:
    form = ChangeForm(request.form).narrow(office().policy)
    if not form.validate():
        return render_template("public/change.html", form=form), 422
    send(office(), new_id(office().ids), form.message())
    return _emptied(redirect(url_for("public.thanks"), 303))


@pages.get("/thanks")
@public
def thanks() -> ResponseReturnValue:
    return render_template("public/thanks.html")


@pages.get("/later")
@public
def not_now() -> ResponseReturnValue:
    """Back leads to where she came from; nothing but these names is heeded."""
    came_from = "change" if request.args.get("from") == "change" else ""
    return render_template(
        "public/not_now.html", begun="receipt" in session, sent="sent" in session, came_from=came_from
    )


@pages.get("/again")
@public
def again() -> ResponseReturnValue:
    return render_template("public/again.html")


@pages.get("/leave")
@public
def leave() -> ResponseReturnValue:
    """Leaving is a link, so that it works without a script and from every page; all it changes is her own cookie."""
    session.clear()
    return _emptied(redirect(current_app.config["NEUTRAL_PAGE"], 303))


Redirect = TypeVar("Redirect", bound=Response)


def _emptied(response: Redirect) -> Redirect:
    """Whatever the browser still shows or stores of us goes. Our cookie is deleted by name: asking for all "cookies"
    would sign her out of every other site of the state's domain."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _form(number: int, given: Any) -> PublicForm:
    answers = draft.answers()
    return steps.STEPS[number].form(given, data=answers).narrow(office().policy)


def _page(number: int, form: PublicForm) -> str:
    return render_template(steps.STEPS[number].template, form=form, number=number)


def _to(number: int) -> Response:
    return redirect(url_for("public.check") if number == steps.CHECK else url_for("public.ask", number=number), 303)
