"""The questions, one topic a form, in the order of its page. They know required, length and choice.
Required are only a name, who, and one way.

A text may weigh only so much in UTF-8, so that the draft fits its cookie in every script.
"""

import unicodedata
from typing import Any, Self

from flask_babel import lazy_gettext as _
from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import BooleanField
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from letterbank.policy import Policy
from notifications import drops, receipts
from notifications.drops import TEXTS
from notifications.public import choices


def plain(text: str | None) -> str:
    """Without signs that show nothing and outer spaces; lines stay lines."""
    lines = unicodedata.normalize("NFC", text or "").splitlines()
    kept = ["".join(sign for sign in line if not drops.is_hidden(sign)).strip() for line in lines]
    return "\n".join(line for line in kept if line)


def _needed(label: Any, sentence: Any) -> Any:
    return StringField(label, [DataRequired(sentence)], filters=[plain])


def _text(label: Any, kind: type[StringField] = StringField) -> Any:
    return kind(label, [Optional()], filters=[plain])


def _place(label: Any, kind: type[StringField] = StringField) -> Any:
    """Needed only when its way is chosen: a `validate_` method decides."""
    return kind(label, filters=[plain])


class PublicForm(Form):
    """A form that can say whether it fits the draft, before anything else is asked of it."""

    def narrow(self, policy: Policy) -> Self:
        """Leave only the choices this programme offers."""
        return self

    def fits(self) -> bool:
        """False, with a sentence at each text that is too long to be kept."""
        long = [field for field in self if isinstance(field, StringField) and _weight(field) > TEXTS[field.name]]
        for field in long:
            field.errors = [_("Please make this shorter. A few words are enough.")]
        return not long

    def kept(self) -> dict[str, Any]:
        """The answers as the draft keeps them: texts and lists of words."""
        return {field.name: _spelled(_offered(field)) for field in self}


def _weight(field: StringField) -> int:
    return len((field.data or "").encode())


def _offered(field: Field) -> Any:
    """Of a choice only what the page offered: anything else could only burst the cookie."""
    if not isinstance(field, SelectField | SelectMultipleField):
        return field.data
    known = [choice[0] for choice in field.iter_choices()]
    if isinstance(field, SelectMultipleField):
        return [key for key in known if key in (field.data or ())]
    return field.data if field.data in known else ""


def _spelled(answer: Any) -> Any:
    return "yes" if answer is True else answer or ""


class NameForm(PublicForm):
    name = _needed(_("Your name"), _("Please tell us your name."))


class WhoForm(PublicForm):
    writer = _needed(_("Name of the person who hurt you"), _("Please tell us who hurt you."))
    county = _text(_("County"))
    year = _text(_("Year"))
    writer_number = _text(_("The number the state gave this person"))
    relation = RadioField(_("Who are you in this?"), [Optional()])
    what = _text(_("What happened, in a few words"), TextAreaField)

    def narrow(self, policy: Policy) -> Self:
        self.relation.choices = choices.offered(choices.RELATIONS, policy.victims.relations)
        return self


class WayForm(PublicForm):
    safe_way = RadioField(_("How may we reach you?"), [DataRequired(_("Please choose one way."))])
    telephone = _place(_("Phone number"))
    hours = _text(_("Best days and hours to call"))
    voicemail = BooleanField(_("You may leave a voice message"))
    address = _place(_("Mailing address"), TextAreaField)
    call_us = _text(_("The name we say when we call or write"))
    word_first = _text(_("A word we say first, so you know it is us"))

    def narrow(self, policy: Policy) -> Self:
        self.safe_way.choices = choices.offered(choices.WAYS, drops.ways_of(policy))
        if not policy.contact.voicemail_allowed:
            del self.voicemail
        return self

    def validate_telephone(self, field: StringField) -> None:
        if self.safe_way.data == "telephone" and sum(sign.isdigit() for sign in field.data or "") < 7:
            raise ValidationError(_("Please give the whole phone number."))

    def validate_address(self, field: StringField) -> None:
        if self.safe_way.data == "letter" and not field.data:
            raise ValidationError(_("Please give the address for the mail."))


class Boxes(SelectMultipleField):
    """Any number of boxes, none ticked unless she ticks it."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WishForm(PublicForm):
    may_tell = Boxes(_("What may we tell the person who hurt you?"))
    wishes = Boxes(_("What else would you like to hear about?"))

    def narrow(self, policy: Policy) -> Self:
        self.may_tell.choices = choices.offered(choices.FACTS, policy.disclosure.may_tell)
        self.wishes.choices = choices.offered(choices.SERVICES, policy.services.offered)
        return self


class ChangeForm(PublicForm):
    number = _needed(_("Your number"), _("Please type your number."))
    wish = RadioField(_("What would you like?"), [DataRequired(_("Please choose one."))])
    words = _place(_("What should we know?"), TextAreaField)

    def narrow(self, policy: Policy) -> Self:
        self.wish.choices = choices.offered(choices.CHANGES, choices.CHANGES)
        return self

    def message(self) -> dict[str, Any]:
        """What goes into the drop box. Only "something else" carries words."""
        said = {"words": self.words.data} if self.wish.data == drops.MESSAGE else {}
        return {"kind": self.wish.data, "receipt": receipts.read_receipt(self.number.data or ""), **said}

    def validate_number(self, field: StringField) -> None:
        # R16: the check digits tell a slip of the pen; whether we know the number is never told.
        if not receipts.is_receipt(receipts.read_receipt(field.data or "")):
            raise ValidationError(_("This number has a slip in it. Please look at it once more."))

    def validate_words(self, field: StringField) -> None:
        if _weight(field) > TEXTS["words"]:
            raise ValidationError(_("Please make this shorter. A few words are enough."))
        if self.wish.data == drops.MESSAGE and not field.data:
            raise ValidationError(_("Please write a few words."))
