"""R33 through its pages: a reader asks for a second person, who looks, decides and loses nothing that was typed."""

import re

from tests.screening.answers import good
from tests.screening.conftest import reload
from tests.screening.test_review_desk import read, version_of
from tests.worlds import COORDINATOR, PLANNER, SCREENER


def ask(screener, letter_id, **note):
    version = read(screener, letter_id)
    page = screener.send(f"/review/{letter_id}", version=version, verdict="escalate", answer_life_today="yes",
                         note_life_today="names her street")  # fmt: skip
    return screener.send(f"/review/{letter_id}", f"/review/{letter_id}/escalate", version=version_of(page),
                         answer_life_today="yes", note_life_today="names her street", **note)  # fmt: skip


def test_by_pages_a_reader_asks_and_the_coordinator_gives_it_back(at_desk, department, a_letter):
    asked = ask(at_desk(SCREENER), a_letter, safety_note="Her advocate first.")
    assert asked.location == "/review", asked.text

    coordinator = at_desk(COORDINATOR)
    assert "Letters for a second person" in coordinator.get("/").text
    row = re.search(r'name="version" value="(\d+)"', coordinator.get("/review").text)[1]
    coordinator.send("/review", f"/second/{a_letter}/take", version=row)
    desk = coordinator.get(f"/second/{a_letter}")
    assert "names her street" in desk.text
    assert "Her advocate first." in desk.text
    early = coordinator.send(f"/second/{a_letter}", version=version_of(desk), verdict="resume",
                             answer_life_today="no", note_life_today="It is where it happened.",
                             safety_note="kept safe")  # fmt: skip
    assert (early.status_code, "Still unread" in early.text) == (422, True)
    assert early.text.count("kept safe") == early.text.count("It is where it happened.") == 1
    for image in re.findall(r'class="page-image" src="([^"]+)"', desk.text):
        coordinator.get(image)
    done = coordinator.send(f"/second/{a_letter}", version=version_of(early), verdict="resume",
                            answer_life_today="no", note_life_today="It is where it happened.")  # fmt: skip

    assert done.location == "/review", done.text
    screener = at_desk(SCREENER)
    version = read(screener, a_letter)
    page = screener.get(f"/review/{a_letter}").text
    assert "Settled by a second person" in page
    assert "It is where it happened." in page
    assert 'name="answer_life_today"' not in page
    rest = {name: answer for name, answer in good().items() if name != "answer_life_today"}
    assert screener.send(f"/review/{a_letter}", version=version, verdict="pass", **rest).status_code == 302
    assert reload(department, a_letter).step == 1


def test_by_pages_the_desk_is_for_whoever_may_decide(at_desk, a_letter):
    ask(at_desk(SCREENER), a_letter)

    assert at_desk(PLANNER).get("/review").text.count("For a second person") == 0
    assert at_desk(PLANNER).get(f"/second/{a_letter}").status_code == 409
    assert at_desk(SCREENER).get(f"/second/{a_letter}").status_code == 403
