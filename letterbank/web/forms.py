"""The form under every deed: which state of the record the person saw. A deed on another state is refused."""

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

STALE = "This page is out of date. Look at where things stand now, and send it again."


class VersionForm(FlaskForm):
    """Every deed on a record says which state of it the person saw."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(STALE)])

    @property
    def seen_version(self) -> int:
        """The state the person saw; 0, which no record has, when the page did not say."""
        return int(self.version.data or 0)

    def show_newest(self, version: int) -> None:
        """Put the record's present version into the page that is shown again."""
        self.version.raw_data = None
        self.version.data = version
