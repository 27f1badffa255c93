"""An uploaded stack on its way in: sealed as it came, then kept piece by piece, with the form's own sentences."""

from typing import cast

from letterbank.errors import Refusal
from letterbank.ids import Id
from letterbank.web.unit import office, work
from screening.scanning.arrival import arrived
from screening.stacks import taking_in
from screening.stacks.forms import BringForm
from screening.stacks.taking_in import Arrival, Brought


def brought(form: BringForm) -> Id | None:
    """The new stack's id. None when it was not taken in: the sentence is then on the field, and nothing is kept."""
    if not form.validate_on_submit():
        return None
    sink = arrived(form.scan.data)
    given = Brought(file=(form.scan.data.filename or "")[:200], letters=form.letters.data)
    try:
        return taking_in.take_in(office(), work().actor, cast(Arrival, sink), given)
    except Refusal as refused:
        form.scan.errors = [*form.scan.errors, refused.sentence]
        return None
    finally:
        sink.discard()
