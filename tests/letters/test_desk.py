"""P6: what the intake desk must do next with a letter stands on its first page; of a rewritten letter too."""

from datetime import timedelta

import pytest

from letterbank.letters.intake import expect_again, letter_here
from letterbank.letters.lists import Waiting, list_letters, oldest
from letterbank.letters.workflow import Step, advance
from tests.letters.test_story import give_back, rescan, submit, walked
from tests.worlds import CLERK, COORDINATOR, PLANNER, RIVER_SCREENER, SCREENER, review, revise


def to_be_scanned(work, letter):
    expect_again(work, letter, 3, replaces=True)


def withdraw(work, letter):
    advance(work, Step.WITHDRAW, letter)


def refuse(work, letter):
    review(work, letter, Step.REFUSE)


SENT = ((CLERK, submit),)
BACK = (*SENT, (SCREENER, give_back))
WAITS = {
    "registered with its scan": ((), Waiting.TO_CHECK),
    "registered, to be scanned again": (((CLERK, to_be_scanned),), Waiting.TO_SCAN),
    "in review": (SENT, None),
    "returned": (BACK, Waiting.RETURNED),
    "rewritten, not scanned": ((*BACK, (CLERK, to_be_scanned)), Waiting.TO_SCAN),
    "rewritten and scanned": ((*BACK, (CLERK, revise)), Waiting.TO_CHECK),
    "rewritten, and its scan was bad": ((*BACK, (CLERK, revise), (CLERK, to_be_scanned)), Waiting.TO_SCAN),
    "rewritten and in review": ((*BACK, (CLERK, rescan)), None),
    "returned a second time": ((*BACK, (CLERK, rescan), (SCREENER, give_back)), Waiting.RETURNED),
    "returned by the centre and scanned": (
        (*SENT, (SCREENER, review), (PLANNER, give_back), (CLERK, revise)), Waiting.TO_CHECK,
    ),
    "refused": ((*SENT, (SCREENER, refuse)), Waiting.REFUSED),
    "withdrawn": (((CLERK, withdraw),), None),
}  # fmt: skip


@pytest.mark.parametrize("name", WAITS)
def test_it_waits_on_exactly_one_line_until_somebody_else_has_it(department, name):
    deeds, line = WAITS[name]
    key = walked(department, *deeds)

    with department.reading(CLERK) as work:
        listed = [one for one in Waiting if key in {row.id for row in list_letters(work, stage=one).rows}]
        on_the_page = [one for one in Waiting if oldest(work, one)]

    assert listed == on_the_page == ([line] if line else [])


@pytest.mark.parametrize("other", [RIVER_SCREENER, COORDINATOR], ids=["another facility", "the centre"])
def test_a_rewritten_letter_waits_at_no_other_desk(department, other):
    walked(department, *BACK, (CLERK, revise))

    with department.reading(other) as work:
        assert [one for one in (Waiting.TO_SCAN, Waiting.TO_CHECK) if oldest(work, one)] == []


def test_a_rewritten_letter_has_waited_since_it_came(department):
    walked(department, *BACK, (CLERK, revise))
    came = department.clock.now()
    department.clock.forward(timedelta(days=3))

    with department.reading(CLERK) as work:
        (row,) = list_letters(work, stage=Waiting.TO_CHECK).rows
        assert oldest(work, Waiting.TO_CHECK) == row.since == came


def test_the_first_page_leads_to_a_rewritten_letter(department, browser_of):
    key = walked(department, *BACK, (CLERK, revise))
    clerk = browser_of(CLERK)

    home, listed = clerk.get("/").text, clerk.get(f"/letters?stage={Waiting.TO_CHECK.value}").text
    page = clerk.get(f"/letters/{key}").text

    assert "Scans to check and send into review" in home and f"stage={Waiting.TO_CHECK.value}" in home
    assert f"/letters/{key}" in listed and "Rewritten, at the desk" in listed
    assert "Rewritten, at the desk" in page and "Waits for the writer" not in page and "On paper again" in page


def test_the_writer_still_writes_until_the_new_paper_comes(department):
    key = walked(department, *BACK)

    with department.reading(CLERK) as work:
        (row,) = list_letters(work).rows
        assert (row.id, row.stage, row.since) == (key, "With the writer", letter_here(work, key).since)
