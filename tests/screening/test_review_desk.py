"""The review desk through its pages: three people, three reviews, and nothing lost on the way."""

import re

import pytest
from sqlalchemy import select

from letterbank.letters.model import LetterStage, Review
from tests.screening.answers import good
from tests.screening.conftest import reload, words_of
from tests.worlds import CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER, revise


def take(reader, letter_id):
    """Take it from the queue, as the page offers it; the desk's version."""
    version = re.search(r'name="version" value="(\d+)"', reader.get("/review").text)[1]
    taken = reader.send("/review", f"/review/{letter_id}/take", version=version)
    assert taken.location == f"/review/{letter_id}", taken.text
    return version_of(reader.get(taken.location))


def version_of(page):
    return re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]


def read(reader, letter_id):
    """Take it and open every page; the desk's version."""
    version = take(reader, letter_id)
    for image in re.findall(r'class="page-image" src="([^"]+)"', reader.get(f"/review/{letter_id}").text):
        reader.get(image)
    return version


def decide(reader, letter_id, verdict="pass", **answers):
    version = read(reader, letter_id)
    return reader.send(f"/review/{letter_id}", version=version, verdict=verdict, **{**good(), **answers})


def test_three_people_bring_a_letter_to_the_bank(at_desk, department, a_letter):
    for reader in (SCREENER, PLANNER, COORDINATOR):
        assert decide(at_desk(reader), a_letter).status_code == 302

    letter = reload(department, a_letter)
    with department.reading(COORDINATOR) as work:
        readers = work.session.scalars(select(Review.reviewer_id).where(Review.letter_id == a_letter)).all()
    assert letter.stage is LetterStage.BANKED
    assert {*readers} == {SCREENER.id, PLANNER.id, COORDINATOR.id}


def test_the_last_reader_answers_what_stands_outside_of_the_letter(at_desk, department, a_letter):
    for reader in (SCREENER, PLANNER):
        decide(at_desk(reader), a_letter)
    coordinator = at_desk(COORDINATOR)
    version = read(coordinator, a_letter)
    answers = {name: answer for name, answer in good().items() if not name.startswith("fact_")}

    refused = coordinator.send(f"/review/{a_letter}", version=version, verdict="pass", **answers, fact_misconduct="no")

    assert "Look these up before the letter comes into the bank" in refused.text
    assert re.search(r'<input[^>]*checked[^>]*name="fact_misconduct"[^>]*value="no"', refused.text)
    assert reload(department, a_letter).stage is LetterStage.IN_REVIEW
    reasons = coordinator.send(f"/review/{a_letter}", version=version, verdict="refuse", **good())
    assert '<input type="hidden" name="fact_misconduct" value="no">' in reasons.text


def test_the_pages_are_for_the_one_who_took_the_letter(at_desk, a_letter):
    screener = at_desk(SCREENER)

    assert screener.get(f"/review/{a_letter}/pages/1").status_code == 409
    take(screener, a_letter)
    page = screener.get(f"/review/{a_letter}/pages/1")

    assert (page.data, page.mimetype, page.headers["Cache-Control"]) == (b"pixels of page 1", "image/jpeg", "no-store")
    assert screener.get(f"/review/{a_letter}/pages/3").status_code == 404


def test_nobody_decides_on_pages_they_have_not_opened(at_desk, department, a_letter):
    screener = at_desk(SCREENER)
    version = take(screener, a_letter)
    screener.get(f"/review/{a_letter}/pages/2")

    for verdict in ("pass", "return", "refuse"):
        refused = screener.send(f"/review/{a_letter}", version=version, verdict=verdict, **good(), note_blame="kept")
        assert refused.status_code == 422
        assert "Still unread: page 1." in refused.text
        assert "kept" in refused.text

    screener.get(f"/review/{a_letter}/pages/1")
    assert "still unread" not in screener.get(f"/review/{a_letter}").text
    assert screener.send(f"/review/{a_letter}", version=version, verdict="pass", **good()).status_code == 302
    assert reload(department, a_letter).step == 1


def test_the_desk_shows_what_the_letter_is_and_every_question(at_desk, department, a_letter):
    screener = at_desk(SCREENER)
    take(screener, a_letter)

    desk = screener.get(f"/review/{a_letter}").text

    assert "Ruth Alder" in desk
    assert all(criterion.key in desk for criterion in department.policy.criteria)


def test_a_screener_of_another_facility_sees_nothing(at_desk, a_letter):
    river = at_desk(RIVER_SCREENER)
    nowhere = "a" * 26

    for page in ("/review/{}", "/review/{}/pages/1", "/letters/{}", "/letters/{}/withdraw", "/letters/{}/scan"):
        here, there = river.get(page.format(a_letter)), river.get(page.format(nowhere))
        assert (here.status_code, words_of(here)) == (404, words_of(there)), page
    assert a_letter not in river.get("/letters").text


def test_a_letter_with_something_in_the_way_does_not_pass_and_no_answer_is_lost(at_desk, department, a_letter):
    screener = at_desk(SCREENER)

    refused = decide(screener, a_letter, answer_blame="yes", note_blame="third line")

    assert refused.status_code == 422
    assert "The letter cannot pass while this stands" in refused.text
    assert "third line" in refused.text
    assert refused.text.count(" checked") >= len(department.policy.criteria)
    assert reload(department, a_letter).step == 0


def test_an_open_question_is_pointed_at_and_no_answer_is_lost(at_desk, a_letter):
    screener = at_desk(SCREENER)

    refused = decide(screener, a_letter, answer_legible="", note_blame="kept")

    assert refused.status_code == 422
    assert 'href="#answer_legible-0"' in refused.text
    assert "kept" in refused.text


