"""R21: a first call gives nothing away until the person herself wants to hear."""

from dataclasses import replace

from letterbank.documents.call_sheet import Attempt
from tests.documents.examples import CALL_SHEET, printed

UNTIL_SHE_WANTS_TO_HEAR = "Only when they want to hear more"


def words_of(sheet) -> str:
    return " ".join(printed(sheet).pages)


def test_nothing_said_before_she_wants_to_hear_names_an_agency_a_writer_or_a_letter():
    before, _, after = words_of(CALL_SHEET).partition(UNTIL_SHE_WANTS_TO_HEAR)

    for telling in ("Gideon", "Marsh", "letter", "prison", "department", "victim", "offender"):
        assert telling.lower() not in before.lower()
    assert "Gideon Marsh" in after


def test_the_call_opens_with_the_word_and_the_name_she_chose():
    assert "“Bluebird. This is the Jackson mail desk. Is this a good time" in words_of(CALL_SHEET)
    assert "“This is the Jackson mail desk. Is this" in words_of(replace(CALL_SHEET, word_we_say_first=""))


def test_no_message_is_left_unless_she_named_it_safe():
    closed, opened = (words_of(replace(CALL_SHEET, voicemail_is_safe=safe)) for safe in (False, True))

    assert "Say nothing and hang up." in closed
    assert "You can call" not in closed
    assert "You can call 601-555-0142." in opened


def test_the_two_questions_everyone_has_are_answered():
    sheet = words_of(CALL_SHEET)

    assert "Does a yes mean that I approve, or forgive? “No." in sheet
    assert "Does my answer change anything about parole? “No." in sheet


def test_earlier_attempts_are_told_and_room_is_left_for_the_next():
    called = replace(CALL_SHEET, attempts_made=(Attempt("Nov 18", "9:20 am", "M. Obi", "No answer."),))

    assert "Nov 18 9:20 am M. Obi No answer." in words_of(called)


def test_dates_she_wants_left_alone_stand_above_the_script():
    sheet = words_of(replace(CALL_SHEET, care_notes=("Not in the second week of May",)))

    assert sheet.index("Not in the second week of May") < sheet.index("If someone else answers")
