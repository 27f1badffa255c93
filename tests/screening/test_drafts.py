"""A reader's answers survive a reload, a lost sign-in and a closed browser, and come back to that reader alone."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from letterbank.letters.review_drafts import ReviewDraft
from tests.screening.answers import good
from tests.screening.test_review_desk import take, version_of
from tests.screening.test_second_person_desk import ask
from tests.screening.test_transcripts import SECOND
from tests.worlds import CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER

NOTE = "third line: he names the street where Ruth lives"
WORDS = "Please leave out the street, and say what you did."


def field(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)[1]


def marks(page):
    return {"opened": field(page, "opened"), "shown": field(page, "shown")}


def keep(reader, letter_id, page=None, sheet="desk/quietly", **fields):
    """What the page's script sends; `page` is the opened desk, if it was opened before."""
    page = page or reader.get(f"/review/{letter_id}")
    return reader.send("/review", f"/review/{letter_id}/keep/{sheet}", **marks(page), **fields)


def stands(page, note=NOTE):
    chosen = re.search(r'<input[^>]*checked[^>]*name="answer_blame"[^>]*value="yes"', page.text)
    return bool(chosen) and note in page.text


def of_letter(department, actor=PLANNER):
    """How many are kept in all, as the centre sees it."""
    with department.reading(actor) as work:
        return work.session.scalar(select(func.count()).select_from(ReviewDraft))


@pytest.fixture
def screener(at_desk, a_letter):
    """With the letter taken and an answer kept."""
    screener = at_desk(SCREENER)
    take(screener, a_letter)
    kept = keep(screener, a_letter, answer_blame="yes", note_blame=NOTE)
    assert (kept.status_code, kept.mimetype, kept.text) == (200, "text/plain", "Kept at 09:00."), kept.text
    return screener


def test_answers_stand_there_again_and_say_when_they_were_kept(at_desk, department, screener, a_letter):
    reloaded = screener.get(f"/review/{a_letter}")
    screener.send(f"/review/{a_letter}", "/sign-out")
    department.clock.forward(timedelta(days=1))
    again = at_desk(SCREENER).get(f"/review/{a_letter}")

    assert stands(reloaded) and stands(again)
    assert "Your answers stand here as you left them" in again.text
    assert "2 March 2026, 09:00" in again.text


def test_the_button_does_it_without_script(screener, a_letter):
    kept = keep(screener, a_letter, sheet="desk", answer_blame="yes", note_blame="another word")

    assert kept.location == f"/review/{a_letter}"
    assert stands(screener.get(kept.location), "another word")


def test_what_is_put_back_waits_for_the_one_who_wrote_it(at_desk, screener, a_letter):
    desk = screener.get(f"/review/{a_letter}")
    screener.send("/review", f"/review/{a_letter}/put-back", version=version_of(desk), **marks(desk),
                  answer_blame="yes", note_blame="as far as I came")  # fmt: skip
    assert "Your answers are kept" in screener.get("/review").text

    second = at_desk(SECOND)
    assert "Your answers are kept" not in second.get("/review").text
    version = take(second, a_letter)
    theirs = second.get(f"/review/{a_letter}")
    second.send("/review", f"/review/{a_letter}/put-back", version=version)
    take(screener, a_letter)

    assert "as far as I came" not in theirs.text and "as you left them" not in theirs.text
    assert stands(screener.get(f"/review/{a_letter}"), "as far as I came")


def test_nobody_keeps_or_reads_answers_of_a_letter_they_have_not_taken(at_desk, screener, a_letter):
    for somebody, status in ((SECOND, 422), (PLANNER, 422), (RIVER_SCREENER, 404), (CLERK, 403)):
        other = at_desk(somebody)
        sent = other.send("/", f"/review/{a_letter}/keep/desk/quietly", opened="a" * 26, shown="", answer_blame="no")
        assert sent.status_code == status, somebody.name
        assert NOTE not in sent.text + other.get(f"/review/{a_letter}").text
    assert stands(screener.get(f"/review/{a_letter}"))


def test_once_the_claim_has_gone_to_somebody_else_nothing_is_kept_or_shown(at_desk, department, screener, a_letter):
    opened = screener.get(f"/review/{a_letter}")
    department.clock.forward(timedelta(minutes=department.policy.claims.lease_minutes))
    take(at_desk(SECOND), a_letter)
    reader = at_desk(SCREENER)

    late = keep(reader, a_letter, opened, answer_blame="no")

    assert (late.status_code, "do not have this letter any more" in late.text) == (422, True)
    assert NOTE not in reader.get(f"/review/{a_letter}").text


