"""Forms of the review desk. Its questions come from the policy."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import cast

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from letterbank.policy import Criterion, Policy
from letterbank.web.forms import VersionForm
from screening.criteria import Answer, Answers, Given

Fields = Mapping[str, str]  # what stands on a page, by the field's name
ANSWERS = [(Answer.YES.value, "Yes"), (Answer.NO.value, "No"), (Answer.UNSURE.value, "Not sure")]


def tidy(words: str) -> str:
    """As they are kept: lines without what a browser adds to their ends."""
    return "\n".join(line.rstrip() for line in words.replace("\r", "").strip().split("\n"))


class TypedForm(FlaskForm):
    """One page's words, and which words the person saw when they began."""

    shown = HiddenField()
    words = TextAreaField(
        "The words of this page",
        description="Line by line, as they are written, mistakes too. For what cannot be read, type [?].",
        validators=[Length(max=20_000)],
    )

    def show(self, key: str, words: str | None) -> None:
        """The state the page shows from now on; `words` replaces what is in the box."""
        self.shown.raw_data = None
        self.shown.data = key
        if words is not None:
            self.words.data = words

    def is_changed_from(self, words: str) -> bool:
        return tidy(self.words.data or "") != words


class DeskForm(VersionForm):
    """One radio group and one note a criterion, named by the criterion's key.

    `opened` names this opening of the page, `shown` the state of the kept answers that it showed.
    """

    opened = HiddenField()
    shown = HiddenField()
    told_of_newer = False  # from here on only a person's own press writes over what is newer

    def show_kept(self, mark: str, opened: str | None = None) -> None:
        """The state the page shows from now on; `opened` where it is newly opened."""
        self.shown.raw_data = None
        self.shown.data = mark
        if opened is not None:
            self.opened.data = opened

    def standing(self) -> dict[str, str]:
        """What stands in the questions, finished or not."""
        return {name: field.data for name, field in self._fields.items() if _is_question(name) and field.data}

    def still_open(self) -> int:
        """How many questions are not answered."""
        return sum(1 for name, field in self._fields.items() if _is_answer(name) and not field.data)

    def words(self) -> dict[str, str]:
        """What stands beside the questions, for the writer or for whoever must know; of a desk nothing."""
        return {name: field.data for name, field in self._fields.items() if _is_said(name) and field.data is not None}

    def answers(self) -> Answers:
        """What has been answered so far."""
        fields = {name.removeprefix("answer_"): field for name, field in self._fields.items() if _is_answer(name)}
        notes = {key: self._fields[f"note_{key}"].data or "" for key in fields}
        return {key: Given(Answer(field.data), notes[key].strip()) for key, field in fields.items() if field.data}

    def leave_out(self, settled: Collection[str]) -> None:
        """These questions are answered already and are not asked again."""
        for key in settled:
            if f"answer_{key}" in self._fields:
                del self[f"answer_{key}"], self[f"note_{key}"]

    def may_be_unfinished(self) -> None:
        """Questions may stay open, as where one answer is enough to ask for a second person."""
        for name, field in self._fields.items():
            if _is_answer(name):
                field.validators = [Optional()]

    def asks(self, criterion: Criterion) -> bool:
        return f"answer_{criterion.key}" in self._fields

    def questions(self, criteria: list[Criterion]) -> list[RadioField]:
        return [self[f"answer_{criterion.key}"] for criterion in criteria if self.asks(criterion)]

    def notes(self, criteria: list[Criterion]) -> dict[str, TextAreaField]:
        """The note fields by the name of the question they belong to."""
        return {
            f"answer_{criterion.key}": self[f"note_{criterion.key}"] for criterion in criteria if self.asks(criterion)
        }


