"""Pages of the cover sheets: one for a letter that waits for its scan, blank ones, and what is still out."""

from collections.abc import Sequence

from flask import Blueprint, Flask, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from letterbank.documents.compose import printed
from letterbank.ids import Id
from letterbank.letters.intake import letter_here, waits_for_scan
from letterbank.letters.visibility import seen
from letterbank.permissions import Permission
from letterbank.web.deeds import heed
from letterbank.web.guard import requires
from letterbank.web.home import add_way
from letterbank.web.unit import office, slow, work
from screening.scanning.coversheets import shown
from screening.sheets import issue, printing
from screening.sheets.forms import BlankForm, CodeForm
from screening.sheets.model import CoverSheet

sheets = Blueprint("sheets", __name__)
MAY = Permission.SCAN_BRING


def register_sheets(app: Flask) -> None:
    app.register_blueprint(sheets)
    add_way(app, "sheets.listed", "Cover sheets", MAY)


@sheets.get("/sheets")
@requires(MAY)
def listed() -> ResponseReturnValue:
    return _list(BlankForm())


@sheets.post("/sheets")
@requires(MAY)
def print_blank() -> ResponseReturnValue:
    form = BlankForm()
    made = heed(work(), form, lambda: issue.print_blank(work(), form.count.data or 0)) if form.validate() else None
    if not made:
        return _list(form), 422
    return redirect(url_for("sheets.printed_before", batch=made[0].batch))


@sheets.get("/sheets/find")
@requires(MAY)
def find() -> ResponseReturnValue:
    """The one sheet that lies there, by the code on it."""
    found = issue.find_typed(work(), request.args.get("code", ""))
    return render_template("screening/sheet.html", sheet=printing.row(found))


@sheets.get("/sheets/printed/<id:batch>")
@requires(MAY)
def printed_before(batch: Id) -> ResponseReturnValue:
    rows = [printing.row(sheet) for sheet in printing.in_batch(work(), batch)]
    return render_template(
        "screening/printed_sheets.html", rows=rows, blank=len([one for one in rows if not one.letter]), batch=batch,
        printed_at=next((one.printed_at for one in rows if one.printed_at), None),
    )  # fmt: skip


@sheets.post("/sheets/printed/<id:batch>/paper")
@requires(MAY)
@slow
def paper(batch: Id) -> ResponseReturnValue:
    """The PDF, once; afterwards the way to another. It is asked for, not linked: seeing a code is written down."""
    if printing.went_to_paper(work(), batch):
        return redirect(url_for("sheets.printed_before", batch=batch))
    with office().writing(work().actor) as short:
        document = printing.on_paper(short, batch)
    pdf = printed(document, current_app.extensions["letterbank sandbox"])
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="sheets.pdf"'})


@sheets.post("/sheets/printed/<id:batch>/others")
@requires(MAY)
def print_others(batch: Id) -> ResponseReturnValue:
    return _others(issue.print_others(work(), issue.made_together(work(), batch)))


@sheets.post("/sheets/<id:sheet_id>/another")
@requires(MAY)
def print_another(sheet_id: Id) -> ResponseReturnValue:
    """For a blank sheet; a letter's is made anew at the letter."""
    return _others(issue.print_others(work(), [issue.find(work(), sheet_id)]))


@sheets.post("/sheets/<id:sheet_id>/void")
@requires(MAY)
def void(sheet_id: Id) -> ResponseReturnValue:
    sheet = issue.find(work(), sheet_id)
    issue.void(work(), sheet)
    flash(f"Cover sheet {shown(sheet.code)} is void. Tear it up, so that nobody scans it.", "good")
    return redirect(url_for("sheets.listed"))


@sheets.get("/letters/<id:letter_id>/sheet")
@requires(MAY)
def of_letter(letter_id: Id) -> ResponseReturnValue:
    letter = letter_here(work(), letter_id)
    standing = printing.standing_for(work(), letter)
    return render_template(
        "screening/letter_sheet.html", letter=seen(letter, work().policy), declared=letter.newest.declared,
        sheet=printing.row(standing) if standing else None, waits=waits_for_scan(letter),
    )  # fmt: skip


@sheets.post("/letters/<id:letter_id>/sheet")
@requires(MAY)
def print_one(letter_id: Id) -> ResponseReturnValue:
    """A fresh sheet. One that was printed before is void from now on."""
    letter = letter_here(work(), letter_id)
    before = issue.standing_for(work(), letter)
    made = issue.print_for(work(), letter)
    void = "".join(f" Sheet {shown(one.code)} is void: tear it up." for one in before)
    flash(f"Cover sheet {shown(made.code)} is made. Print it and lay it on top of the letter.{void}", "good")
    return redirect(url_for("sheets.of_letter", letter_id=letter_id))


def _others(made: Sequence[CoverSheet]) -> ResponseReturnValue:
    flash("New codes are made: open them to print. Those of before are void: tear up what came out with them.", "good")
    return redirect(url_for("sheets.printed_before", batch=made[0].batch))


def _list(form: BlankForm) -> str:
    found = printing.standing(work(), request.args.get("after"))
    rows = [printing.row(sheet) for sheet in found.rows]
    return render_template("screening/sheets.html", form=form, search=CodeForm(), rows=rows, after=found.after)
