"""An uploaded stack on its way in: sealed as it came, then kept piece by piece, with the form's own sentences."""

from typing import cast

from letterbank.errors import Refusal
from letterbank.ids import Id
from letterbank.sandbox import Refuse
from letterbank.web.unit import office, work
from screening.scanning import NotAScan
from screening.scanning.arrival import SealedSink, arrived
from screening.scanning.recognise import kind_of
from screening.stacks import taking_in
from screening.stacks.forms import BringForm
from screening.stacks.taking_in import Arrival, Brought


def must_look_like_a_scan(sink: SealedSink) -> None:
    """By its first bytes, so that whoever brings it is told at once. Raises NotAScan."""
    try:
        kind_of(sink.piece(0) if sink.size else b"")
    except Refuse as refused:
        raise NotAScan(refused.reason) from None


def brought(form: BringForm) -> Id | None:
    """The new stack's id. None when it was not taken in: the sentence is then on the field, and nothing is kept."""
    if not form.validate_on_submit():
        return None
    sink = arrived(form.scan.data)
    given = Brought(file=(form.scan.data.filename or "")[:200], letters=form.letters.data)
    try:
        must_look_like_a_scan(sink)
        return taking_in.take_in(office(), work().actor, cast(Arrival, sink), given)
    except Refusal as refused:
        form.scan.errors = [*form.scan.errors, refused.sentence]
        return None
    finally:
        sink.discard()