def test_the_older_of_two_windows_is_told_before_it_writes_over_the_newer(screener, a_letter):
    older = screener.get(f"/review/{a_letter}")
    newer = screener.get(f"/review/{a_letter}")
    keep(screener, a_letter, newer, answer_blame="no", note_blame="the newer words")

    refused = keep(screener, a_letter, older, answer_blame="yes", note_blame="the older words")
    by_button = keep(screener, a_letter, older, sheet="desk", answer_blame="yes", note_blame="the older words")

    for told in (refused, by_button):
        assert (told.status_code, "newer answers to this letter in another window, at 09:0" in told.text) == (422, True)
    assert "data-keep" not in by_button.text  # from here only a press of the button, no script
    assert "the newer words" in screener.get(f"/review/{a_letter}").text
    keep(screener, a_letter, by_button, answer_blame="yes", note_blame="the older words")
    assert stands(screener.get(f"/review/{a_letter}"), "the older words")


def test_no_review_is_given_from_a_window_that_has_not_seen_the_newer_answers(department, screener, a_letter):
    version = read_on(screener, a_letter)
    older = screener.get(f"/review/{a_letter}")
    keep(screener, a_letter, answer_blame="yes", note_blame="the newer words")
    fields = {"version": version, "verdict": "return", **good(blame="yes"), "note_blame": "older"}

    refused = screener.send("/review", f"/review/{a_letter}", **marks(older), **fields)
    reasons = screener.send("/review", f"/review/{a_letter}/escalate", **marks(older), **fields)

    for told in (refused, reasons):
        assert (told.status_code, "in another window" in told.text) == (422, True)
    assert of_letter(department) == 1


def read_on(reader, letter_id):
    desk = reader.get(f"/review/{letter_id}")
    for image in re.findall(r'class="page-image" src="([^"]+)"', desk.text):
        reader.get(image)
    return version_of(desk)


def test_words_for_the_writer_are_kept_too(screener, a_letter):
    version = read_on(screener, a_letter)
    answers = good(blame="yes")

    def to_reasons():
        asked = {"version": version, "verdict": "return", **marks(screener.get(f"/review/{a_letter}")), **answers}
        return screener.send("/review", f"/review/{a_letter}", **asked)

    kept = keep(screener, a_letter, to_reasons(), "return/quietly", **answers, mend_blame=WORDS, more="And the date.")

    assert kept.status_code == 200, kept.text
    again = to_reasons().text
    assert WORDS in again and "And the date." in again
    assert screener.get(f"/review/{a_letter}").text.count(WORDS) == 0


def test_to_begin_anew_lets_go_of_them(screener, department, a_letter):
    desk = screener.get(f"/review/{a_letter}")

    screener.send("/review", f"/review/{a_letter}/anew", **marks(desk))

    assert NOTE not in screener.get(f"/review/{a_letter}").text
    assert of_letter(department) == 0


def test_the_second_person_has_answers_and_safety_note_again(at_desk, a_letter):
    ask(at_desk(SCREENER), a_letter, safety_note="Ask the advocate.")
    coordinator = at_desk(COORDINATOR)
    version = re.search(r'name="version" value="(\d+)"', coordinator.get("/review").text)[1]
    coordinator.send("/review", f"/second/{a_letter}/take", version=version)
    desk = coordinator.get(f"/second/{a_letter}")

    found = {"answer_life_today": "no", "note_life_today": "where it happened"}
    kept = coordinator.send("/review", f"/second/{a_letter}/keep/quietly", **marks(desk), **found,
                            safety_note="Call the shelter first.")  # fmt: skip

    again = coordinator.get(f"/second/{a_letter}")
    assert kept.status_code == 200, kept.text
    assert "where it happened" in again.text and "Call the shelter first." in again.text
    coordinator.send("/review", f"/second/{a_letter}/keep", **marks(again), safety_note="Call nobody.")
    assert "Call nobody." in coordinator.get(f"/second/{a_letter}").text
    coordinator.send("/review", f"/second/{a_letter}/anew", **marks(coordinator.get(f"/second/{a_letter}")))
    assert "Ask the advocate." in coordinator.get(f"/second/{a_letter}").text
