"""The pages of paper: nothing typed is lost, second thoughts before the last click, and closed to everybody else."""

import re
from datetime import timedelta

import pytest

from letterbank.documents.compose import JOBS
from letterbank.letters.intake import letter_here
from letterbank.letters.paper.giving_back import paper_here
from letterbank.letters.paper.keeping import Place
from letterbank.letters.paper.model import PaperStage
from letterbank.letters.workflow import Step, advance
from letterbank.sandbox import Sandbox
from tests.documents.reading import Printed
from tests.letters.paper.test_safe import withdrawn
from tests.letters.paper.walks import banked, opened, packed, put, received, sent, stage_of, to_the_day
from tests.letters.test_story import give_back, rescan, submit, walked
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, PLANNER, SCREENER, SECOND_ASSISTANT, register

S = PaperStage


def number_of(department, paper):
    with department.reading(COORDINATOR) as work:
        return paper_here(work, paper).letter.number


def version_on(page):
    return re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]


def test_the_desk_says_which_day_is_next_and_what_goes_with_it(department, browser_of):
    (paper,) = banked(department)
    clerk = browser_of(CLERK)

    page = clerk.get("/paper").text
    assert "The next paper leaves on" in page and "Wednesday, 4 March 2026" in page
    assert number_of(department, paper) in page and "/paper/pack" not in page

    to_the_day(department)
    page = browser_of(CLERK).get("/paper").text
    assert "Today," in page and "/paper/pack" in page
    department.clock.forward(timedelta(days=1))
    assert "Overdue" in browser_of(CLERK).get("/paper").text


def test_a_clerk_packs_looks_again_and_sends(department, browser_of):
    first, second = banked(department, 2)
    to_the_day(department)
    clerk = browser_of(CLERK)

    refused = clerk.send("/paper/pack", shown=[first, second], there=[first])
    assert refused.status_code == 422 and f"Not ticked: {number_of(department, second)}" in refused.text
    assert f'value="{first}" id="there-{first}" checked' in refused.text
    assert stage_of(department, first) is stage_of(department, second) is S.TO_SEND

    bag = clerk.send("/paper/pack", shown=[first, second], there=[first], looked="y").location
    page = clerk.get(bag)
    assert "It has not left yet" in page.text
    clerk.send(bag, f"{bag}/send", version=version_on(page))

    assert (stage_of(department, first), stage_of(department, second)) == (S.SENT, S.MISSING)
    assert "The bag has left" not in clerk.get(bag).text
    missing = clerk.get("/paper/missing")
    assert number_of(department, second) in missing.text and number_of(department, first) not in missing.text
    clerk.send("/paper/missing", f"/paper/{second}/found", version=version_on(missing))
    assert stage_of(department, second) is S.TO_SEND


def test_the_printed_list_has_two_parts_with_numbers_and_sides_and_no_name(department, town, browser_of):
    (paper,) = banked(department)
    to_the_day(department)
    bag = f"/paper/bags/{packed(department)}"
    clerk = browser_of(CLERK)

    with Sandbox(JOBS) as sandbox:
        town.app("facility").extensions["letterbank sandbox"] = sandbox
        answer = clerk.send(bag, f"{bag}/list")

    pages = Printed(answer.data).pages
    assert answer.mimetype == "application/pdf" and len(pages) == 2
    assert all(number_of(department, paper) in page and "1 letter, 2 sides" in page for page in pages)
    assert not any(name in page for page in pages for name in ("Dale North", "N1001", "Ruth Alder"))


def test_a_bag_is_looked_over_before_it_is_written_down(department, browser_of):
    first, second = banked(department, 2)
    to_the_day(department)
    bag = f"/paper/bags/{sent(department)}"
    planner = browser_of(PLANNER)
    version = version_on(planner.get(bag))
    answers = {f"there_{first}": "y", f"sides_{first}": "1", "words": "It was damp.", "version": version}

    sure = planner.send(bag, step="look", **answers)
    assert sure.status_code == 200 and "Nothing is written down yet" in sure.text
    assert "Sides missing" in sure.text and "Not in the bag" in sure.text
    assert stage_of(department, first) is S.SENT
    again = planner.send(bag, step="back", **answers)
    assert "It was damp." in again.text and f'id="there_{first}" name="there_{first}" type="checkbox"' in again.text
    planner.send(bag, step="sure", **answers)

    assert (stage_of(department, first), stage_of(department, second)) == (S.INCOMPLETE, S.NOT_ARRIVED)
    page = planner.get(bag).text
    assert "It was damp." in page and "Hand the paper to victim assistance" in page


