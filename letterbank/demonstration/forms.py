"""The one form of the demonstration's door."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length


class EnterForm(FlaskForm):
    """Which made-up person somebody wants to be."""

    login = HiddenField(validators=[InputRequired(), Length(max=64)])
