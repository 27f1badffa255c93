"""Every field says what it asks, what went wrong and where, to eyes and to a screen reader alike."""

import re

import pytest
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

IMPORTS = '{% from "macros/forms.html" import form as post, field, error_summary, button, action_form %}'
EVERY_FIELD = (
    IMPORTS + "{{ error_summary(form) }}{% call post() %}"
    "{% for each in form if each.name != 'csrf_token' %}{{ field(each) }}{% endfor %}{% endcall %}"
)


class Registration(FlaskForm):
    number = StringField("Offender number", [InputRequired("Enter the offender number.")], description="On the card.")
    note = TextAreaField("Note", [Optional()])
    scan = FileField("Scan", [InputRequired("Choose the scanned file.")])
    way = RadioField(
        "How did it reach you?",
        [InputRequired("Choose how.")],
        choices=[SelectChoice("desk", "At the desk"), SelectChoice("mail", "By mail")],
    )
    tongues = SelectMultipleField(
        "Languages",
        [InputRequired("Tick one.")],
        choices=[SelectChoice("en", "English"), SelectChoice("es", "Spanish")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    signed = BooleanField("The writer has signed", [InputRequired("Confirm the signature.")])


@pytest.fixture
def sent_empty(app):
    with app.test_request_context("/", method="POST"):
        form = Registration(MultiDict())
        form.validate()
        return form


@pytest.fixture
def fresh(app):
    with app.test_request_context("/"):
        return Registration(MultiDict())


def ids(page):
    return re.findall(r'\sid="([^"]+)"', page)


def test_every_control_has_its_label_and_every_id_is_used_once(shown, sent_empty):
    page = shown(EVERY_FIELD, form=sent_empty)

    controls = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', page)
    assert len(controls) == 8
    assert set(controls) <= set(re.findall(r'<label for="([^"]+)"', page))
    assert len(ids(page)) == len(set(ids(page)))


def test_the_summary_leads_to_each_wrong_field(shown, sent_empty):
    page = shown(EVERY_FIELD, form=sent_empty)

    leads = re.findall(r'<a href="#([^"]+)">', page)
    assert leads == ["number", "scan", "way-0", "tongues-0", "signed"]
    assert set(leads) <= set(ids(page))


def test_hint_and_error_are_tied_to_their_control(shown, sent_empty):
    page = shown(EVERY_FIELD, form=sent_empty)

    assert set(" ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split()) <= set(ids(page))
    number = re.search(r'<input[^>]*id="number"[^>]*>', page)[0]
    assert 'aria-describedby="number-hint number-error"' in number
    assert 'aria-invalid="true"' in number


def test_a_form_without_faults_accuses_nobody(shown, fresh):
    page = shown(EVERY_FIELD, form=fresh)

    assert "aria-invalid" not in page
    assert "error" not in page


def test_a_field_remembers_nothing_unless_the_page_says_so(shown, fresh):
    page = shown(IMPORTS + "{{ field(form.number) }}{{ field(form.note, autocomplete='name', rows=6) }}", form=fresh)

    assert re.findall(r'autocomplete="(\w+)"', page) == ["off", "name"]
    assert 'rows="6"' in page


def test_what_follows_a_choice_stands_with_that_choice(shown, fresh):
    then = "{% if value == 'mail' %}{{ field(form.note) }}{% endif %}"
    asked = IMPORTS + "{% call(value) field(form.way) %}" + then + "{% endcall %}"

    page = shown(asked, form=fresh)

    assert page.index("By mail") < page.index('class="then"') < page.index("Note")
    assert page.count('class="then"') == 1


def test_words_from_outside_stay_words(shown, fresh):
    fresh.number.data = '"><b>R4021'

    page = shown(IMPORTS + "{{ field(form.number, hint=hint) }}", form=fresh, hint="<b>On the card</b>")

    assert "<b>" not in page


def test_a_deed_is_posted_with_its_token(shown):
    page = shown(IMPORTS + "{{ action_form('/letters/1/claim', 'Read it', fields={'seen': 4}) }}")

    assert 'method="post" action="/letters/1/claim"' in page
    assert page.count('name="csrf_token"') == 1
    assert '<input type="hidden" name="seen" value="4">' in page


class Questions(FlaskForm):
    first = StringField("Can every word be read?", [InputRequired("Answer this question.")])
    second = StringField("Other people", [InputRequired("Answer this question.")])
    third = StringField("Year", [InputRequired("Enter a year.")])


def test_the_same_fault_in_two_fields_is_told_with_the_name_of_each(app, shown):
    with app.test_request_context("/", method="POST"):
        form = Questions(MultiDict())
        form.validate()

    page = shown(IMPORTS + "{{ error_summary(form) }}", form=form)

    assert re.findall(r'<a href="#(?:first|second|third)">([^<]+)</a>', page) == [
        "Can every word be read? Answer this question.",
        "Other people: Answer this question.",
        "Enter a year.",
    ]


@pytest.mark.parametrize(("count", "links", "told"), [(7, 7, False), (8, 5, True), (18, 5, True)])
def test_of_many_faults_the_first_are_told_and_the_rest_counted(app, shown, count, links, told):
    fields = {f"q{number}": StringField(f"Q{number}", [InputRequired("Answer this.")]) for number in range(count)}
    with app.test_request_context("/", method="POST"):
        form = type("Many", (FlaskForm,), fields)(MultiDict())
        form.validate()

    page = shown(IMPORTS + "{{ error_summary(form) }}", form=form)

    assert page.count('<a href="#q') == links
    assert (f"{count - links} more are marked further down." in page) == told
