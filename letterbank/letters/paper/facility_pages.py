"""The facility's pages about paper: what goes with the next bag, bags, what goes back to writers, what is missed."""

from typing import cast

from flask import Blueprint, Flask, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.documents.compose import printed
from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters.paper import astray, bags, giving_back, listing, waits
from letterbank.letters.paper.forms import GiveBackForm, PackForm
from letterbank.letters.paper.model import Bag
from letterbank.letters.paper.schedule import Beat
from letterbank.letters.paper.seen import which_paper
from letterbank.letters.paper.workflow import Move
from letterbank.letters.visibility import seen
from letterbank.permissions import Permission
from letterbank.sandbox import Sandbox
from letterbank.web.deeds import heed
from letterbank.web.forms import VersionForm
from letterbank.web.guard import requires
from letterbank.web.home import add_waits, add_way
from letterbank.web.unit import office, slow, work

paper = Blueprint("paper", __name__, url_prefix="/paper")


def register_paper(app: Flask) -> None:
    app.register_blueprint(paper)
    add_way(app, "paper.desk", "Paper", Permission.PAPER_SEND)
    add_waits(app, waits.at_the_desk)


@paper.get("")
@requires(Permission.PAPER_SEND)
def desk() -> ResponseReturnValue:
    beat, shown = Beat.of(work().policy), bags.to_go(work(), request.args.get("after"))
    today = work().today
    return render_template(
        "paper/desk.html", today=today, next_day=beat.next_from(today), rows=listing.going(work(), shown.rows),
        after=shown.after, to_pack=bags.to_pack(work()), bags=bags.on_their_way(work()).rows,
        missed=astray.oldest_astray(work()), give_back=giving_back.to_give_back(work()).rows,
    )  # fmt: skip


@paper.route("/pack", methods=["GET", "POST"])
@requires(Permission.PAPER_SEND)
def pack() -> ResponseReturnValue:
    form = PackForm()
    if form.validate_on_submit():
        shown, there = form.shown.data or [], form.there.data or []
        bag = heed(work(), form, lambda: bags.pack(work(), shown, there, looked=bool(form.looked.data)))
        if bag:
            return redirect(url_for("paper.bag", bag_id=bag.id))
        if not form.errors:
            return redirect(url_for("paper.missing"))
    rows = listing.going(work(), bags.to_pack(work()))
    return render_template("paper/pack.html", form=form, rows=rows), 422 if form.errors else 200


@paper.get("/bags/<id:bag_id>")
@requires(Permission.PAPER_SEND)
def bag(bag_id: Id) -> ResponseReturnValue:
    found = bags.bag_here(work(), bag_id)
    return render_template("paper/bag.html", bag=found, rows=listing.rows(work(), found.papers))


@paper.post("/bags/<id:bag_id>/list")
@requires(Permission.PAPER_SEND)
@slow
def print_list(bag_id: Id) -> ResponseReturnValue:
    with office().writing(work().actor) as short:
        document = listing.dispatch_list(short, _packed(bags.bag_here(short, bag_id)))
    pdf = printed(document, cast(Sandbox, current_app.extensions["letterbank sandbox"]))
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="bag.pdf"'})


def _packed(bag: Bag) -> Bag:
    if not bag.papers:
        raise RuleBroken("This bag was unpacked again. There is nothing to print.")
    return bag


@paper.post("/bags/<id:bag_id>/<any(send, unpack):word>")
@requires(Permission.PAPER_SEND)
def deed(bag_id: Id, word: str) -> ResponseReturnValue:
    found, act = bags.bag_here(work(), bag_id), {"send": bags.send, "unpack": bags.unpack}[word]
    act(work(), found, VersionForm().seen_version)
    done = {"send": "Bag {} is on its way.", "unpack": "Bag {} is unpacked. Its paper is at the desk again."}[word]
    flash(done.format(found.number), "good")
    return redirect(url_for("paper.desk") if word == "unpack" else url_for("paper.bag", bag_id=bag_id))


@paper.get("/missing")
@requires(Permission.PAPER_SEND)
def missing() -> ResponseReturnValue:
    shown = astray.astray(work(), request.args.get("after"))
    lost = listing.rows(work(), astray.given_up(work()).rows)
    return render_template("paper/missing.html", rows=listing.rows(work(), shown.rows), after=shown.after, lost=lost)


@paper.post("/<id:paper_id>/found")
@requires(Permission.PAPER_SEND)
def found(paper_id: Id) -> ResponseReturnValue:
    one = giving_back.paper_here(work(), paper_id)
    giving_back.is_here(work(), one, VersionForm().seen_version)
    goes = "It goes with the next bag." if one.accepted else "Give it back to its writer."
    flash(f"The paper of letter {one.letter.number} is at the desk again. {goes}", "good")
    return redirect(url_for("paper.missing" if one.accepted else "paper.to_give_back"))


@paper.get("/give-back")
@requires(Permission.PAPER_SEND)
def to_give_back() -> ResponseReturnValue:
    shown = giving_back.to_give_back(work(), request.args.get("after"))
    rows = [(each, seen(each.letter, work().policy), which_paper(work(), each)) for each in shown.rows]
    coming = [(each, which_paper(work(), each)) for each in giving_back.coming_back(work()).rows]
    return render_template("paper/to_give_back.html", rows=rows, after=shown.after, coming=coming)


@paper.route("/<id:paper_id>/give-back", methods=["GET", "POST"])
@requires(Permission.PAPER_SEND)
def give_back(paper_id: Id) -> ResponseReturnValue:
    one, form = giving_back.paper_here(work(), paper_id), GiveBackForm()
    if form.validate_on_submit():
        heed(work(), form, lambda: giving_back.act(work(), Move(form.move.data or ""), one, form.seen_version))
        if not form.errors:
            return redirect(url_for("paper.to_give_back"))
    form.show_newest(one.version)
    page = render_template(
        "paper/give_back.html", form=form, paper=one, letter=seen(one.letter, work().policy),
        which=which_paper(work(), one),
    )  # fmt: skip
    return page, 422 if form.errors else 200