@pytest.mark.parametrize(
    ("tick", "sides", "sentence"),
    [("y", "", "How many sides"), ("", "2", "Tick letter"), ("y", "0", "number from 1"), ("y", "x", "number from 1")],
)
def test_a_tick_and_a_number_belong_together(department, browser_of, tick, sides, sentence):
    (paper,) = banked(department)
    to_the_day(department)
    bag = f"/paper/bags/{sent(department)}"
    planner = browser_of(PLANNER)
    given = {f"sides_{paper}": sides, "words": "Kept.", "version": version_on(planner.get(bag))}

    page = planner.send(bag, step="look", **given, **({f"there_{paper}": "y"} if tick else {}))

    assert page.status_code == 422 and sentence in page.text and "Kept." in page.text


def test_something_not_listed_or_found_later_is_taken_in_on_the_centres_pages(department, browser_of):
    listed, forgotten, later = banked(department, 3)
    to_the_day(department)
    key = sent(department, forgotten)
    opened(department, key, {listed: 2})
    planner, bag = browser_of(PLANNER), f"/paper/bags/{key}"

    wrong = planner.send(bag, f"{bag}/not-listed", number="00000000", sides="2")
    assert wrong.status_code == 422 and "No paper of this number" in wrong.text and "00000000" in wrong.text
    planner.send(bag, f"{bag}/not-listed", number=number_of(department, forgotten), sides="2")
    page = f"/paper/{later}/turned-up"
    planner.send(page, sides="2", version=version_on(planner.get(page)))

    assert {stage_of(department, paper) for paper in (listed, forgotten, later)} == {S.RECEIVED}


def test_only_a_coordinator_is_offered_to_stop_looking(department, browser_of):
    (paper,) = banked(department)
    to_the_day(department)
    opened(department, sent(department), {})
    planner, coordinator = browser_of(PLANNER), browser_of(COORDINATOR)
    page = f"/paper/{paper}/lost"

    assert "Stop looking" not in planner.get("/paper/missing").text and planner.get(page).status_code == 403
    assert "Stop looking" in coordinator.get("/paper/missing").text
    version = version_on(coordinator.get(page))
    assert coordinator.send(page, version=version, reason="").status_code == 422
    coordinator.send(page, version=version, reason="The mail sack was stolen.")

    assert stage_of(department, paper) is S.LOST
    assert "Declared lost" in planner.get("/paper/missing").text


def test_paper_is_given_back_on_a_page_of_its_own(department, browser_of):
    with department.writing(CLERK) as work:
        letter = register(work)
        advance(work, Step.WITHDRAW, letter)
        paper = letter.newest.id
    clerk, page = browser_of(CLERK), f"/paper/{paper}/give-back"
    assert "Dale North" in clerk.get("/paper/give-back").text

    assert clerk.send(page, version=version_on(clerk.get(page)), move="send").status_code == 422
    clerk.send(page, version=version_on(clerk.get(page)), move="give_back")

    assert stage_of(department, paper) is S.WITH_WRITER


def papers_of(department, letter):
    with department.reading(CLERK) as work:
        return [one.id for one in letter_here(work, letter).revisions]


def test_a_returned_letter_leaves_the_first_page_when_its_writer_has_the_paper(department, browser_of):
    letter = walked(department, (CLERK, submit), (SCREENER, give_back))
    (paper,), clerk = papers_of(department, letter), browser_of(CLERK)
    number, page, listed = number_of(department, paper), f"/paper/{paper}/give-back", "/letters?stage=returned_to_tell"
    assert "Returned letters" in clerk.get("/").text and number in clerk.get(listed).text

    clerk.send(page, version=version_on(clerk.get(page)), move="give_back")

    assert "Returned letters" not in clerk.get("/").text and number not in clerk.get(listed).text
    assert number in clerk.get("/letters?stage=returned").text


