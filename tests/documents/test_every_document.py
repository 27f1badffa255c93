"""Whatever the programme prints can be read by a screen reader and cannot be turned against it by a name."""

from dataclasses import fields, replace

import pytest

from letterbank.documents.compose import JOBS, TEMPLATES, Document
from letterbank.documents.compose import printed as printed_behind_walls
from letterbank.documents.printable import BOX, printable
from letterbank.sandbox import Sandbox
from tests.documents.examples import DOCUMENTS, composed, printed

HOSTILE = {
    "markup": '#read("/etc/passwd") #eval("1") = Heading *bold* $x^2$ `raw` @ref <label> // note',
    "quotes": '"\'\\" \\u{41} "); #panic("x") #(',
    "markup of other kinds": "<svg onload=alert(1)> </script> {{ 7*7 }} %s \\LaTeX & &amp;",
    "emoji": "Ana 😀 👩‍👩‍👧 Rivera",
    "right to left": "\u202eanA שלום مرحبا \u2066x\u2069",
    "far scripts": "漢字 ไทย हिन्दी 한국어",
    "signs without shape": "a\x00b\x07c\x1bd\ud800e\ufffff\u200bg",
    "stacked accents": "a" + "\u0301\u0323\u0334" * 40,
    "three hundred signs": "Maximiliana" * 28,
    "lines": "first\nsecond\r\nthird\n\n",
    "nothing": "",
}


@pytest.fixture(params=DOCUMENTS, ids=lambda document: document.template)
def a_document(request: pytest.FixtureRequest) -> Document:
    return request.param


def filled_with(document: Document, text: str) -> Document:
    lines = {"address_lines": (text, text), "sender_lines": (text,), "care_notes": (text,)}
    words = {field.name: text for field in fields(document) if field.type is str and not field.name.endswith("_code")}
    return replace(document, **words, **{name: line for name, line in lines.items() if hasattr(document, name)})


def test_every_template_has_a_document_and_every_document_a_template():
    assert set(TEMPLATES) == {*(document.template for document in DOCUMENTS), "page"}


def test_a_document_is_tagged_and_has_a_title_and_a_language(a_document):
    paper = printed(a_document)

    assert paper.is_tagged
    assert paper.title
    assert paper.language == a_document.language == "en"


def test_every_picture_has_an_alt_text_and_every_page_a_heading_or_a_picture(a_document):
    paper = printed(a_document)

    for number in range(len(paper.pages)):
        kinds = [kind for kind, _ in paper.tags(number)]
        assert {"H1", "H2", "Figure"} & set(kinds)
        assert all(alt.strip() for alt in paper.figures(number))
        assert len(paper.figures(number)) >= paper.images(number)


def test_a_document_starts_with_its_main_heading_and_skips_no_level(a_document):
    paper = printed(a_document)

    headings = [kind for number in range(len(paper.pages)) for kind, _ in paper.tags(number) if kind[0] == "H"]

    assert headings[0] == "H1"
    assert set(headings) <= {"H1", "H2"}


def test_the_same_content_gives_the_same_bytes(a_document):
    assert composed(a_document) == composed(a_document)


@pytest.mark.parametrize("name", list(HOSTILE))
def test_no_text_becomes_markup_or_stops_the_page(a_document, name):
    text = HOSTILE[name]

    words = " ".join(printed(filled_with(a_document, text)).pages)

    assert "root:" not in words
    if name.startswith(("markup", "quotes")):
        assert "".join(text.split()) in "".join(words.split())


def test_a_long_name_stays_on_the_paper(a_document):
    paper = printed(filled_with(a_document, "Maximiliana" * 28))

    for page in paper.file:
        text = page.get_textpage()
        assert max((text.get_charbox(at)[2] for at in range(text.count_chars())), default=0) < page.get_width()


def test_a_sign_the_fonts_lack_is_shown_as_missing_not_dropped():
    assert printable("Ana 漢 Zoë Ślązak Ελένη Иван") == f"Ana {BOX} Zoë Ślązak Ελένη Иван"


def test_the_walls_let_every_document_be_composed_and_change_nothing():
    with Sandbox(JOBS) as sandbox:
        behind_walls = [printed_behind_walls(document, sandbox) for document in DOCUMENTS]

    assert behind_walls == [composed(document) for document in DOCUMENTS]
