"""Victim assistance's pages of the safe: where received paper lies, and how it ends."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.letters.paper import safe as keeping
from letterbank.letters.paper import waits
from letterbank.letters.paper.central import Kept
from letterbank.letters.paper.forms import PLACE_WORDS, PlaceForm, SafeSearchForm
from letterbank.letters.paper.keeping import KEEPING, Place
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.guard import requires
from letterbank.web.home import add_waits, add_way
from letterbank.web.unit import work
from letterbank.workflow import open_to

safe = Blueprint("safe", __name__, url_prefix="/safe")


def register_safe(app: Flask) -> None:
    app.register_blueprint(safe)
    add_way(app, "safe.papers", "Safe", Permission.PAPER_KEEP)
    add_waits(app, waits.at_the_safe)


@safe.get("")
@requires(Permission.PAPER_KEEP)
def papers() -> ResponseReturnValue:
    form = SafeSearchForm(request.args)
    shown = keeping.kept_papers(work(), form.stage.data or "", form.number.data or "", request.args.get("after"))
    return render_template("paper/safe.html", form=form, shown=shown, places=PLACE_WORDS)


@safe.get("/<id:paper_id>")
@requires(Permission.PAPER_KEEP)
def paper(paper_id: Id) -> ResponseReturnValue:
    return _page(keeping.kept_paper(work(), paper_id), PlaceForm())


@safe.post("/<id:paper_id>/<any(put_away, enclose, ask_to_destroy, call_off, destroy):word>")
@requires(Permission.PAPER_KEEP)
def place(paper_id: Id, word: str) -> ResponseReturnValue:
    kept, form = keeping.kept_paper(work(), paper_id), PlaceForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: keeping.act(work(), Place(word), kept, form.seen_version, form.shelf.data or ""))
    if form.errors:
        return _page(kept, form), 422
    flash(f"Letter {kept.paper.letter.number}: {PLACE_WORDS[kept.stage].lower()}.", "good")
    return redirect(url_for("safe.paper", paper_id=paper_id))


def _page(kept: Kept, form: PlaceForm) -> str:
    form.show_newest(kept.version)
    steps = {str(step) for step in open_to(work(), KEEPING, kept)}
    if not work().policy.delivery.original_enclosed:
        steps.discard(Place.ENCLOSE)
    asked, destroyed = (keeping.name_of(work(), who) for who in (kept.asked_by, kept.destroyed_by))
    return render_template(
        "paper/kept.html", kept=kept, form=form, steps=steps, place=PLACE_WORDS[kept.stage], asked=asked,
        destroyed=destroyed, mine=kept.asked_by == work().actor.id,
    )  # fmt: skip
