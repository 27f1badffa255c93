"""Forms of the intake desk, for a letter's paper. What is asked beside the letter comes from the policy.

At the centre the same form takes in a letter of the old files, with what is written there of its reviews (R32).
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, Field, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters import deposit_gates
from letterbank.letters.deposit_gates import Facts
from letterbank.letters.earlier import Evidence
from letterbank.letters.forms import WholeNumber
from letterbank.letters.intake import Registration
from letterbank.people.model import Offender
from letterbank.policy import Policy

SCAN_HINT = (
    "A PDF, or a picture of the page (JPEG, PNG, TIFF, WebP). It is sealed as it arrives. Without a file the letter "
    "gets a cover sheet, and is scanned with the next stack."
)
SO_OR_NOT = [("no", "No"), ("yes", "Yes")]


def _declared() -> WholeNumber:
    return WholeNumber(
        "Written sides",
        description="Count the sides with writing on them, on the paper in your hand.",
        validators=[InputRequired("Count the written sides."), NumberRange(1, 300, "Enter a number from 1 to 300.")],
    )


def _scan() -> FileField:
    return FileField("The scan, if you have it already", description=SCAN_HINT)


def _sheet() -> StringField:
    return StringField(
        "Code of a blank cover sheet, if one lies on it",
        description="The large letters on the sheet. Leave it empty if you upload the scan or print a sheet.",
        validators=[Optional(), Length(max=40)],
    )


class ScanForm(FlaskForm):
    declared = _declared()
    scan = _scan()
    sheet = _sheet()
    let_go = BooleanField("Yes: what is here now counts no more")


class LetterForm(FlaskForm):
    """The fields in the order of the page, so that what is wrong is listed in that order too."""

    case = RadioField("Case", validators=[InputRequired("Choose the case the letter is about.")])
    addressee = StringField(
        "Written to",
        description="The name exactly as the writer wrote it. Nothing is looked up.",
        validators=[DataRequired("Enter the name the letter is written to."), Length(max=200)],
    )
    declared = _declared()
    acknowledged = BooleanField("The writer has signed the acknowledgement")
    scan = _scan()
    sheet = _sheet()

    def questions(self) -> Sequence[Field]:
        """What the programme asks of every letter when it comes."""
        return [field for name, field in self._fields.items() if name.startswith("fact_")]

    def earlier(self) -> Sequence[Sequence[Field]]:
        """At the centre: three fields for each person whose review may stand in the old file."""
        fields = [field for name, field in self._fields.items() if name.startswith("earlier_")]
        return [fields[at : at + 3] for at in range(0, len(fields), 3)]

    def offer_cases_of(self, writer: Offender) -> None:
        self.case.choices = [(case.id, case.words) for case in writer.cases]

    def given(self, offender_id: Id) -> Registration:
        return Registration(
            offender_id=offender_id,
            case_id=self.case.data,
            addressee=" ".join((self.addressee.data or "").split()),
            acknowledged=self.acknowledged.data,
            declared=self.declared.data or 0,
            facts=self._facts(),
            on_paper_since=self._day("on_paper_since"),
        )

    def evidence(self) -> list[Evidence]:
        """What was written of earlier reviews. Raises RuleBroken where one is half told."""
        return [found for fields in self.earlier() if (found := _told(*fields))]

    def _facts(self) -> Facts:
        return {field.name.removeprefix("fact_"): field.data == "yes" for field in self.questions() if field.data}

    def _day(self, name: str) -> date | None:
        return self._fields[name].data if name in self._fields else None


def letter_form(policy: Policy, *, at_the_centre: bool) -> LetterForm:
    return _kind(policy.digest, at_the_centre, tuple(_asked(policy)), tuple(_reviews(policy)))()


def _told(reader: Field, given_on: Field, found_in: Field) -> Evidence | None:
    if not any((reader.data, given_on.data, found_in.data)):
        return None
    if not all((reader.data, given_on.data, found_in.data)):
        half = "fill in the name, the day and where it lies, or leave all three empty."
        raise RuleBroken(f"{reader.description}: {half}")
    step = int(reader.name.split("_")[1])
    return Evidence(step=step, reader=reader.data, given_on=given_on.data, found_in=found_in.data)


def _asked(policy: Policy) -> list[tuple[str, str]]:
    return [(gate.key, gate.fact) for gate in deposit_gates.asked_at_intake(policy)]


def _reviews(policy: Policy) -> list[tuple[str, str]]:
    """(place among the reviews and among its people, whose it is) for each person a review asks for."""
    return [
        (f"{number}_{person}", f"{review.title}, {person}. person" if review.people > 1 else review.title)
        for number, review in enumerate(policy.reviews)
        for person in range(1, review.people + 1)
    ]


@lru_cache(maxsize=16)
def _kind(
    digest: str, at_the_centre: bool, asked: tuple[tuple[str, str], ...], reviews: tuple[tuple[str, str], ...]
) -> type[LetterForm]:
    """The form class of one policy: made once."""
    fields: dict[str, object] = {
        f"fact_{key}": RadioField(fact, choices=SO_OR_NOT, validators=[InputRequired("Say whether this is so.")])
        for key, fact in asked
    }
    if at_the_centre:
        fields["on_paper_since"] = DateField(
            "The day it came on paper", validators=[InputRequired("Enter the day that the file gives.")]
        )
        for place, title in reviews:
            fields[f"earlier_{place}_reader"] = StringField(
                "Who gave it", description=title, validators=[Optional(), Length(max=200)]
            )
            fields[f"earlier_{place}_given_on"] = DateField("On which day", validators=[Optional()])
            fields[f"earlier_{place}_found_in"] = StringField(
                "Where the signed paper lies", validators=[Optional(), Length(max=200)]
            )
    return type(f"LetterFormOf{digest[:8]}", (LetterForm,), fields)
