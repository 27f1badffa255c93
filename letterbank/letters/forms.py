"""Forms about a letter. They know shape; what makes sense is the domain's."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import NumberRange

from letterbank.letters.lists import WAITING_WORDS
from letterbank.letters.visibility import STAGE_WORDS


class WholeNumber(IntegerField):
    """What is no number gets the sentence of the range, which says what to enter."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            said = [rule.message for rule in self.validators if isinstance(rule, NumberRange) and rule.message]
            raise ValueError(str(said[0]) if said else "Enter a whole number.") from None


class SearchForm(FlaskForm):
    class Meta:
        csrf = False  # a search changes nothing

    number = StringField("Letter number")
    stage = SelectField(
        "Where it stands",
        choices=[("", "Everywhere"), *WAITING_WORDS.items(), *STAGE_WORDS.items()],
        validate_choice=False,
    )
