"""R25: the packet tells its reader enough to decide, and tells everyone else nothing."""

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from letterbank.documents.pictures import PageImage
from tests.documents.examples import PACKET, a_page, composed, printed
from tests.documents.reading import Printed

COVER, INNER, OUTER, FIRST_PAGE = range(4)

# Words that would tell a neighbour, or whoever empties the mailbox, what is in the envelope.
TELLING = ["prison", "inmate", "offender", "victim", "apology", "letter", "bank", "department", "correct", "parole"]


@pytest.fixture(scope="module")
def paper() -> Printed:
    return printed(PACKET)


def codes_on(paper: Printed, number: int) -> list[str]:
    picture = paper.file[number].render(scale=300 / 72).to_pil()
    return sorted(found.text for found in zxingcpp.read_barcodes(picture))


def test_the_cover_letter_says_what_the_sealed_envelope_holds_and_that_she_asked(paper):
    cover = paper.pages[COVER].replace("\N{NO-BREAK SPACE}", " ")

    assert "You asked to be told if Gideon Marsh wrote to you" in cover
    assert "A second envelope, which is sealed. It holds the apology letter from Gideon Marsh: 3 pages" in cover


def test_the_cover_letter_leaves_every_choice_open(paper):
    cover = paper.pages[COVER]

    assert "You do not have to open it, today or ever." in cover
    assert "You may send it back to us, opened or not." in cover
    assert "has no effect, for or against, on anyone’s custody, parole or release" in cover
    assert "Call 601-555-0142, Monday to Friday, 8 to 5." in cover


def test_the_cover_letter_and_labels_quote_nothing_of_the_letter():
    canary = "Quillfeather"
    packet = replace(PACKET, large_print=(f"Dear {canary}, I am sorry.", "Gideon"))

    paper = printed(packet)

    *before, words = paper.pages
    assert canary not in " ".join(before)
    assert canary not in repr([paper.tags(number) for number in range(len(before))])
    assert canary in words


def test_the_inner_label_names_no_writer_prison_or_department(paper):
    inner = paper.pages[INNER].lower()

    assert "gideon" not in inner
    assert "marsh" not in inner
    assert not [word for word in TELLING if word in inner]
    assert "lenore" not in inner


def test_the_outer_label_holds_only_a_neutral_sender_where_it_goes_and_its_own_mark(paper):
    outer = paper.pages[OUTER]

    assert not [word for word in (*TELLING, "gideon", "marsh", "r7k4", "c3td") if word in outer.lower()]
    to = (PACKET.recipient_name, *PACKET.address_lines, PACKET.outer_code)
    assert outer.endswith(" ".join((*PACKET.sender_lines, *to)))
    assert PACKET.outer_code not in paper.pages[COVER] + paper.pages[INNER]
    assert paper.figures(OUTER) == []


def test_the_inner_label_carries_the_recipient_code_alone(paper):
    assert codes_on(paper, INNER) == [PACKET.recipient_code]
    assert PACKET.recipient_code in paper.pages[INNER]
    assert PACKET.cover_code not in paper.pages[INNER]


def test_the_cover_letter_carries_the_cover_code_alone(paper):
    assert codes_on(paper, COVER) == [PACKET.cover_code]
    assert PACKET.recipient_code not in paper.pages[COVER]


def test_the_letter_follows_page_by_page_in_order_with_nothing_printed_on_it(paper):
    pages = range(FIRST_PAGE, len(paper.pages))

    assert [paper.figures(number) for number in pages] == [
        [f"Page {number} of 3 of the handwritten letter"] for number in (1, 2, 3)
    ]
    assert [paper.pages[number] for number in pages] == ["", "", ""]
    shades = [paper.file[number].render(scale=0.2).to_pil().convert("L").getpixel((50, 50)) for number in pages]
    assert shades == [250, 240, 230]


def test_a_page_image_fills_its_sheet_and_reaches_the_packet_unchanged():
    page = a_page(128)

    pdf = composed(replace(PACKET, pages=(page,)))
    sheet = Printed(pdf).file[FIRST_PAGE].render(scale=0.5).to_pil().convert("L")

    assert sheet.getextrema() == (128, 128)
    assert page.picture in pdf


def test_a_page_of_pure_black_and_white_is_printed_too():
    file = BytesIO()
    Image.new("1", (170, 220), 1).save(file, "PNG")

    paper = printed(replace(PACKET, pages=(PageImage(file.getvalue(), 170, 220),)))

    assert paper.images(FIRST_PAGE) == 1
    assert paper.file[FIRST_PAGE].render(scale=0.5).to_pil().convert("L").getextrema() == (255, 255)


def test_one_page_is_called_one_page():
    assert "from Gideon Marsh: one page, written by hand" in printed(replace(PACKET, pages=(a_page(),))).pages[COVER]


def test_a_packet_without_pages_or_with_something_else_than_pixels_is_not_made():
    picture = BytesIO()
    Image.new("L", (10, 10)).save(picture, "WEBP")

    with pytest.raises(ValueError, match="at least one page"):
        replace(PACKET, pages=())
    with pytest.raises(ValueError, match="JPEG"):
        PageImage(picture.getvalue(), 10, 10)
    with pytest.raises(ValueError, match="JPEG"):
        PageImage(b'"/><script/>', 10, 10)


def test_large_print_lies_behind_the_pages_and_the_cover_letter_says_so():
    words = ("Dear Lenore,\n\nI am sory.", "Gideon")

    plain, large = printed(PACKET), printed(replace(PACKET, large_print=words))

    cover_goes_on = len(large.pages) - len(plain.pages) - 1
    assert "Its words, typed out in large print, lie" in large.pages[COVER]
    assert "large print" not in plain.pages[COVER]
    assert large.pages[INNER + cover_goes_on : -1] == plain.pages[INNER:]
    assert "Dear Lenore, I am sory. Page 2 of 2 Gideon" in large.pages[-1]
