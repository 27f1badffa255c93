"""Forms about a letter. They know shape; what makes sense is the domain's."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from letterbank.letters.lists import TO_TELL
from letterbank.letters.visibility import STAGE_WORDS

STALE = "This page is out of date. Look at where things stand now, and send it again."


class WholeNumber(IntegerField):
    """What is no number gets the sentence of the range, which says what to enter."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            said = [rule.message for rule in self.validators if isinstance(rule, NumberRange) and rule.message]
            raise ValueError(str(said[0]) if said else "Enter a whole number.") from None


class VersionForm(FlaskForm):
    """Every deed on a letter says which state of it the person saw."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(STALE)])

    @property
    def seen_version(self) -> int:
        """The state the person saw; 0, which no record has, when the page did not say."""
        return int(self.version.data or 0)

    def show_newest(self, version: int) -> None:
        """Put the record's present version into the page that is shown again."""
        self.version.raw_data = None
        self.version.data = version


class SearchForm(FlaskForm):
    class Meta:
        csrf = False  # a search changes nothing

    number = StringField("Letter number")
    stage = SelectField(
        "Where it stands",
        choices=[("", "Everywhere"), (TO_TELL, "Paper and notice to be given"), *STAGE_WORDS.items()],
        validate_choice=False,
    )