def test_of_two_papers_with_one_number_each_says_which_it_is(department, browser_of):
    letter = walked(department, (CLERK, submit), (SCREENER, give_back), (CLERK, rescan), (SCREENER, give_back))
    earlier, newest = papers_of(department, letter)
    clerk = browser_of(CLERK)

    shown, page = clerk.get("/paper/give-back").text, f"/paper/{newest}/give-back"
    clerk.send(page, version=version_on(clerk.get(page)), move="give_back")

    assert "An earlier paper of this letter (1 of 2)" in shown and "The newest paper of this letter (2 of 2)" in shown
    assert "An earlier paper" in clerk.get(f"/paper/{earlier}/give-back").text
    assert (stage_of(department, earlier), stage_of(department, newest)) == (S.TO_GIVE_BACK, S.WITH_WRITER)


def test_two_assistants_destroy_and_their_names_stay(department, browser_of):
    paper = received(department)
    withdrawn(department, paper, 90)
    first, second, page = browser_of(ASSISTANT), browser_of(SECOND_ASSISTANT), f"/safe/{paper}"
    assert first.send(page, f"{page}/put_away", version=version_on(first.get(page)), shelf="").status_code == 422
    first.send(page, f"{page}/put_away", version=version_on(first.get(page)), shelf="B 4")
    assert "B 4" in first.get("/safe?stage=safe").text

    first.send(page, f"{page}/ask_to_destroy", version=version_on(first.get(page)))
    assert "A second person is needed" in first.get(page).text
    second.send(page, f"{page}/destroy", version=version_on(second.get(page)))

    assert f"{ASSISTANT.name} and {SECOND_ASSISTANT.name}" in second.get(page).text


def test_what_waits_is_on_the_first_page_of_whoever_it_waits_for(department, browser_of):
    left_out, found = banked(department, 2)
    to_the_day(department)
    assert "Paper to go to the central office" in browser_of(CLERK).get("/").text
    bag = packed(department, left_out)
    assert "A packed bag to send" in browser_of(CLERK).get("/").text
    assert "Bags of paper to open" in browser_of(PLANNER).get("/").text
    opened(department, bag, {found: 2})

    for who in (CLERK, COORDINATOR):
        assert "Paper that should have arrived" in browser_of(who).get("/").text
    assert "Paper to put into the safe" in browser_of(ASSISTANT).get("/").text


def test_the_letters_page_and_story_follow_the_paper_to_the_centre_and_no_further(department, browser_of):
    (paper,) = banked(department)
    to_the_day(department)
    bag = packed(department)
    department.clock.forward(timedelta(minutes=1))
    clerk = browser_of(CLERK)
    page = f"/paper/bags/{bag}"
    clerk.send(page, f"{page}/send", version=version_on(clerk.get(page)))
    department.clock.forward(timedelta(days=1))
    opened(department, bag, {paper: 2})
    with department.reading(COORDINATOR) as work:
        letter = f"/letters/{paper_here(work, paper).letter_id}"
    before = [browser_of(who).get(letter).text for who in (CLERK, PLANNER)]

    put(department, paper, Place.PUT_AWAY, shelf="B 4")
    after = [browser_of(who).get(letter).text for who in (CLERK, PLANNER)]

    for page in before:
        assert re.findall(r'story-what">(Paper[^<]*)', page) == [
            "Paper packed into a bag", "Paper sent to the centre", "Paper received centrally",
        ]  # fmt: skip
        assert "<dd>Received centrally</dd>" in page
    assert [re.sub(r'value="[^"]+"', "", page) for page in before] == [
        re.sub(r'value="[^"]+"', "", page) for page in after
    ]


@pytest.mark.parametrize(
    ("who", "page"),
    [(ASSISTANT, "/paper"), (ASSISTANT, "/paper/missing"), (PLANNER, "/safe"), (COORDINATOR, "/safe")],
)
def test_each_page_is_for_those_whose_work_it_is(browser_of, who, page):
    assert browser_of(who).get(page).status_code == 403


def test_a_facility_has_no_address_of_the_safe(browser_of):
    clerk = browser_of(CLERK)

    assert clerk.get("/safe").status_code == 404
