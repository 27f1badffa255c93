"""R32 through the pages: the coordinator takes in an old file, lays a sheet on it, and scans in bulk at the centre."""

import re

import pytest

from letterbank.errors import RuleBroken
from letterbank.letters.earlier import SIGNED
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter, LetterStage
from letterbank.vault import LetterKey
from letterbank.vault.keys import holder_of
from screening import queues
from screening.review import open_page, pass_on
from screening.stacks.model import StackStage
from screening.stacks.taking_in import find
from tests.letters.test_old_files import PLANNED, SCREENED, SECOND, entered
from tests.screening.stacks.piles import a_letter_with_sheet, brought, covered, page, printed, sorter_at
from tests.screening.test_second_person import GOOD
from tests.worlds import AT_INTAKE, CLERK, COORDINATOR, NOTHING_STANDS, PLANNER, offender_of


def address(department):
    with department.reading(COORDINATOR) as work:
        return f"/writers/{offender_of(work, 'NORTH').id}/letter"


def the_file(department, **instead):
    with department.reading(COORDINATOR) as work:
        case = offender_of(work, "NORTH").cases[0].id
    return {
        "case": case, "addressee": "Ruth Alder", "declared": "1", "acknowledged": "y", "on_paper_since": "1998-04-02",
        "earlier_0_1_reader": "Della Crane", "earlier_0_1_given_on": "1998-05-04", "earlier_0_1_found_in": "Box 3",
        "earlier_1_1_reader": "Howard Pitt", "earlier_1_1_given_on": "1998-06-01", "earlier_1_1_found_in": "Box 3",
        **AT_INTAKE, **instead,
    }  # fmt: skip


@pytest.fixture
def an_old_letter(at_desk, department):
    """Registered through the page, its paper not scanned yet."""
    coordinator = at_desk(COORDINATOR)
    location = coordinator.send(address(department), **the_file(department)).location
    with department.reading(COORDINATOR) as work:
        return coordinator, letter_here(work, location.rsplit("/", 1)[1])


def test_the_coordinator_enters_a_letter_scans_it_in_bulk_and_another_person_reads_it(
    an_old_letter, at_desk, department, sandbox
):
    coordinator, letter = an_old_letter
    sheet = covered(department, letter, COORDINATOR)
    brought(department, [printed(department, sheet, COORDINATOR), page("old")], letters=1, clerk=COORDINATOR)
    sorter_at(department, sandbox, COORDINATOR).sort_next()

    shown = coordinator.get(f"/letters/{letter.id}")
    coordinator.get(f"/letters/{letter.id}/pages/1")
    sent = coordinator.send(f"/letters/{letter.id}", f"/letters/{letter.id}/submit", version=version_of(shown))
    with department.reading(COORDINATOR) as work:
        found = letter_here(work, letter.id)
        assert (sent.status_code, found.stage, found.step) == (302, LetterStage.IN_REVIEW, 2)
        assert holder_of(work, LetterKey, found.newest.id) == "bank"
    coordinator.get("/letters")  # the greeting is shown once
    assert letter.number not in coordinator.get("/review").text


def version_of(page):
    return page.text.split('name="version" type="hidden" value="')[1].split('"')[0]


def test_a_facilitys_sheet_stops_the_centres_stack_and_the_reverse(an_old_letter, department, sandbox):
    _, old = an_old_letter
    centres = printed(department, covered(department, old, COORDINATOR), COORDINATOR)
    _, sheet = a_letter_with_sheet(department)
    norths = printed(department, sheet)

    stopped = [
        (clerk, brought(department, [strange, page("x")], letters=1, clerk=clerk))
        for clerk, strange in ((COORDINATOR, norths), (CLERK, centres))
    ]

    for clerk, stack in stopped:
        sorter_at(department, sandbox, clerk).sort_next()
        with department.reading(clerk) as work:
            assert find(work, stack).stage is StackStage.QUARANTINED


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"on_paper_since": ""}, "Enter the day that the file gives."),
        ({"earlier_1_1_found_in": ""}, "fill in the name, the day and where it lies"),
        ({"earlier_1_1_reader": "Della Crane"}, "The same name stands at two reviews"),
        ({"fact_court_ordered": "yes"}, "This letter is not taken in."),
        ({"fact_appeal_open": ""}, "Say whether this is so."),
    ],
)
def test_wrong_input_brings_a_sentence_and_loses_nothing(at_desk, department, wrong, sentence):
    coordinator = at_desk(COORDINATOR)

    refused = coordinator.send(address(department), **the_file(department, **wrong))

    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Box 3" in refused.text
    with department.reading(COORDINATOR) as work:
        assert work.session.query(Letter).count() == 0


def test_a_facility_sees_the_letter_and_is_offered_nothing_to_do_but_a_withdrawal(an_old_letter, at_desk):
    _, letter = an_old_letter
    clerk = at_desk(CLERK)

    page = clerk.get(f"/letters/{letter.id}").text

    assert "Waits at the central office to be scanned" in page
    assert "At the central office" in page
    assert "Its cover sheet" not in page
    assert "The writer withdraws it" in page
    assert "Registered letters to scan" not in clerk.get("/").text
    assert clerk.get(f"/letters/{letter.id}/scan").status_code == 403


def test_it_waits_on_the_first_page_of_both_who_take_in_old_files(an_old_letter, at_desk):
    coordinator, _ = an_old_letter

    assert "Registered letters to scan" in coordinator.get("/").text
    assert "Registered letters to scan" in at_desk(PLANNER).get("/").text


def test_whoever_passes_it_has_looked_at_the_signed_reviews(department):
    key = entered(department, SCREENED, PLANNED)

    def passed(facts):
        with department.writing(SECOND) as work:
            letter = letter_here(work, key)
            queues.claim(work, letter, letter.version)
            for side in letter.newest.pages:
                open_page(work, letter, side.ordinal)
            pass_on(work, letter, GOOD, facts)

    with pytest.raises(RuleBroken, match="Look at the signed reviews in the file first"):
        passed(NOTHING_STANDS)
    passed({**NOTHING_STANDS, SIGNED: True})

    with department.reading(COORDINATOR) as work:
        assert letter_here(work, key).stage is LetterStage.BANKED


def test_the_desk_asks_for_it_and_shows_what_the_file_says(at_desk, department):
    key = entered(department, SCREENED, PLANNED)
    reader = at_desk(SECOND)
    queue = reader.get("/review").text
    version = re.search(rf"/review/{key}/take.*?name=\"version\" value=\"(\d+)\"", queue, re.DOTALL)[1]
    reader.send("/review", f"/review/{key}/take", version=version)

    page = reader.get(f"/review/{key}").text

    assert "Have you looked at the signed reviews in the file" in page
    assert "Della Crane, 4 May 1998" in page
    assert "Cabinet 2, folder 1998" in page
