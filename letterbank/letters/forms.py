"""Forms about a letter. They know shape; what makes sense is the domain's."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from letterbank.letters.lists import TO_TELL
from letterbank.letters.visibility import STAGE_WORDS

STALE = "This page is out of date. Look at where the letter stands now, and send it again."


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
