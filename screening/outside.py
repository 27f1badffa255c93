"""What the last reader looks up outside of the text, asked at the desk beside the questions about it."""

from collections.abc import Mapping, Sequence

from flask import request
from wtforms import Field, Form, RadioField
from wtforms.validators import Optional

from letterbank.letters import deposit_gates, earlier
from letterbank.letters.deposit_gates import Facts
from letterbank.letters.model import Letter
from letterbank.letters.workflow import banks_next
from letterbank.work import Work

CHOICES = [("yes", "Yes"), ("no", "No")]


class FactsForm(Form):
    """One question a gate. It has no token of its own: it is sent with the desk's form."""

    def questions(self) -> Sequence[Field]:
        return list(self)

    def standing(self) -> dict[str, str]:
        """What was answered so far, as the page has it."""
        return {name: field.data for name, field in self._fields.items() if field.data}

    def facts(self) -> Facts:
        """What was answered so far, by the gate's key."""
        said = {name.removeprefix("fact_"): field.data for name, field in self._fields.items()}
        return {key: answer == "yes" for key, answer in said.items() if answer in ("yes", "no")}


def facts_asked(work: Work, letter: Letter, kept: Mapping[str, str] | None = None) -> FactsForm:
    """Filled with what this request says, or with what was kept. Gates are asked at the reading that comes last."""
    gates = deposit_gates.to_look_up(work, letter) if banks_next(work, letter) else []
    asked = {gate.key: gate.fact for gate in gates}
    if earlier.are_claimed(work, letter):
        asked = {earlier.SIGNED: "Have you looked at the signed reviews in the file, and do the names agree?", **asked}
    fields = {f"fact_{key}": RadioField(fact, choices=CHOICES, validators=[Optional()]) for key, fact in asked.items()}
    kind: type[FactsForm] = type("FactsFormOfALetter", (FactsForm,), fields)
    return kind(request.form, data=kept)
