"""The demonstration's scans are good enough to try the real intake on, and the same every day."""

from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image, ImageStat

from letterbank.demonstration.handwriting import HANDS, LETTERS, pages_of, scan_jpeg, scan_pdf, scan_tiff, written_pages
from letterbank.demonstration.handwriting.alphabet import JOINED_HAND, PRINT_HAND, SPELT_ALIKE
from letterbank.demonstration.handwriting.paper import MOST_SKEW, SHEETS, Sheet
from letterbank.demonstration.handwriting.pen import Pen, Ruling, written


def test_the_same_seed_writes_the_same_file_and_another_seed_another():
    letter = LETTERS["a-short-one"]

    first, again, other = (scan_pdf(pages_of(letter, seed=seed, dpi=100), dpi=100) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_a_scanned_letter_is_a_pdf_of_letter_size_pages_with_one_image_each():
    pages = pages_of(LETTERS["the-long-letter"], dpi=100)

    scan = pypdfium2.PdfDocument(scan_pdf(pages, dpi=100))

    assert len(scan) == len(pages) == 3
    assert [scan.get_page_size(number) for number in range(3)] == [(612, 792)] * 3
    assert [len(list(page.get_objects())) for page in scan] == [1, 1, 1]


def test_the_same_pages_can_be_put_into_every_kind_of_file():
    pages = pages_of(LETTERS["a-short-one"], dpi=100)

    files = [scan_pdf(pages), scan_jpeg(pages[0]), scan_tiff(pages), scan_pdf(pages)]

    assert [file[:2] for file in files] == [b"%P", b"\xff\xd8", b"II", b"%P"]


def test_a_tiff_holds_every_page_and_a_jpeg_one():
    pages = pages_of(LETTERS["the-crossing"], dpi=100)

    with (
        Image.open(BytesIO(scan_tiff(pages, dpi=100))) as tiff,
        Image.open(BytesIO(scan_jpeg(pages[0], dpi=100))) as jpeg,
    ):
        assert tiff.n_frames == len(pages) == 2
        assert jpeg.size == (850, 1100)
        assert round(float(jpeg.info["dpi"][0])) == 100


@pytest.mark.parametrize("dpi", [200, 300])
def test_a_page_has_the_pixels_its_resolution_promises(dpi):
    (page,) = written_pages("Dear neighbour,", HANDS["careful"], seed="size", dpi=dpi)

    assert page.size == (dpi * 17 // 2, dpi * 11)


def test_a_page_shows_dark_ink_on_light_paper():
    blank, full = (
        written_pages(text, HANDS["square"], seed="ink", dpi=100)[0].convert("L") for text in ("", "I am sorry. " * 90)
    )

    def ink(page):
        return sum(page.histogram()[:120])

    assert ImageStat.Stat(blank).mean[0] > 220
    assert ink(blank) == 0
    assert ink(full) > 0.02 * full.width * full.height


def test_the_letters_use_no_sign_the_alphabet_lacks():
    used = {sign for letter in LETTERS.values() for sign in letter.text if not sign.isspace()}

    unknown = {sign for sign in used if SPELT_ALIKE.get(sign, sign) not in PRINT_HAND}

    assert unknown == set()
    assert set(PRINT_HAND) == set(JOINED_HAND)


@pytest.mark.parametrize("name", list(HANDS))
def test_no_hand_writes_over_the_edge_of_the_paper(name):
    ruling = Ruling()

    pages = written(LETTERS["the-long-letter"].text, Pen(HANDS[name], name), ruling)

    places = [place for page in pages for mark in page for place in mark.places]
    assert min(x for x, _ in places) > 1.2
    assert max(x for x, _ in places) < 8.4
    assert max(y for _, y in places) < 10.8


def test_a_sheet_never_lies_more_crooked_than_a_desk_scanner_leaves_it():
    sheet = Sheet(SHEETS[0], 100, skew=20)

    (left, from_left), (right, from_right) = sheet.places([(0, 5), (8, 5)])

    assert (from_right - from_left) / (right - left) <= 0.0262  # the tangent of 1.5 degrees
    assert MOST_SKEW == 1.5


def test_one_writers_letters_differ_a_little_each_time():
    pen = Pen(HANDS["careful"], "again")

    words = [next(pen.word("sorry", 1.0, 2.0)).places for _ in range(3)]

    assert all(first != second for first, second in pairwise(words))


def test_the_bank_has_a_dozen_letters_some_of_which_must_not_pass():
    verdicts = [letter.verdict for letter in LETTERS.values()]

    assert len(verdicts) == 12
    assert verdicts.count("return") == 2
    assert verdicts.count("escalate") == 1
    assert all(letter.reason for letter in LETTERS.values() if letter.verdict != "pass")
    assert "forgive" not in " ".join(letter.text for letter in LETTERS.values() if letter.verdict == "pass").replace(
        "unforgiv", ""
    )