def test_a_stale_page_is_refused_and_no_answer_is_lost(at_desk, department, a_letter):
    screener = at_desk(SCREENER)
    version = take(screener, a_letter)
    screener.send(f"/review/{a_letter}", f"/review/{a_letter}/put-back", version=version)

    refused = screener.send("/review", f"/review/{a_letter}", version=version, verdict="pass",
                            **good(), note_blame="my careful note")  # fmt: skip

    assert refused.status_code == 422
    assert "You do not have this letter any more" in refused.text
    assert "my careful note" in refused.text
    assert "Ruth Alder" not in refused.text
    assert reload(department, a_letter).step == 0


def test_the_same_page_sent_twice_gives_one_review(at_desk, department, a_letter):
    screener = at_desk(SCREENER)
    version = read(screener, a_letter)
    fields = {"version": version, "verdict": "pass", **good()}

    first = screener.send(f"/review/{a_letter}", **fields)
    second = screener.send("/letters", f"/review/{a_letter}", **fields)

    assert (first.status_code, second.status_code) == (302, 422)
    assert reload(department, a_letter).step == 1


def test_a_returned_letter_goes_back_with_words_the_reader_chose(at_desk, department, a_letter):
    screener = at_desk(SCREENER)
    reasons = decide(screener, a_letter, "return", answer_blame="yes", answer_excuses="yes")
    assert "Take out what others did" in reasons.text

    done = screener.send(
        "/review", f"/review/{a_letter}/return", version=version_of(reasons), mend_blame="Leave out your brother.",
        mend_excuses="", more="Sign it.", **{**good(), "answer_blame": "yes", "answer_excuses": "yes"},
    )  # fmt: skip

    notice = at_desk(CLERK).get(f"/letters/{a_letter}/notice").text
    assert done.status_code == 302, done.text
    assert reload(department, a_letter).stage is LetterStage.RETURNED
    assert "Leave out your brother." in notice
    assert "Sign it." in notice
    assert "drink, friends" not in notice


def test_a_return_without_a_word_to_the_writer_is_refused(at_desk, department, a_letter):
    screener = at_desk(SCREENER)
    reasons = decide(screener, a_letter, "return", answer_blame="yes")

    refused = screener.send("/review", f"/review/{a_letter}/return", version=version_of(reasons), mend_blame=" ",
                            **{**good(), "answer_blame": "yes"})  # fmt: skip

    assert "Say at least one thing that the writer can mend." in refused.text
    assert reload(department, a_letter).stage is LetterStage.IN_REVIEW


def test_r33_a_letter_that_knows_her_life_is_not_coached(at_desk, department, a_letter):
    refused = decide(at_desk(SCREENER), a_letter, "return", answer_life_today="yes", answer_blame="yes")

    assert refused.status_code == 422
    assert "needs a second person" in refused.text
    assert reload(department, a_letter).stage is LetterStage.IN_REVIEW


def test_a_refused_letter_has_one_of_the_programmes_reasons(at_desk, department, a_letter):
    screener = at_desk(SCREENER)
    reasons = decide(screener, a_letter, "refuse", answer_hurts_again="yes")
    answers = {**good(), "answer_hurts_again": "yes", "version": version_of(reasons)}

    invented = screener.send("/review", f"/review/{a_letter}/refuse", reason="because", **answers)
    done = screener.send("/review", f"/review/{a_letter}/refuse", reason="could_hurt", **answers)

    assert (invented.status_code, done.status_code) == (422, 302)
    assert reload(department, a_letter).stage is LetterStage.REFUSED
    assert "The letter could hurt the person" in at_desk(CLERK).get(f"/letters/{a_letter}/notice").text


def test_a_returned_letter_comes_again_only_with_a_new_scan(at_desk, department, a_letter):
    screener = at_desk(SCREENER)
    reasons = decide(screener, a_letter, "return", answer_blame="yes")
    screener.send("/review", f"/review/{a_letter}/return", version=version_of(reasons), mend_blame="Leave it out.",
                  **{**good(), "answer_blame": "yes"})  # fmt: skip
    clerk = at_desk(CLERK)
    letter = reload(department, a_letter)

    as_it_was = clerk.send(f"/letters/{a_letter}", f"/letters/{a_letter}/submit", version=str(letter.version))
    department.clock.forward(department.clock.now() - letter.since)
    with department.arranging(CLERK) as work:
        revise(work, work.session.get_one(type(letter), a_letter))
    for ordinal in (1, 2):
        clerk.get(f"/letters/{a_letter}/pages/{ordinal}")
    again = clerk.send(f"/letters/{a_letter}", f"/letters/{a_letter}/submit", version=str(letter.version))

    assert "Scan the rewritten letter first" in as_it_was.text
    assert again.status_code == 302, again.text
    assert decide(at_desk(SCREENER), a_letter).status_code == 302


def test_the_next_reader_sees_what_the_one_before_noted(at_desk, a_letter):
    decide(at_desk(SCREENER), a_letter, note_blame="close to the line", answer_says_sorry="no")
    planner = at_desk(PLANNER)
    take(planner, a_letter)

    assert "close to the line" in planner.get(f"/review/{a_letter}").text


@pytest.mark.parametrize("actor", [CLERK], ids=["clerk"])
def test_r31_the_intake_desk_reviews_nothing(at_desk, a_letter, actor):
    clerk = at_desk(actor)

    assert clerk.get("/review").status_code == 403
    assert clerk.get(f"/review/{a_letter}").status_code == 403
