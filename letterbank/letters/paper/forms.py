"""Forms about paper. They know shape; what makes sense is the domain's."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from letterbank.ids import Id
from letterbank.letters.forms import WholeNumber
from letterbank.letters.paper.arrival import LONGEST_WORDS
from letterbank.letters.paper.astray import LONGEST_REASON
from letterbank.letters.paper.central import KeptStage
from letterbank.letters.paper.model import Paper
from letterbank.letters.paper.workflow import Move
from letterbank.web.forms import VersionForm

MOST_SIDES = 300
PLACE_WORDS = {
    KeptStage.ON_THE_DESK.value: "To be put into the safe",
    KeptStage.SAFE.value: "In the safe",
    KeptStage.IN_PACKET.value: "In a packet",
    KeptStage.TO_DESTROY.value: "To be destroyed",
    KeptStage.DESTROYED.value: "Destroyed",
}


def _sides(*validators: object) -> WholeNumber:
    enough = NumberRange(1, MOST_SIDES, f"Enter a number from 1 to {MOST_SIDES}.")
    return WholeNumber("Written sides", validators=[*validators, enough])


class PackForm(FlaskForm):
    """`shown` are the papers the person saw; `there` those they ticked."""

    shown = SelectMultipleField("Shown", choices=(), validate_choice=False)
    there = SelectMultipleField("In the bag", choices=(), validate_choice=False)
    looked = BooleanField("I have looked for the letters that are not ticked. Their paper is not here.")


class GiveBackForm(VersionForm):
    move = StringField(validators=[AnyOf([Move.GIVE_BACK, Move.MISS], "Choose one of the two buttons.")])


class OpeningForm(VersionForm):
    """A tick and a number of sides a paper, named by its id; then whatever else is worth saying."""

    words = TextAreaField(
        "Anything else about this bag",
        description="Torn, damp, something that is not on the list? Name nobody.",
        validators=[Optional(), Length(max=LONGEST_WORDS, message=f"Please use at most {LONGEST_WORDS} signs.")],
    )

    def found(self) -> dict[Id, int]:
        """The sides of each ticked paper."""
        return {name[6:]: self[f"sides_{name[6:]}"].data for name in self._ticks() if self[name].data}

    def validate(self, extra_validators: object = None) -> bool:
        well = bool(super().validate())
        for name in self._ticks():
            sides = self[f"sides_{name[6:]}"]
            if self[name].data and sides.data is None and not sides.errors:
                sides.errors = [*sides.errors, f"How many sides of letter {self[name].label.text} are there?"]
            if sides.data is not None and not self[name].data:
                sides.errors = [*sides.errors, f"Tick letter {self[name].label.text}, or take its sides away."]
            well = well and not sides.errors
        return well

    def _ticks(self) -> list[str]:
        return [name for name in self._fields if name.startswith("there_")]


def opening_form(papers: Sequence[Paper]) -> OpeningForm:
    """The form of one bag."""
    fields: dict[str, object] = {}
    for paper in papers:
        fields[f"there_{paper.id}"] = BooleanField(paper.letter.number)
        fields[f"sides_{paper.id}"] = _sides(Optional())
    form: OpeningForm = type("OpeningOfThisBag", (OpeningForm,), fields)()
    return form


class NotListedForm(FlaskForm):
    number = StringField("Letter number", validators=[InputRequired("Enter the eight digits."), Length(max=20)])
    sides = _sides(InputRequired("Count its written sides."))

    @property
    def asked(self) -> str:
        return "".join(sign for sign in self.number.data or "" if sign.isalnum())


class TurnedUpForm(VersionForm):
    sides = _sides(InputRequired("Count the written sides that are here."))


class LossForm(VersionForm):
    reason = TextAreaField(
        "Why is nobody to look for it any more?",
        description="What was done to find it, and what probably happened. Name nobody. The reason is kept.",
        validators=[
            InputRequired("Write down why."),
            Length(max=LONGEST_REASON, message=f"Please use at most {LONGEST_REASON} signs."),
        ],
    )


class PlaceForm(VersionForm):
    shelf = StringField(
        "Where it lies",
        description="The mark of its shelf, box or folder in the safe.",
        validators=[Length(max=40, message="Please use at most 40 signs.")],
    )


class SafeSearchForm(FlaskForm):
    class Meta:
        csrf = False  # a search changes nothing

    number = StringField("Letter number")
    stage = SelectField("Where it is", choices=[("", "Everywhere"), *PLACE_WORDS.items()], validate_choice=False)
