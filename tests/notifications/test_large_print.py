"""Equal access to a letter (N12, WC-04): its typed words go into the sealed envelope in large print, when asked for."""

import json

import pytest

from letterbank.audit.model import CentralEntry
from letterbank.errors import RuleBroken
from letterbank.letters import workflow
from letterbank.letters.model import Letter
from notifications import matching, packet, release
from notifications.model import Offer, OfferStage
from screening import queues, transcribing
from tests.notifications.test_the_way_by_pages import give_it_pixels
from tests.notifications.walks import a_standing_request, go_on, version_of
from tests.worlds import ASSISTANT, COORDINATOR, PLANNER, SCREENER, register, review

WORDS = "Dear Ruth,\n\nI am sory."


def with_letter(department, reader, key, deed):
    """The reader takes the letter, does this with it, and passes it."""
    with department.writing(reader) as work:
        letter = work.session.get_one(Letter, key)
        queues.claim(work, letter, letter.version)
        for page in letter.newest.pages:
            deed(work, letter, page.ordinal)
        review(work, letter)


def nothing(work, letter, ordinal):
    pass


def type_it(work, letter, ordinal):
    transcribing.save(work, letter, ordinal, WORDS)


def read_it(work, letter, ordinal):
    transcribing.confirm(work, letter, ordinal, transcribing.typed_pages(work, letter)[ordinal].key)


def a_cleared_offer(department, screener=type_it, planner=read_it):
    """A letter typed and read on its way to the bank, said yes to and cleared; the offer's id."""
    with department.writing(SCREENER) as work:
        letter = register(work, "Ruth Alder")
        workflow.advance(work, workflow.Step.SUBMIT, letter)
        key = letter.id
    for reader, deed in ((SCREENER, screener), (PLANNER, planner), (COORDINATOR, nothing)):
        with_letter(department, reader, key, deed)
    a_standing_request(department)
    with department.writing(ASSISTANT) as work:
        matching.find_offers(work)
        offer = work.session.query(Offer.id).filter(Offer.stage == OfferStage.FOUND).scalar()
    go_on(department, offer, OfferStage.CLEARED)
    give_it_pixels(department, offer)
    return offer


def composed(department, key, **asked):
    """What was printed of this offer."""
    printed = []
    with department.reading(ASSISTANT) as work:
        policy, now = work.policy, work.now

    def compose(contents):
        printed.append(packet.document(policy, contents, now))
        return b"%PDF"

    release.pack(department.office("central"), ASSISTANT, compose, key, version_of(department, key), **asked)
    return printed[0]


def test_the_words_are_enclosed_when_asked_for(department):
    key = a_cleared_offer(department)

    paper = composed(department, key, large_print=True)

    assert set(paper.large_print) == {WORDS}
    assert len(paper.large_print) == len(paper.pages)


@pytest.mark.parametrize("asked", [False, True])
def test_the_words_are_opened_only_when_they_are_asked_for(department, asked):
    key = a_cleared_offer(department)

    composed(department, key, large_print=asked)

    with department.reading(ASSISTANT) as work:
        entries = [json.loads(entry.written) for entry in work.session.query(CentralEntry)]
    opened = [place for entry in entries if entry["actor"] == ASSISTANT.id for place in entry["on"]]
    assert any(place.startswith("transcript/") for place in opened) is asked


@pytest.mark.parametrize(("screener", "planner"), [(nothing, nothing), (type_it, nothing)])
def test_words_that_no_second_person_read_are_not_printed(department, screener, planner):
    key = a_cleared_offer(department, screener, planner)

    with pytest.raises(RuleBroken, match="typed out and read by a second person"):
        composed(department, key, large_print=True)


@pytest.fixture
def packing_page(department, browser_of):
    return lambda key: browser_of(ASSISTANT).get(f"/offers/{key}/pack").text


def test_the_page_offers_large_print_when_there_are_words(department, packing_page):
    assert "Enclose the words, typed out in large print" in packing_page(a_cleared_offer(department))


def test_the_page_says_why_there_is_none(department, packing_page):
    page = packing_page(a_cleared_offer(department, planner=nothing))

    assert "Enclose the words" not in page
    assert "Large print cannot be enclosed" in page
