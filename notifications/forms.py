"""What staff are asked on the victim's side. Forms know shape and choices; what makes sense is the domain's."""

from typing import Any, Self

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from letterbank.people.model import Offender
from letterbank.policy import Policy
from letterbank.policy.model import Gate
from letterbank.vault import Opened
from letterbank.web.forms import STALE, VersionForm
from notifications import drops
from notifications.after_care import OUTCOMES as CALLED
from notifications.answers import ANSWERS, HOW
from notifications.disclosure import FACTS
from notifications.drops import TEXTS
from notifications.likeness import Asked
from notifications.messages import SETTLED
from notifications.model import OUTCOMES
from notifications.sheet import RELATIONS
from notifications.ways import MESSAGES, WAYS, Way

LEAVE_ALONE = "Days on which they want to be left alone"


class WithThatAnswer(Optional):
    """Asked for only with one of several answers: the domain says when it is missing, so it is not called optional."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


class Boxes(SelectMultipleField):
    """Any number of boxes, none ticked until she says so."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _words(label: str, needed: str = "", *, longest: int = 2000, kind: Any = TextAreaField) -> Any:
    must = InputRequired(needed) if needed else Optional()
    return kind(label, [must, Length(max=longest, message=f"Please use at most {longest} signs.")])


def _asked(label: str, key: str, needed: str = "", *, kind: Any = StringField) -> Any:
    return _words(label, needed, longest=TEXTS[key], kind=kind)


def plain(text: str | None) -> str:
    """Without signs that show nothing and outer spaces; lines stay lines."""
    lines = (text or "").splitlines()
    return "\n".join("".join(sign for sign in line if not drops.is_hidden(sign)) for line in lines).strip()


class FindForm(FlaskForm):
    q = StringField("Name or number", [Length(max=80)])


class SearchForm(FindForm):
    class Meta:
        csrf = False  # a search changes nothing


class VerifyForm(VersionForm):
    relation = RadioField("How are they connected to this case?", [InputRequired("Choose how they are connected.")])
    how = _words(
        "How did you check who they are, and that they are a victim of this case?", "Write down how you checked."
    )
    allied = BooleanField("This person is related or close to the writer")
    known_already = _words("What did you find about the person we know already?", "Write down what you found.")

    def narrow(self, policy: Policy, *, known: bool) -> "VerifyForm":
        self.relation.choices = [(key, RELATIONS[key]) for key in policy.victims.relations]
        if not known:
            del self.known_already
        return self

    @property
    def found(self) -> str:
        """What was found about the person we know already; nothing where we know none."""
        return self.known_already.data or "" if "known_already" in self else ""


class LinkForm(VersionForm):
    case = RadioField("Which case do they mean?", [InputRequired("Choose a case.")])

    def narrow(self, found: list[Offender]) -> "LinkForm":
        self.case.choices = [
            (f"{offender.id}.{case.id}", f"{offender.name}, {offender.number}: {case.words}")
            for offender in found for case in offender.cases
        ]  # fmt: skip
        return self


class MatchForm(VersionForm):
    why = _words("Why are you sure that the letter is to this person?", "Write down why, in a sentence.")

    def narrow(self, asked: Asked) -> "MatchForm":
        if not asked.why:
            del self.why
        return self

    @property
    def reason(self) -> str:
        return self.why.data or "" if "why" in self else ""


class WhyForm(VersionForm):
    why = _words("Why?", "Write down why, for whoever asks later.")


class SettleForm(FlaskForm):
    how = RadioField("What did you do?", [InputRequired("Choose what you did.")], choices=list(SETTLED.items()))
    why = _words("What did you find, and why is nothing more to be done?", "Write down what you found, in a sentence.")


class ConfirmedForm(VersionForm):
    how = _words(
        "How did they confirm it, by the way they had called safe before?", "Write down how they confirmed it."
    )


class ForgetForm(VersionForm):
    confirmed = BooleanField("They want nothing of it kept, and said so in the safe way they had named")


class ReachForm(FlaskForm):
    """Who they are and how they may be reached, as they say it: asked at entering and at every change."""

    name = _asked("Name", "name", "The name is needed.")
    safe_way = RadioField("The way they call safe", [InputRequired("Choose the way they named.")])
    telephone = _asked("Telephone", "telephone")
    voicemail = BooleanField("A message may be left that says only who called")
    hours = _asked("Days and hours", "hours")
    address = _asked("Address", "address", kind=TextAreaField)
    call_us = _asked("What they want us to call ourselves", "call_us")
    word_first = _asked("A word we say first", "word_first")

    def narrow(self, policy: Policy) -> Self:
        self.safe_way.choices = [(way, WAYS[way].words) for way in drops.ways_of(policy)]
        if not policy.contact.voicemail_allowed:
            del self.voicemail
        return self

    def hers(self) -> dict[str, str]:
        """The answers as her record keeps them; nothing of what was not asked."""
        texts = {key: plain(self[key].data) for key in drops.OF_HER if key != "voicemail"}
        return texts | ({"voicemail": "yes" if self.voicemail.data else "no"} if "voicemail" in self else {})


