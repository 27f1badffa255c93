"""R21: a first letter asks, and whoever else opens it learns nothing."""

from dataclasses import fields, replace

import pytest

from tests.documents.examples import FIRST_LETTER, printed

LETTER, ENVELOPE = range(2)
TELLING = (
    "prison", "inmate", "offender", "victim", "apolog", "bank", "department", "correct", "parole", "crime", "harm",
    "sorry", "wrote to you", "gideon", "marsh", "a letter",
)  # fmt: skip


def test_nothing_of_it_names_an_agency_a_writer_or_a_letter():
    words = " ".join(printed(FIRST_LETTER).pages).lower()

    assert not [word for word in TELLING if word in words]


def test_it_cannot_know_of_a_writer_or_a_letter():
    # What is not a field cannot be printed.
    assert {field.name for field in fields(FIRST_LETTER)} == {
        "recipient_name", "address_lines", "sender_lines", "name_we_use", "call_back_number", "call_back_hours",
        "letters_left", "date_words", "word_we_say_first", "language",
    }  # fmt: skip


def test_it_begins_with_her_word_and_is_signed_with_the_name_she_chose():
    letter = printed(FIRST_LETTER).pages[LETTER]

    assert letter.index("Bluebird.") < letter.index("Dear Lenore Haskell")
    assert letter.endswith("With kind regards, Aunt Jo’s shop")
    assert "Dear Lenore" in printed(replace(FIRST_LETTER, word_we_say_first="")).pages[LETTER]


def test_it_leaves_every_answer_open_and_says_how_to_give_one():
    letter = printed(FIRST_LETTER).pages[LETTER]

    assert "You would like to hear more: call 601-555-0142, Monday to Friday, 8 to 5, or write to us." in letter
    assert "Another time would be better" in letter and "You would rather not" in letter
    assert "You need do nothing, and you owe nobody an answer." in letter


@pytest.mark.parametrize(
    ("left", "said"),
    [(2, "up to 2 more times, and then no more"), (1, "once more, and then no more"), (0, "do not write again unless")],
)
def test_it_says_how_often_we_may_write_again(left, said):
    assert said in printed(replace(FIRST_LETTER, letters_left=left)).pages[LETTER]


def test_the_envelope_holds_where_it_goes_and_where_it_comes_back_to_alone():
    envelope = printed(FIRST_LETTER).pages[ENVELOPE]

    to = " ".join((*FIRST_LETTER.sender_lines, FIRST_LETTER.recipient_name, *FIRST_LETTER.address_lines))
    assert envelope == f"Envelope Cut along the line and glue it to the envelope that is posted. {to}"
