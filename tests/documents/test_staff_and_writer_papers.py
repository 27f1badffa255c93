"""The sheet that lets staff in, and the notice that sends a letter back to be mended."""

from dataclasses import fields, replace

import pytest

from letterbank.documents.return_notice import Change
from tests.documents.examples import ENROLMENT, RETURN_NOTICE, printed


def test_the_enrolment_sheet_gives_address_name_code_and_last_day():
    (sheet,) = printed(ENROLMENT).pages

    for told in (ENROLMENT.address, ENROLMENT.sign_in_name, ENROLMENT.code, ENROLMENT.expires_words):
        assert told in sheet
    assert "Nobody will ever ask you for this code" in sheet


def test_the_code_is_not_in_what_a_file_listing_or_viewer_shows():
    assert ENROLMENT.code not in str(printed(ENROLMENT).file.get_metadata_dict())


def test_a_return_notice_says_what_to_mend_and_that_it_was_not_refused():
    both = (Change("It asks for forgiveness.", "Take it out."), Change("Page 2 cannot be read."))

    (notice,) = printed(replace(RETURN_NOTICE, changes=both)).pages

    assert "1 It asks for forgiveness. Take it out. 2 Page 2 cannot be read." in notice
    assert "It has not been refused." in notice
    assert RETURN_NOTICE.note in notice


def test_a_return_notice_can_know_nothing_of_a_victim():
    # R1, R4: what is not a field cannot be printed.
    assert {field.name for field in fields(RETURN_NOTICE)} == {
        "writer_name", "letter_number", "facility_name", "date_words", "changes",
        "letter_word", "programme_name", "ask_whom", "note", "language",
    }  # fmt: skip


def test_a_letter_never_comes_back_without_a_reason():
    with pytest.raises(ValueError, match="at least one thing"):
        replace(RETURN_NOTICE, changes=())
