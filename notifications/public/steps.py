"""The way through the form: which page asks what, and the message its answers make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, StringField

from letterbank.policy import Policy
from notifications import drops
from notifications.public import choices
from notifications.public.forms import NameForm, PublicForm, WayForm, WhoForm, WishForm

FIRST, CHECK = 2, 6


@dataclass(frozen=True)
class Step:
    """One page with one form. `number` is what she sees of its place: 2 of 6."""

    number: int
    form: type[PublicForm]
    template: str


STEPS: Mapping[int, Step] = {
    step.number: step
    for step in (
        Step(2, NameForm, "public/name.html"),
        Step(3, WhoForm, "public/who.html"),
        Step(4, WayForm, "public/way.html"),
        Step(5, WishForm, "public/wishes.html"),
    )
}

# What belongs to another way than the one she chose is not sent: she may have changed her mind about it.
_OF_ONE_WAY = {"telephone": "telephone", "voicemail": "telephone", "hours": "telephone", "address": "letter"}


def unfinished(answers: Mapping[str, Any], policy: Policy) -> int | None:
    """The first page that still lacks an answer it needs."""
    for step in STEPS.values():
        if not step.form(data=answers).narrow(policy).validate():
            return step.number
    return None


def counting(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that go with the way she chose."""
    way = answers.get("safe_way")
    return {key: value for key, value in answers.items() if _OF_ONE_WAY.get(key, way) == way}


def request_message(receipt: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": drops.REQUEST, "receipt": receipt, **counting(answers)}


def sections(answers: Mapping[str, Any]) -> list[tuple[int, Any, list[tuple[Any, str]]]]:
    """The answers as she reads them back: page, heading, and each question with its answer in words."""
    shown = counting(answers)
    reaching = _("How you reach us") if shown.get("safe_way") == drops.SHE_CALLS else _("How we reach you")
    headings = {2: _("You"), 3: _("Who hurt you"), 4: reaching, 5: _("What may be told")}
    return [(number, heading, _rows(STEPS[number].form(), shown)) for number, heading in headings.items()]


def _rows(form: PublicForm, answers: Mapping[str, Any]) -> list[tuple[Any, str]]:
    rows = [(field.label.text, _in_words(field, answers[field.name])) for field in form if answers.get(field.name)]
    nothing_told = "may_tell" in form and "may_tell" not in answers
    return [(form["may_tell"].label.text, str(_("Nothing"))), *rows] if nothing_told else rows


def _in_words(field: Field, answer: str | list[str]) -> str:
    """A text as she wrote it; a choice in the words it was offered in."""
    if isinstance(field, StringField):
        return str(answer)
    return "\n".join(str(choices.WORDS.get(each, each)) for each in (answer if isinstance(answer, list) else [answer]))
