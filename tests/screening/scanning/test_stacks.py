"""B24: whatever happens to a stack, no side comes into another letter. `make soak` runs the same at length."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.scanning.doubts import Doubt, Reason
from screening.scanning.separation import Separated, Standing, separate
from tests.figures import counted
from tests.screening.scanning.accidents import without_codes
from tests.screening.scanning.feeder import scanned
from tests.screening.scanning.leaves_of_paper import Eyes, Leaf, Stack, a_good_stack, a_sheet, known_as
from tests.screening.scanning.mishaps import a_stack, filled_up_by_the_next
from tests.screening.scanning.rendered import seen
from tests.screening.scanning.truth import Outcome, judged
from tests.screening.scanning.weighing import GOOD_PUT_ASIDE, paper_stacks, weighed

SHARE = range(2_000)
SHEET = a_sheet(Random(1), 2)


def test_a_good_stack_is_always_accepted_and_comes_out_as_it_lay():
    for number in range(300):
        stack = a_good_stack(Random(number))
        shots = scanned(stack)

        outcome = separate(shots, stack.known, letters=stack.counted)

        assert isinstance(outcome, Separated), (number, outcome)
        assert judged(stack, shots, outcome) is Outcome.RIGHT, number


@settings(max_examples=300)
@given(chance=st.randoms(use_true_random=False))
def test_no_mishap_brings_a_side_into_another_letter(chance):
    stack = a_stack(chance)

    assert weighed(stack)[Outcome.WRONG] == 0


NOT_OF_THE_PAPER = {Reason.NOT_TURNED, Reason.DOUBTED_BEFORE}  # nothing a stack can show by itself


def test_two_thousand_stacks_are_right_or_wait_for_a_person(record_property):
    tally = paper_stacks(SHARE)

    counted(record_property, "stacks of paper", tally)
    assert tally["stacks"] == len(SHARE)
    assert tally[Outcome.WRONG] == 0
    assert tally[GOOD_PUT_ASIDE] == 0
    assert all(tally[f"put aside for {reason}"] for reason in {*Reason} - NOT_OF_THE_PAPER)


def test_a_letter_filled_up_by_the_next_one_is_caught_by_the_count():
    """Every number of sides fits, and the sheet between the two was never seen: only the count of sheets can tell."""
    for number in range(300):
        stack = filled_up_by_the_next(Random(number))

        outcome = separate(scanned(stack), stack.known, letters=stack.counted)

        assert isinstance(outcome, Doubt)
        assert outcome.reasons == {Reason.OTHER_NUMBER}


def test_without_a_count_such_a_stack_waits_for_one():
    stack = filled_up_by_the_next(Random(1))

    outcome = separate(scanned(stack), stack.known, letters=None)

    assert isinstance(outcome, Doubt)
    assert outcome.reasons == {Reason.UNCOUNTED}


def test_what_remains_is_a_count_that_is_wrong_by_just_the_sheets_that_were_not_seen():
    """Three faults that fit one another: named here, so that nobody promises more than the counts can keep."""
    stack = filled_up_by_the_next(Random(1))
    stack.counted = stack.sheets - 1
    shots = scanned(stack)

    outcome = separate(shots, stack.known, letters=stack.counted)

    assert isinstance(outcome, Separated)
    assert judged(stack, shots, outcome) is Outcome.NEITHER


def test_an_empty_leaf_that_looks_like_the_sheets_back_costs_no_more_than_a_turn():
    """One side of a sheet, an empty leaf and two pages, fed sideways, look like both sides of a sheet and a page."""
    sheet, *pages = [Leaf(text, letter=0, place=place, head=90) for place, text in enumerate((SHEET, "", ""))]
    stack = Stack([sheet, Leaf(front=False), *pages], {SHEET: known_as(SHEET, Standing.READY, 2)}, two_sided=False)
    stack.truth[0], stack.counted = [(0, 1, True), (0, 2, True)], 1
    shots = scanned(stack)

    outcome = separate(shots, stack.known, letters=stack.counted)

    assert isinstance(outcome, Separated)
    assert judged(stack, shots, outcome) is Outcome.TURNED


def test_a_sheet_with_all_its_codes_spoilt_holds_the_stack():
    chance = Random("spoilt")
    stack = a_good_stack(chance, letters=1)

    shots = seen(stack, chance, without_codes, hands=1)
    outcome = separate(shots, stack.known, letters=1)

    assert isinstance(outcome, Doubt)
    assert Reason.DAMAGED in outcome.reasons
    assert stack.leaves[0].eyes is Eyes.AS_IT_IS