class ReturnForm(DeskForm):
    """The desk's answers with, for everything the writer could mend, the words they will read."""

    more = TextAreaField("Anything else the writer can mend", validators=[Optional(), Length(max=1000)])

    def reasons(self, criteria: list[Criterion]) -> list[str]:
        return [*(self[f"mend_{criterion.key}"].data or "" for criterion in criteria), self.more.data or ""]


class RefuseForm(DeskForm):
    reason = RadioField("Reason", validators=[InputRequired("Choose one of the programme's reasons.")])


def _safety_note() -> TextAreaField:
    return TextAreaField(
        "Safety note",
        description="What must be known before anybody calls the person written to. It stays sealed at the centre.",
        validators=[Optional(), Length(max=2000)],
    )


class EscalateForm(DeskForm):
    safety_note = _safety_note()


class DecideForm(DeskForm):
    """The questions put to the second person, all of them open to be left while the letter is kept waiting."""

    safety_note = _safety_note()
    reason = RadioField("If you refuse it: the reason", validators=[Optional()])


def desk_form(policy: Policy, kept: Fields | None = None) -> DeskForm:
    """As every form here: what was sent stands in it, and where nothing was, what was kept."""
    return _kind(policy.digest, "desk", policy.criteria, ())(data=kept)


def return_form(policy: Policy, kept: Fields | None = None) -> ReturnForm:
    return cast(ReturnForm, _kind(policy.digest, "return", policy.criteria, ())(data=kept))


def refuse_form(policy: Policy, kept: Fields | None = None) -> RefuseForm:
    return cast(RefuseForm, _kind(policy.digest, "refuse", policy.criteria, _reasons(policy))(data=kept))


def escalate_form(policy: Policy, kept: Fields | None = None) -> EscalateForm:
    form = cast(EscalateForm, _kind(policy.digest, "escalate", policy.criteria, ())(data=kept))
    form.may_be_unfinished()
    return form


def decide_form(policy: Policy, asked: Sequence[Criterion], kept: Fields) -> DecideForm:
    form = cast(DecideForm, _kind(policy.digest, "decide", tuple(asked), _reasons(policy))(data=kept))
    form.may_be_unfinished()
    return form


def _reasons(policy: Policy) -> tuple[tuple[str, str], ...]:
    return tuple((reason.key, reason.words) for reason in policy.refusal_reasons)


@lru_cache(maxsize=16)
def _kind(
    digest: str, deed: str, criteria: tuple[Criterion, ...], reasons: tuple[tuple[str, str], ...]
) -> type[DeskForm]:
    """The form class of one policy and one deed: made once a policy."""
    base = _FORMS[deed]
    fields: dict[str, object] = {}
    for criterion in criteria:
        fields[f"answer_{criterion.key}"] = RadioField(
            criterion.question, choices=ANSWERS, validators=[InputRequired("Answer this question.")]
        )
        fields[f"note_{criterion.key}"] = TextAreaField("Which passage?", validators=[Optional(), Length(max=500)])
        if deed == "return":
            fields[f"mend_{criterion.key}"] = TextAreaField(
                criterion.question, default=criterion.mend, validators=[Optional(), Length(max=1000)]
            )
    if deed == "refuse":
        fields["reason"] = RadioField("Reason", choices=list(reasons), validators=[InputRequired("Choose a reason.")])
    if deed == "decide":
        fields["reason"] = RadioField("If you refuse it: the reason", choices=list(reasons), validators=[Optional()])
    return type(f"{base.__name__}Of{digest[:8]}", (base,), fields)


_FORMS: Mapping[str, type[DeskForm]] = {
    "desk": DeskForm, "return": ReturnForm, "refuse": RefuseForm, "escalate": EscalateForm, "decide": DecideForm,
}  # fmt: skip


def _is_answer(name: str) -> bool:
    return name.startswith("answer_")


def _is_question(name: str) -> bool:
    return name.startswith(("answer_", "note_"))


def _is_said(name: str) -> bool:
    return name.startswith("mend_") or name in ("more", "reason", "safety_note")
