"""Forms of the stacks' pages. A layout's questions come from the stack: one choice a side."""

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from letterbank.letters.forms import WholeNumber
from letterbank.web.forms import VersionForm
from screening.scanning.refusals import MAX_STACK_BYTES
from screening.stacks.quarantine import AS_BEFORE, LEAVE_OUT, Expected
from screening.stacks.taking_in import MOST_LETTERS

_RANGE = NumberRange(1, MOST_LETTERS, f"Enter a number from 1 to {MOST_LETTERS}.")
_COUNTED = "Count the cover sheets in the paper, not on a screen. Without this number somebody has to look."


class BringForm(FlaskForm):
    scan = FileField(
        "The scanned stack",
        description=f"One PDF or TIFF with every side of the pile, of at most {MAX_STACK_BYTES // 1024 // 1024:,} MB. "
        "It is sealed as it arrives.",
        validators=[FileRequired("Choose the file with the scanned stack.")],
    )
    letters = WholeNumber("Cover sheets in the pile", description=_COUNTED, validators=[Optional(), _RANGE])


class CountForm(VersionForm):
    letters = WholeNumber(
        "Cover sheets in the pile",
        description="Count them in the paper, not on this page.",
        validators=[InputRequired("Count the cover sheets in the paper."), _RANGE],
    )


class LayOutForm(VersionForm):
    """`side_<number>` says whose each side is."""

    def chosen(self) -> dict[int, str]:
        sides = {name: field for name, field in self._fields.items() if name.startswith("side_")}
        return {int(name.removeprefix("side_")): field.data or LEAVE_OUT for name, field in sides.items()}

    def show(self, whose: Mapping[int, str]) -> None:
        """Begin with this layout."""
        for ordinal, value in whose.items():
            self[f"side_{ordinal}"].data = value


def lay_out_form(sides: Sequence[int], expected: Sequence[Expected]) -> LayOutForm:
    choices = [
        (LEAVE_OUT, "To no letter: sheet, empty, other"),
        (AS_BEFORE, "To the letter of the side before"),
        *((one.revision_id, one.words) for one in expected),
    ]
    fields = {
        f"side_{ordinal}": SelectField(f"Side {ordinal} belongs", choices=choices, default=LEAVE_OUT)
        for ordinal in sides
    }
    made: LayOutForm = type("LayOutFormOfStack", (LayOutForm,), fields)()
    return made