class SafeWayForm(ReachForm, ConfirmedForm):
    """What is known now, to be gone through with them."""

    leave_alone = _words(LEAVE_ALONE, longest=200, kind=StringField)

    @classmethod
    def filled(cls, opened: Opened) -> "SafeWayForm":
        known = {key: getattr(opened, key) for key in (*drops.OF_HER, "leave_alone")}
        return cls(data=known | {"voicemail": known["voicemail"] == "yes"})

    def hers(self) -> dict[str, str]:
        return super().hers() | {"leave_alone": plain(self.leave_alone.data)}


class EntryForm(ReachForm):
    """The questions of the public form, asked by somebody who writes down the answers. `entry` is good once."""

    entry = StringField(widget=HiddenInput(), validators=[Regexp("^[a-z2-7]{26}$", message=STALE)])

    came = RadioField(
        "How did it come?", [InputRequired("Choose how it came.")],
        choices=[("telephone", "By telephone"), ("paper", "On paper")],
    )  # fmt: skip
    writer = _asked("Name of the person who harmed them", "writer", "Who did the harm is needed.")
    writer_number = _asked("The number the state gave that person", "writer_number")
    what = _asked("What happened, in a few words", "what", kind=TextAreaField)
    county = _asked("County", "county")
    year = _asked("Year", "year")
    relation = RadioField("Their part in it", [Optional()])

    def narrow(self, policy: Policy) -> Self:
        self.relation.choices = [(key, RELATIONS[key]) for key in policy.victims.relations]
        return super().narrow(policy)

    def message(self) -> dict[str, object]:
        """The answers as the drop box carries them."""
        told = {key: plain(self[key].data) for key in TEXTS if key in self and key not in drops.OF_HER}
        return {**told, **self.hers()}


class TryForm(VersionForm):
    outcome = RadioField("What happened?", [InputRequired("Choose what happened.")])
    note = _words("Note", longest=500)

    def narrow(self, way: Way, *, message: bool) -> "TryForm":
        """`message`: whether one may be left."""
        self.outcome.choices = [(key, OUTCOMES[key]) for key in way.tries if key != MESSAGES[not message]]
        return self


class FactsForm(VersionForm):
    facts = Boxes("What may the writer be told? Nothing, unless they say so.")

    def narrow(self, policy: Policy) -> Self:
        self.facts.choices = [(key, FACTS[key][0].upper() + FACTS[key][1:]) for key in policy.disclosure.may_tell]
        return self


class AnswerForm(FactsForm):
    how = RadioField("How did you hear it?", [InputRequired("Choose how you heard it.")])
    answer = RadioField(
        "What did they say?", [InputRequired("Choose what they said.")],
        choices=[(key, words) for key, (_, words) in ANSWERS.items()],
    )  # fmt: skip
    on = DateField("Not before this day", [WithThatAnswer()])
    call_after = BooleanField("They would like one call after it has come")
    leave_alone = _words(LEAVE_ALONE, longest=200, kind=StringField)
    note = _words("What they said")

    def came(self, way: Way, policy: Policy) -> Self:
        """Leave only how an answer can have come, and offer a call only where they may be called (R26)."""
        if not (policy.contact.after_care_call and way.has_hours):
            del self.call_after
        self.how.choices = [(key, HOW[key]) for key in way.answers]
        return self


class AfterCareForm(VersionForm):
    outcome = RadioField("What happened?", [InputRequired("Choose what happened.")])
    note = _words("Note", longest=500)

    def narrow(self, *, message: bool) -> Self:
        """`message`: whether one may be left."""
        self.outcome.choices = [(key, words) for key, words in CALLED.items() if key != MESSAGES[not message]]
        return self


class WishForm(VersionForm):
    wish = _words("What do they wish for, in their words?", "Write down what they wish for.")


class AgreedForm(VersionForm):
    told = BooleanField(
        "I told them who will learn what, and that the writer may guess that they know of the letter",
        [InputRequired("Tell them first. Nobody else learns of the wish before.")],
    )
    agreed = BooleanField("They said yes to this step", [InputRequired("Without a yes it stays a wish.")])


class PackForm(VersionForm):
    large_print = BooleanField("Enclose the words, typed out in large print")


class CodesForm(VersionForm):
    cover_code = _words("Cover code", "Read it from the cover letter.", longest=40, kind=StringField)
    recipient_code = _words("Recipient code", "Read it from the sealed inner envelope.", longest=40, kind=StringField)
    outer_code = _words("Outer code", "Read it from the outer envelope.", longest=40, kind=StringField)

    def read(self) -> dict[str, str]:
        """The codes as they were typed, by the paper they stand on."""
        return {paper: self[f"{paper}_code"].data or "" for paper in ("cover", "recipient", "outer")}


def gate_fields(gate: Gate) -> type[VersionForm]:
    """The form of one gate: what was found, and as of which day."""

    class GateForm(VersionForm):
        found = RadioField(
            gate.fact, [InputRequired("Choose what you found.")],
            choices=[("no", "No, nothing of the kind"), ("yes", "Yes, it is so")],
        )  # fmt: skip
        as_of = DateField("As of which day?", [InputRequired("Enter the day your source was of.")])

    return GateForm
