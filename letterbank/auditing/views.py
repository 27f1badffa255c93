"""The auditor's pages. Each look is itself an entry, written before the page is shown (AU-01)."""

from flask import Blueprint, Flask, Response, render_template, request
from flask.typing import ResponseReturnValue

from letterbank.audit import record
from letterbank.auditing import chains, entries
from letterbank.auditing.entries import Lines, Sought
from letterbank.auditing.forms import AnchorForm, EntriesForm, words_of
from letterbank.errors import RuleBroken
from letterbank.permissions import Permission
from letterbank.web.guard import requires
from letterbank.web.home import add_waits, add_way
from letterbank.web.unit import office, slow, work

auditing = Blueprint("auditing", __name__, url_prefix="/audit")
reads = requires(Permission.AUDIT_READ)


@auditing.get("/")
@reads
def overview() -> ResponseReturnValue:
    found = chains.states(work())
    _write_down("read audit", "whole" if all(state.verdict and state.verdict.whole for state in found) else "in part")
    return _overview(found, AnchorForm())


@auditing.post("/verify")
@reads
@slow
def verify() -> ResponseReturnValue:
    """Reads every chain from its beginning, or one against a printed anchor."""
    form = AnchorForm()
    if form.validate_on_submit() and not form.anchor.data:
        found = chains.states(work(), every=True)
        _write_down(chains.VERIFIED, _outcome(all(state.verdict and state.verdict.whole for state in found)))
        return _overview(found, form)
    try:
        verdict = chains.against(work(), form.anchor.data or "") if not form.errors else None
    except RuleBroken as refusal:
        form.anchor.errors, verdict = [refusal.sentence], None
    if verdict is not None:
        _write_down(chains.VERIFIED, _outcome(verdict.whole), f"chain/{verdict.chain}")
    return _overview(chains.states(work()), form, verdict)


@auditing.get("/anchors")
@reads
def anchors() -> ResponseReturnValue:
    heads = chains.anchors(work())
    _write_down("take anchors", "done")
    if request.args.get("as") == "text":
        return Response("".join(f"{head}\n" for head in heads), mimetype="text/plain")
    return render_template("auditing/anchors.html", heads=heads)


@auditing.get("/entries")
@reads
def listed() -> ResponseReturnValue:
    form = EntriesForm(request.args)
    sought = _sought(form)
    lines = entries.found(work(), sought) if sought else Lines((), None)
    if sought:
        named = [sought.place] if sought.place else []
        _write_down("read audit", "done", f"chain/{sought.chain}", *named, *(f"staff/{key}" for key in sought.actors))
    asked = {name: value for name, value in form.data.items() if value}
    page = render_template(
        "auditing/entries.html", form=form, lines=lines, asked=asked, can_be_sought=entries.can_be_sought
    )
    return page, 200 if sought else 422


def _sought(form: EntriesForm) -> Sought | None:
    """What the address asks for; none when it cannot be understood, with the sentence on the form."""
    known = form.offer([head.chain for head in chains.anchors(work())])
    if not form.validate():
        return None
    if not known:
        form.chain.errors = ["There is no such chain. Choose one of the list."]
        return None
    try:
        actors = entries.actors_of(work(), form.who.data or "")
    except RuleBroken as refusal:
        form.who.errors = [refusal.sentence]
        return None
    before = request.args.get("before", "")
    return Sought(
        chain=form.chain.data, act=form.act.data or "", actors=actors, place=form.place.data or "",
        before=int(before) if before.isdecimal() and len(before) < 16 else None,
    )  # fmt: skip


def _overview(found: list[chains.State], form: AnchorForm, verdict: object = None) -> ResponseReturnValue:
    page = render_template("auditing/overview.html", states=found, form=form, verdict=verdict, words_of=words_of)
    return page, 422 if form.errors else 200


def _outcome(whole: bool) -> str:
    return "whole" if whole else "broken"


def _write_down(act: str, outcome: str, *subjects: str) -> None:
    """In a short unit of its own: a long chain must be read without keeping writers waiting."""
    with office().writing(work().actor) as short:
        record(short, act, *subjects, outcome=outcome)


def register_auditing(app: Flask) -> None:
    """The central surface's."""
    app.register_blueprint(auditing)
    add_way(app, "auditing.overview", "The audit", Permission.AUDIT_READ)
    add_waits(app, chains.waits)
