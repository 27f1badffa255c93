"""Forms for finding a writer and for bringing the register."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField


class WriterForm(FlaskForm):
    class Meta:
        csrf = False  # a search changes nothing

    words = StringField("Number or name")


class RegisterForm(FlaskForm):
    """The three files of one export."""

    facilities = FileField("Facilities", validators=[FileRequired("Choose the file of facilities.")])
    offenders = FileField("Offenders", validators=[FileRequired("Choose the file of offenders.")])
    cases = FileField("Cases", validators=[FileRequired("Choose the file of cases.")])


class DecideForm(FlaskForm):
    """Nothing but the token: take in what was looked at, or leave it."""
