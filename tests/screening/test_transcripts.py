"""A letter typed out beside its pages, and read by a second person before its words count (N12, WC-04)."""

import re
from pathlib import Path

import pytest

from letterbank.errors import Missing, RuleBroken, Unreadable, WrongStage
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter
from letterbank.letters.transcripts import Transcript, transcript_of
from letterbank.permissions import Role
from letterbank.vault import LetterKey, opening
from letterbank.vault.keys import destroy
from letterbank.vault.sealed import REVIEW
from screening import machine_reading, queues, transcribing
from tests.screening.conftest import submitted
from tests.worlds import CLERK, PLANNER, SCREENER, person, review

SECOND = person(Role.FACILITY_SCREENER, 2, facility="NORTH")


@pytest.fixture
def hold(department, a_letter):
    """`hold(SCREENER, deed)`: the letter is taken, the deed done with it, and the letter put back."""

    def hold(actor, deed):
        with department.writing(actor) as work:
            letter = letter_here(work, a_letter)
            queues.claim(work, letter, letter.version)
            work.session.flush()
            done = deed(work, letter)
            queues.put_back(work, letter, letter.version)
            return done

    return hold


def typing(words, ordinal=1):
    return lambda work, letter: transcribing.save(work, letter, ordinal, words)


def confirming(ordinal=1):
    def deed(work, letter):
        key = transcribing.typed_pages(work, letter)[ordinal].key
        transcribing.confirm(work, letter, ordinal, key)

    return deed


def confirmed(work, letter):
    return dict(transcript_of(work, letter.newest, REVIEW))


def test_only_what_a_second_person_has_read_counts(hold):
    hold(SCREENER, typing("Dear Ruth,\r\nI am sorry.  \n"))
    before = hold(SECOND, confirmed)

    hold(SECOND, confirming())

    assert before == {}
    assert hold(SCREENER, confirmed) == {1: "Dear Ruth,\nI am sorry."}


def test_nobody_confirms_what_they_typed(hold):
    hold(SCREENER, typing("Dear Ruth"))

    with pytest.raises(RuleBroken, match="You typed this yourself"):
        hold(SCREENER, confirming())


def test_a_correction_must_be_read_again(hold):
    hold(SCREENER, typing("Dear Rut"))
    hold(SECOND, confirming())

    hold(SECOND, typing("Dear Ruth"))

    assert hold(SCREENER, confirmed) == {}


def test_words_that_have_changed_meanwhile_are_not_confirmed(hold):
    hold(SCREENER, typing("Dear Ruth"))
    shown = hold(SECOND, lambda work, letter: transcribing.typed_pages(work, letter)[1].key)
    hold(SCREENER, typing("Dear Ruth,"))

    with pytest.raises(WrongStage, match="have changed"):
        hold(SECOND, lambda work, letter: transcribing.confirm(work, letter, 1, shown))


def test_only_the_one_who_has_taken_the_letter_types_or_sees_words(department, a_letter):
    for actor in (SCREENER, CLERK, PLANNER):
        with pytest.raises(WrongStage), department.writing(actor) as work:
            transcribing.save(work, letter_here(work, a_letter), 1, "words")


@pytest.mark.parametrize(("ordinal", "words", "refusal"), [(9, "words", Missing), (1, " \r\n ", RuleBroken)])
def test_a_page_that_is_not_there_and_words_that_are_none_are_refused(hold, ordinal, words, refusal):
    with pytest.raises(refusal):
        hold(SCREENER, typing(words, ordinal))


def test_the_words_go_with_the_letters_key(department, a_letter, hold):
    hold(SCREENER, typing("Dear Ruth"))
    with department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, a_letter))

    with department.writing(SCREENER) as work:
        rows = work.session.query(Transcript).all()
        for row in rows:
            with pytest.raises(Unreadable):
                _ = opening(work, row, REVIEW).words
    assert len(rows) == department.database.embedded  # on PostgreSQL the row itself is gone for the facility
    hold(PLANNER, confirming())
    assert hold(PLANNER, confirmed) == {1: "Dear Ruth"}


def test_with_the_letters_key_its_words_are_gone(department, a_letter, hold):
    hold(SCREENER, typing("Dear Ruth"))
    with department.arranging(SCREENER) as work:
        typed = work.session.query(Transcript).one()
        destroy(work, LetterKey, typed.revision_id)

        with pytest.raises(Unreadable):
            _ = opening(work, typed, REVIEW).words


