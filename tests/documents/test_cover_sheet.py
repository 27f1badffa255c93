"""R12: a cover sheet parts letters and names nobody. It must work after a staple, a stain and a bad printer."""

from dataclasses import fields, replace

import pytest
import zxingcpp

from letterbank.documents.cover_sheet import CoverSheets, Sheet
from screening.scanning.frame import has_frame
from tests.documents.examples import COVER_SHEETS, printed
from tests.documents.reading import DPI, Printed, module_of

REGISTERED, BY_HAND = range(2)
MILLIMETRES = 72 / 25.4
LONGEST = "LBANK1.JWG4NZ.ABCDEFGHIJKLMNOPQRST.TY221FBVFWWW262.300.ZGGMB1Z092"


@pytest.fixture(scope="module")
def paper() -> Printed:
    return printed(COVER_SHEETS)


@pytest.mark.parametrize("number", [REGISTERED, BY_HAND])
def test_three_codes_stand_in_three_columns_and_two_rows(paper, number):
    codes = zxingcpp.read_barcodes(paper.picture(number))

    assert [code.text for code in codes] == [COVER_SHEETS.sheets[number].text] * 3
    assert len({code.position.top_left.x // 100 for code in codes}) == 3
    assert len({code.position.top_left.y // 100 for code in codes}) == 2
    assert {code.ec_level for code in codes} == {"H"}


def test_the_longest_text_is_still_printed_in_modules_of_three_quarters_of_a_millimetre():
    long = replace(COVER_SHEETS, sheets=(Sheet(text=LONGEST, code="TY221-FBVFW-WW262", sides=300),))

    code, *_ = zxingcpp.read_barcodes(printed(long).picture(0))

    assert module_of(code) >= 0.75


def test_the_frame_shows_that_it_is_a_cover_sheet(paper):
    assert has_frame(paper.picture(REGISTERED))
    assert has_frame(paper.picture(BY_HAND))


def test_all_that_is_printed_fits_on_either_paper(paper):
    """A4 is 6 mm narrower than US letter; a printer leaves 5 mm on each side."""
    ink = paper.picture(REGISTERED).point([255] * 128 + [0] * 128).getbbox()

    left, top, right, bottom = (edge / DPI * 25.4 for edge in ink)
    assert left >= 5 + 3
    assert right <= 215.9 - 5 - 3
    assert top >= 5
    assert bottom <= 279.4 - 5


def test_a_registered_letter_is_told_by_its_number_and_its_sides(paper):
    words = paper.pages[REGISTERED]

    assert "TY221-FBVFW-WW262" in words
    assert "4821-0937" in words
    assert "Written sides, not counting this sheet" in words
    assert "North Facility" in words
    assert "This sheet is used once." in words


def test_a_sheet_to_fill_in_by_hand_has_boxes_and_says_so(paper):
    words = paper.pages[BY_HAND]

    assert "Fill in the number of the letter and how many of its sides are written on." in words
    assert "Fill in" not in paper.pages[REGISTERED]
    assert "0K7QF-2M9TX-W4P8A" in words


def test_a_cover_sheet_has_no_place_for_a_name():
    assert {field.name for field in fields(Sheet)} == {"text", "code", "letter_number", "sides"}
    assert {field.name for field in fields(CoverSheets)} == {"place_name", "sheets", "language"}


def test_a_batch_is_one_leaf_for_each_sheet():
    batch = replace(COVER_SHEETS, sheets=COVER_SHEETS.sheets[BY_HAND:] * 12)

    assert len(printed(batch).pages) == 12


def test_nothing_is_printed_for_no_sheet():
    with pytest.raises(ValueError, match="at least one"):
        CoverSheets(place_name="North", sheets=())
