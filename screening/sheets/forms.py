"""Forms of the cover sheets' pages."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length, NumberRange

from letterbank.letters.forms import WholeNumber
from screening.sheets.issue import MOST_AT_ONCE


class BlankForm(FlaskForm):
    count = WholeNumber(
        "How many",
        description="They are filled in by hand, and registered afterwards with the code on them.",
        validators=[
            InputRequired("Say how many blank sheets you need."),
            NumberRange(1, MOST_AT_ONCE, f"Print from 1 to {MOST_AT_ONCE} blank sheets at a time."),
        ],
    )


class CodeForm(FlaskForm):
    class Meta:
        csrf = False  # a search changes nothing

    code = StringField("Code on a sheet", validators=[Length(max=40)])
