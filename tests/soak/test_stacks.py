"""N5, B24, at length: 100,000 stacks of paper, and 600 printed and scanned that go the whole way. A seed is a stack."""

import pytest

from tests.figures import counted
from tests.screening.scanning.truth import Outcome
from tests.screening.scanning.weighing import GOOD_PUT_ASIDE, paper_stacks
from tests.screening.stacks.whole_way import ScanningRoom

PAPER, PRINTED = 10_000, 50
KINDS = ("sqlite", "postgresql")


def share_of(size: int, number: int) -> range:
    """Seeds that `make test` does not use."""
    return range(1_000_000 + size * number, 1_000_000 + size * (number + 1))


@pytest.fixture
def room(department, scanning):
    return ScanningRoom(department, scanning)


@pytest.fixture
def seeds(number, database_kind):
    """Half of the stacks on each database."""
    return share_of(PRINTED, 2 * number + KINDS.index(database_kind))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(10))
def test_a_hundred_thousand_stacks_are_right_or_wait_for_a_person(number, record_property):
    tally = paper_stacks(share_of(PAPER, number))

    counted(record_property, "stacks of paper", tally)
    assert tally["stacks"] == PAPER
    assert tally[Outcome.WRONG] == 0
    assert tally[GOOD_PUT_ASIDE] == 0


@pytest.mark.soak
@pytest.mark.parametrize("number", range(3))
def test_of_clean_scans_at_most_two_in_a_hundred_wait_for_a_person(room, seeds, record_property):
    tally = room.clean_stacks(seeds)

    counted(record_property, "stacks printed and scanned, clean", tally)
    assert tally[Outcome.WRONG] == 0
    assert tally[Outcome.RIGHT] + tally["put aside"] == PRINTED
    assert tally["put aside"] <= PRINTED * 0.02


@pytest.mark.soak
@pytest.mark.parametrize("number", range(3))
def test_no_accident_to_the_paper_brings_a_side_into_another_letter(room, seeds, record_property):
    tally = room.rough_stacks(seeds)

    counted(record_property, "stacks printed and scanned, rough", tally)
    assert tally["stacks"] == PRINTED
    assert tally[Outcome.WRONG] == 0
