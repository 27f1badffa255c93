"""The scanning room through its pages: real sign-in, real uploads, the real machine, wrong input included."""

import io
import re
from datetime import timedelta

import pytest

from letterbank.letters import intake
from letterbank.letters.intake import letter_here
from letterbank.web.lists import ROWS
from screening.stacks import quarantine, taking_in
from screening.stacks.import_folder import TooLarge
from screening.stacks.machine import machine_at
from screening.stacks.model import StackStage
from screening.stacks.taking_in import find
from screening.stacks.views import DEEDS
from tests.screening.stacks.piles import a_letter_with_sheet, page, printed, registered, scanned, sorter_at
from tests.screening.test_intake_desk import send_raw
from tests.worlds import CLERK, COORDINATOR, RIVER_SCREENER, SCREENER


@pytest.fixture
def clerk(at_desk):
    return at_desk(CLERK)


def upload(browser, content, letters="1"):
    return browser.send("/stacks", scan=(io.BytesIO(content), "Scan 1.pdf"), letters=letters)


def version_on(page):
    return re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]


def test_a_clerk_brings_a_stack_and_sees_its_letters(clerk, department, sandbox):
    letter, sheet = a_letter_with_sheet(department)

    came = upload(clerk, scanned(printed(department, sheet), page("a")))
    before = clerk.get(came.location)
    sorter_at(department, sandbox).sort_next()
    after = clerk.get(came.location)

    assert came.status_code == 302, came.text
    assert "read so far" in before.text
    assert f"Letter {letter.number}</a>, 1 side" in after.text
    assert "Send into review" in clerk.get(f"/letters/{letter.id}").text


def test_what_was_done_last_stands_first_and_the_rest_follows_page_by_page(clerk, department):
    came = []
    for number in range(ROWS + 1):
        department.clock.forward(timedelta(seconds=1))
        with department.writing(machine_at("NORTH")) as work:
            came.append(taking_in.refuse_unread(work, f"{number}.pdf", number, TooLarge.why))
        with department.writing(CLERK) as work:
            stack = find(work, came[-1])
            quarantine.close(work, stack, stack.version)

    first = clerk.get("/stacks/ended")
    more = clerk.get(re.search(r'href="(/stacks/ended\?after=[^"]+)"', first.text)[1])

    listed = [re.findall(r'href="/stacks/([a-z2-7]{26})"', page.text) for page in (first, more)]
    assert listed == [came[:0:-1], came[:1]]


def test_a_stack_that_was_put_aside_says_why_and_what_to_do(clerk, department, sandbox):
    _, sheet = a_letter_with_sheet(department, 2)
    came = upload(clerk, scanned(printed(department, sheet), page("a")))
    sorter_at(department, sandbox).sort_next()

    shown = clerk.get(came.location)

    assert "The stack ends before its last letter is complete" in shown.text
    assert "Scan 1.pdf" in shown.text
    assert clerk.get(f"{came.location}/sides/2/small").mimetype == "image/jpeg"


def test_two_people_lay_it_out_through_the_pages(clerk, at_desk, department, sandbox):
    letter = registered(department)
    came = upload(clerk, scanned(page("a"))).location
    sorter_at(department, sandbox).sort_next()
    revision = re.search(r'<option value="([a-z2-7]{26})">', clerk.get(f"{came}/lay-out").text)[1]
    laid = clerk.send(f"{came}/lay-out", version=version_on(clerk.get(f"{came}/lay-out")), side_1=revision)

    own_look = clerk.send(came, f"{came}/agree", version=version_on(clerk.get(came)))
    screener = at_desk(SCREENER)
    second = screener.send(came, f"{came}/agree", version=version_on(screener.get(came)))

    assert laid.status_code == 302, laid.text
    assert own_look.status_code == 422
    assert "Somebody else looks at it" in own_look.text
    assert second.status_code == 302, second.text
    with department.reading(CLERK) as work:
        assert len(letter_here(work, letter.id).newest.pages) == 1


def test_a_wrong_layout_loses_no_choice(clerk, department, sandbox):
    registered(department, 2)
    came = upload(clerk, scanned(page("a"))).location
    sorter_at(department, sandbox).sort_next()
    form = clerk.get(f"{came}/lay-out")
    revision = re.search(r'<option value="([a-z2-7]{26})">', form.text)[1]

    refused = clerk.send(f"{came}/lay-out", version=version_on(form), side_1=revision)

    assert refused.status_code == 422
    assert "2 sides counted on the paper, and 1 laid out here" in refused.text
    assert f'<option selected value="{revision}">' in refused.text


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("version", [{}, {"version": "soon"}])
def test_a_decision_that_does_not_say_what_was_seen_is_not_said_to_be_done(clerk, department, sandbox, deed, version):
    registered(department)
    came = upload(clerk, scanned(page("a"))).location
    sorter_at(department, sandbox).sort_next()

    refused = clerk.send(came, f"{came}/{deed}", **version)

    assert refused.status_code == 422
    assert "out of date" in refused.text
    assert DEEDS[deed][1] not in refused.text


