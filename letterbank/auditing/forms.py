"""What the auditor may ask. Shapes only; a wrong one gets a sentence of its own."""

from flask_wtf import FlaskForm
from wtforms import Form, SelectField, StringField
from wtforms.validators import Length, Optional, Regexp

from letterbank.auditing.entries import ACT, PLACE


def _whole(pattern: str) -> str:
    return rf"(?:{pattern})\Z"


class EntriesForm(Form):
    """Asked by GET, so that a page of the list has an address."""

    chain = SelectField("Chain", validate_choice=False)
    act = StringField(
        "What was done",
        [Optional(), Regexp(_whole(ACT.pattern), message="Write the act as the list does, such as: sign in.")],
        description="As the list writes it, such as: sign in.",
    )
    who = StringField(
        "Who",
        [Optional(), Length(max=40, message="A sign-in name has at most 40 signs.")],
        description="A sign-in name, such as r.alder.",
    )
    place = StringField(
        "On which record",
        [Optional(), Regexp(_whole(PLACE.pattern), message="Write the record as the list does, its 26 signs as well.")],
        description="As the list writes it: letter/ and its 26 letters and digits.",
    )

    def offer(self, chains: list[str]) -> bool:
        """The chains there are; whether the one asked for is among them."""
        self.chain.choices = [(chain, words_of(chain)) for chain in chains]
        if self.chain.data in (None, ""):
            self.chain.data = "central"
        return self.chain.data in chains


class AnchorForm(FlaskForm):
    anchor = StringField(
        "Anchor you kept", [Optional(), Length(max=200, message="An anchor is one line of at most 200 signs.")],
        description="One whole line from the paper. Leave it empty to verify every chain from its beginning.",
    )  # fmt: skip


def words_of(chain: str) -> str:
    """A chain as people call it."""
    place, _, code = chain.partition("/")
    return f"Facility {code}" if code else {"central": "Central office", "facility": "Facilities' sign-in door"}.get(
        place, place.capitalize()
    )  # fmt: skip
