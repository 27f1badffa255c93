"""The centre's pages about paper: bags to open, what was in them, what should have arrived and has not."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.ids import Id
from letterbank.letters.paper import arrival, astray, bags, giving_back, listing, waits
from letterbank.letters.paper.forms import LossForm, NotListedForm, OpeningForm, TurnedUpForm, opening_form
from letterbank.letters.paper.giving_back import paper_here
from letterbank.letters.paper.model import Bag
from letterbank.letters.paper.workflow import Move
from letterbank.permissions import Permission, Role, can
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.home import add_waits, add_way
from letterbank.web.unit import work

arrivals = Blueprint("arrivals", __name__, url_prefix="/paper")
SURE = "sure"


def register_arrivals(app: Flask) -> None:
    app.register_blueprint(arrivals)
    add_way(app, "arrivals.bags", "Paper", Permission.PAPER_RECEIVE)
    add_waits(app, waits.at_the_centre)


@arrivals.get("", endpoint="bags")
@requires(Permission.PAPER_RECEIVE)
def coming() -> ResponseReturnValue:
    shown = bags.on_their_way(work(), request.args.get("after"))
    missed, back = astray.oldest_astray(work()), giving_back.to_send_back(work()).rows
    return render_template("paper/bags.html", shown=shown, missed=missed, back=back)


@arrivals.get("/bags/<id:bag_id>")
@requires(Permission.PAPER_RECEIVE)
def bag(bag_id: Id) -> ResponseReturnValue:
    found = bags.bag_here(work(), bag_id)
    if found.opened_at or found.unpacked_at:
        return _opened(found, NotListedForm())
    return _to_open(found, opening_form(arrival.listed_in(found)))


@arrivals.post("/bags/<id:bag_id>")
@requires(Permission.PAPER_RECEIVE)
def open_bag(bag_id: Id) -> ResponseReturnValue:
    """First shown once more in words; only a second click writes it down."""
    found, step = bags.bag_here(work(), bag_id), request.form.get("step")
    form = opening_form(arrival.listed_in(found))
    well = form.validate_on_submit()
    if well and step == SURE:
        words = " ".join((form.words.data or "").split())
        heed(work(), form, lambda: arrival.open_bag(work(), found, form.seen_version, form.found(), words))
        if not form.errors:
            flash(f"Bag {found.number} is opened, and what was in it is written down.", "good")
            return redirect(url_for("arrivals.bag", bag_id=bag_id))
    if well and step == "look" and not form.errors:
        return render_template("paper/opening_sure.html", bag=found, form=form, papers=arrival.listed_in(found))
    return _to_open(found, form), 422 if form.errors else 200


@arrivals.post("/bags/<id:bag_id>/not-listed")
@requires(Permission.PAPER_RECEIVE)
def not_listed(bag_id: Id) -> ResponseReturnValue:
    found, form = bags.bag_here(work(), bag_id), NotListedForm()
    if form.validate_on_submit():
        taken = heed(work(), form, lambda: arrival.not_listed(work(), found, form.asked, form.sides.data or 0))
        if taken:
            flash(f"The paper of letter {taken.letter.number} is received.", "good")
            return redirect(url_for("arrivals.bag", bag_id=bag_id))
    return _opened(found, form), 422


@arrivals.get("/missing")
@requires(Permission.PAPER_RECEIVE)
def missing() -> ResponseReturnValue:
    shown = astray.astray(work(), request.args.get("after"))
    lost = listing.rows(work(), astray.given_up(work()).rows)
    return render_template(
        "paper/astray.html", rows=listing.rows(work(), shown.rows), after=shown.after, lost=lost,
        may_give_up=can(work().actor, Permission.PAPER_GIVE_UP),
        coordinator_word=work().policy.titles.of(Role.COORDINATOR),
    )  # fmt: skip


@arrivals.route("/<id:paper_id>/turned-up", methods=["GET", "POST"])
@requires(Permission.PAPER_RECEIVE)
def turned_up(paper_id: Id) -> ResponseReturnValue:
    one, form = paper_here(work(), paper_id), TurnedUpForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: arrival.turned_up(work(), one, form.seen_version, form.sides.data or 0))
        if not form.errors:
            flash(f"The paper of letter {one.letter.number} is received.", "good")
            return redirect(url_for("arrivals.missing"))
    form.show_newest(one.version)
    (row,) = listing.rows(work(), [one])
    return render_template("paper/turned_up.html", row=row, form=form), 422 if form.errors else 200


@arrivals.route("/<id:paper_id>/lost", methods=["GET", "POST"])
@requires(Permission.PAPER_GIVE_UP)
def lost(paper_id: Id) -> ResponseReturnValue:
    one, form = paper_here(work(), paper_id), LossForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: astray.declare(work(), one, form.seen_version, form.reason.data or ""))
        if not form.errors:
            flash(f"Written down for letter {one.letter.number}. Its scan stays where it is.", "calm")
            return redirect(url_for("arrivals.missing"))
    form.show_newest(one.version)
    (row,) = listing.rows(work(), [one])
    return render_template("paper/lost.html", row=row, form=form), 422 if form.errors else 200


@arrivals.get("/back")
@requires(Permission.PAPER_RECEIVE)
def to_send_back() -> ResponseReturnValue:
    shown = giving_back.to_send_back(work(), request.args.get("after"))
    return render_template("paper/to_send_back.html", shown=shown)


@arrivals.route("/<id:paper_id>/back", methods=["GET", "POST"])
@requires(Permission.PAPER_RECEIVE)
def send_back(paper_id: Id) -> ResponseReturnValue:
    one, form = paper_here(work(), paper_id), VersionForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: giving_back.act(work(), Move.SEND_BACK, one, form.seen_version))
        if not form.errors:
            flash(f"The paper of letter {one.letter.number} is on its way to {one.facility_code}.", "good")
            return redirect(url_for("arrivals.to_send_back"))
    form.show_newest(one.version)
    may_give_up = can(work().actor, Permission.PAPER_GIVE_UP)
    page = render_template("paper/send_back.html", paper=one, form=form, may_give_up=may_give_up)
    return page, 422 if form.errors else 200


def _to_open(found: Bag, form: OpeningForm) -> str:
    form.show_newest(found.version)
    return render_template("paper/opening.html", bag=found, form=form, papers=arrival.listed_in(found))


def _opened(found: Bag, form: NotListedForm) -> str:
    rows = listing.rows(work(), found.papers)
    return render_template("paper/opened.html", bag=found, rows=rows, words=arrival.words_of(work(), found), form=form)