@pytest.mark.parametrize(
    ("content", "letters", "sentence"),
    [
        (b"", "1", "Choose the file"),
        (b"%PDF-1.4 x", "0", "Enter a number from 1 to 200"),
        (b"%PDF-1.4 x", "many", "Enter a number from 1 to 200"),
    ],
)
def test_wrong_input_brings_a_sentence_and_no_stack(clerk, department, content, letters, sentence):
    refused = clerk.send("/stacks", scan=(io.BytesIO(content), "x.pdf" if content else ""), letters=letters)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert "No stack waits." in refused.text


def test_the_same_file_twice_brings_a_sentence(clerk, department):
    content = scanned(page("a"))
    upload(clerk, content)

    again = upload(clerk, content)

    assert again.status_code == 422
    assert "came in before" in again.text


@pytest.mark.parametrize(("content", "sentence"), [(b"Dear Ruth", "not a scan we can read"), (b"", "file is empty")])
def test_what_is_plainly_no_scan_is_said_at_once(clerk, content, sentence):
    refused = clerk.send("/stacks", scan=(io.BytesIO(content), "letter.txt"), letters="1")

    assert refused.status_code == 422
    assert sentence in refused.text
    assert "No stack waits." in refused.text


def test_what_turns_out_to_be_no_scan_waits_by_its_name_until_it_was_seen(clerk, department, sandbox):
    came = upload(clerk, b"%PDF-1.4 cut short").location
    sorter_at(department, sandbox).sort_next()
    home, shown = clerk.get("/").text, clerk.get(came).text

    closed = clerk.send(came, f"{came}/close", version=version_on(clerk.get(came)))

    assert "Stacks put aside or not taken in" in home
    assert "This file is damaged or cut short" in shown
    assert "Scan 1.pdf" in shown
    assert closed.status_code == 302, closed.text
    assert "Stacks put aside" not in clerk.get("/").text
    assert "Scan 1.pdf" not in clerk.get(came).text


def test_a_stack_with_the_sheet_of_a_letter_is_not_thrown_away(clerk, department, sandbox):
    letter, sheet = a_letter_with_sheet(department, 2)
    came = upload(clerk, scanned(printed(department, sheet), page("a"))).location
    sorter_at(department, sandbox).sort_next()

    refused = clerk.send(came, f"{came}/no-letter", version=version_on(clerk.get(came)))

    assert refused.status_code == 422
    assert f"the cover sheet of a letter that waits for its scan: {letter.number}" in refused.text


def test_two_people_discard_by_the_pages(clerk, at_desk, department, sandbox):
    came = upload(clerk, scanned(page("a"))).location
    sorter_at(department, sandbox).sort_next()
    clerk.send(came, f"{came}/no-letter", version=version_on(clerk.get(came)))
    mine, second = clerk.get(came).text, at_desk(SCREENER)
    theirs = second.get(came)

    gone = second.send(came, f"{came}/discard", version=version_on(theirs))

    assert "You found no letter in this stack." in mine and "keep nothing of it" not in mine
    assert f"{came}/sides/1" in theirs.text and "keep nothing of it" in theirs.text
    assert gone.status_code == 302, gone.text
    assert "No letters in it; nothing was kept" in clerk.get(came).text


def test_a_layout_whose_letter_is_withdrawn_is_not_taken_for_an_empty_one(clerk, at_desk, department, sandbox):
    letter = registered(department)
    came = upload(clerk, scanned(page("a"))).location
    sorter_at(department, sandbox).sort_next()
    with department.writing(CLERK) as work:
        stack = find(work, came.rsplit("/", 1)[1])
        quarantine.lay_out(work, stack, {1: letter_here(work, letter.id).newest.id}, stack.version)
    with department.writing(CLERK) as work:
        found = letter_here(work, letter.id)
        intake.withdraw(work, found, found.version)

    shown = at_desk(SCREENER).get(came).text

    assert "found no letter" not in shown and "keep nothing of it" not in shown
    assert "It must be laid out again" in shown


def test_a_stack_larger_than_one_letter_may_be_is_taken_in(clerk, department):
    given = {"scan": (io.BytesIO(b"%PDF-1.7 " + b"x" * (60 * 1024 * 1024)), "large.pdf"), "letters": "1"}

    came = send_raw(clerk, "/stacks", given)

    assert came.status_code == 302, came.text
    with department.reading(CLERK) as work:
        stack = find(work, came.location.rsplit("/", 1)[1])
        assert (stack.stage, stack.size) == (StackStage.WAITING, 60 * 1024 * 1024 + 9)


def test_another_facility_and_the_centre_have_no_such_stack(clerk, at_desk, department):
    came = upload(clerk, scanned(page("a"))).location

    assert at_desk(RIVER_SCREENER).get(came).status_code == 404
    assert at_desk(COORDINATOR).get(came).status_code == 404
    assert "No stack waits." in at_desk(RIVER_SCREENER).get("/stacks").text


def test_a_deed_on_a_stale_page_is_refused(clerk, department, sandbox):
    came = upload(clerk, scanned(page("a"))).location
    sorter_at(department, sandbox).sort_next()

    refused = clerk.send(came, f"{came}/discard", version="1")

    assert refused.status_code == 422
    assert "has changed since you opened the page" in refused.text