@pytest.fixture
def desk_of(at_desk, department):
    """`desk_of(SCREENER)`: signed in, with a letter of one's own taken; the address of its first page's words."""
    letter_id = submitted(department)

    def desk_of(actor):
        browser = at_desk(actor)
        queue = browser.get("/review").text
        version = re.search(rf"/review/{letter_id}/take.*?name=\"version\" value=\"(\d+)\"", queue, re.DOTALL)[1]
        browser.send("/review", f"/review/{letter_id}/take", version=version)
        return browser, f"/review/{letter_id}/pages/1/typed"

    return desk_of


def shown_on(page):
    return re.search(r'name="shown"[^>]*value="([^"]*)"', page.text)[1]


def test_a_reader_types_a_page_and_sees_it_beside_the_letter(desk_of):
    screener, address = desk_of(SCREENER)

    saved = screener.send(address, words="I am sorry.", shown="", deed="next")
    own = screener.get(address)

    assert saved.location == address.replace("/1/", "/2/")
    assert "You typed it. Somebody else reads it" in own.text
    assert "Every word is right" not in own.text
    assert "I am sorry." in screener.get(address.split("/pages/")[0]).text


def test_what_was_typed_is_not_lost_when_somebody_was_faster(desk_of):
    screener, address = desk_of(SCREENER)
    screener.send(address, words="First words.", shown="", deed="save")

    refused = screener.send(address, words="My words.", shown="", deed="save")

    assert refused.status_code == 422
    assert "Somebody has saved other words" in refused.text
    assert "My words." in refused.text
    assert shown_on(refused)


def test_nothing_typed_brings_a_sentence(desk_of):
    screener, address = desk_of(SCREENER)

    refused = screener.send(address, words="  ", shown="", deed="save")

    assert refused.status_code == 422
    assert "Type the words of the page first." in refused.text


@pytest.fixture
def reads(town, tmp_path):
    """`reads("words")`: the machine has a program that reads these words on every page; None: it has none."""

    def reads(words, status=0):
        program = tmp_path / "reader"
        program.write_text(f"#!/bin/sh\ncat > /dev/null\necho '{words or ''}'\nexit {status}\n")
        program.chmod(0o700)
        place = str(program) if words is not None else None
        town.app("facility").extensions[machine_reading.PLACE] = place

    return reads


def test_a_machines_draft_is_asked_for_and_counts_only_after_two_people(desk_of, reads):
    reads("Dear Roth")
    screener, address = desk_of(SCREENER)
    before = screener.get(address)

    drafted = screener.send(address, f"{address}/draft")

    assert "Let a machine begin a draft" in before.text and "Dear Roth" not in before.text
    assert "Dear Roth" in drafted.text
    assert "A draft by a machine that nobody has corrected" in drafted.text
    refused = screener.send(address, words="Dear Roth", shown=shown_on(screener.get(address)), deed="confirm")
    assert "A machine wrote this draft." in refused.text


@pytest.mark.parametrize(("words", "status"), [("", 0), ("half a page", 1)])
def test_a_program_that_cannot_read_the_page_leaves_a_sentence(desk_of, reads, words, status):
    reads(words, status)
    screener, address = desk_of(SCREENER)

    refused = screener.send(address, f"{address}/draft")

    assert refused.status_code == 422
    assert "could not read this page" in refused.text


def test_without_a_program_the_page_explains(desk_of, reads):
    reads(None)
    screener, address = desk_of(SCREENER)

    assert "No reading program is installed" in screener.get(address).text
    assert "is not installed on this machine" in screener.send(address, f"{address}/draft").text


def test_the_program_is_asked_in_the_policys_languages_and_given_nothing_of_ours(tmp_path: Path):
    told = tmp_path / "reader"
    told.write_text("#!/bin/sh\ncat > /dev/null\necho \"$*\"\nenv\n")
    told.chmod(0o700)

    words = machine_reading.draft(str(told), b"pixels", ("en", "es"))

    assert words.startswith("stdin stdout -l eng+spa")
    assert "OMP_THREAD_LIMIT=1" in words
    assert "HOME=" not in words and "LETTERBANK" not in words


def test_a_letter_can_be_passed_without_being_typed_out(hold, department, a_letter):
    """Typing out is for equal access; it holds up no letter."""
    with department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, a_letter))
        assert work.session.get_one(Letter, a_letter).step == 1
