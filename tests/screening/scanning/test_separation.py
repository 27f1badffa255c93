"""N5, B24: any doubt and the whole stack waits for a person. One row for each reason."""

from dataclasses import dataclass
from random import Random

import pytest

from screening.scanning.doubts import SENTENCES, Doubt, Finding, Reason
from screening.scanning.separation import Known, Placed, Separated, SeparatedLetter, Standing, separate
from screening.scanning.sides import Reading
from tests.screening.scanning.leaves_of_paper import HERE, STRANGERS, a_sheet, known_as

R, S = Reason, Standing


@dataclass(frozen=True)
class Seen:
    reading: Reading = Reading()
    blank: bool = False


def a_text(name: str, sides: int | None = 2, whose: str = "") -> str:
    return a_sheet(Random(name), sides, STRANGERS[whose] if whose else HERE)


A, B, BY_HAND = a_text("A"), a_text("B"), a_text("by hand", None)
A_CHANGED = a_text("A", 3)
RIVER, ELSE, FORGED = (a_text(whose, whose=whose) for whose in STRANGERS)
NEWER = A.replace("LBANK1", "LBANK2")
READY = {text: known_as(text, S.READY, 2) for text in (A, B, BY_HAND, RIVER, ELSE, FORGED, NEWER)}

PAGE, EMPTY, DAMAGED = Seen(), Seen(blank=True), Seen(Reading(damaged=True))


def on(*texts: str, turn: int = 0) -> Seen:
    return Seen(Reading(texts, turn))


def a_with(standing: Standing, registered: int | None = 2) -> dict[str, Known]:
    return READY | {A: known_as(A, standing, registered)}


FULL_A, FULL_B = [on(A), PAGE, PAGE], [on(B), PAGE, PAGE]

# What came, what is known of the sheets, how many letters were counted; every reason with its sides.
DOUBTFUL = {
    "nothing at all": ([], READY, 1, {R.NO_SHEET: ()}),
    "pages without a sheet": ([PAGE, PAGE], READY, 1, {R.NO_SHEET: ()}),
    "pages before the first sheet": ([PAGE, *FULL_A], READY, 1, {R.BEFORE_FIRST: (1,)}),
    "a damaged sheet": ([*FULL_A, DAMAGED, PAGE, PAGE], READY, 2, {R.DAMAGED: (4,)}),
    "a damaged sheet that looked empty": (
        [*FULL_A, Seen(Reading(damaged=True), blank=True), PAGE], READY, 2, {R.DAMAGED: (4,)}),
    "two sheets on one side": ([on(A, B), PAGE, PAGE], READY, 1, {R.TWO_CODES: (1,)}),
    "the same sheet twice": ([*FULL_A, *FULL_B, *FULL_A], READY, 3, {R.SAME_TWICE: (1, 7)}),
    "one code with two counts": (
        [*FULL_A, on(A_CHANGED), PAGE, PAGE], READY | {A_CHANGED: known_as(A_CHANGED, S.READY, 2)}, 2,
        {R.COUNT_CHANGED: (4,), R.SAME_TWICE: (1, 4)}),
    "a used sheet": (FULL_A, a_with(S.USED), 1, {R.USED: (1,)}),
    "a void sheet": (FULL_A, a_with(S.VOID), 1, {R.VOID: (1,)}),
    "a sheet by hand, not registered": (
        [on(BY_HAND), PAGE], READY | {BY_HAND: known_as(BY_HAND, S.UNREGISTERED, None)}, 1, {R.UNREGISTERED: (1,)}),
    "a ready sheet without a count": (FULL_A, a_with(S.READY, None), 1, {R.UNREGISTERED: (1,)}),
    "a sheet nobody knows": (FULL_A, {}, 1, {R.UNKNOWN: (1,)}),
    "a sheet the table does not have": (FULL_A, a_with(S.UNKNOWN, None), 1, {R.UNKNOWN: (1,)}),
    "another facility's sheet": ([on(RIVER), PAGE, PAGE], READY, 1, {R.OTHER_FACILITY: (1,)}),
    "another department's sheet": ([on(ELSE), PAGE, PAGE], READY, 1, {R.OTHER_DEPARTMENT: (1,)}),
    "a forged sheet": ([on(FORGED), PAGE, PAGE], READY, 1, {R.NOT_GENUINE: (1,)}),
    "a newer version's sheet": ([on(NEWER), PAGE, PAGE], READY, 1, {R.NEWER_FORMAT: (1,)}),
    "a sheet without pages": ([on(A), *FULL_B], READY, 2, {R.NO_PAGES: (1,)}),
    "a sheet without pages at the end": ([*FULL_A, on(B)], READY, 2, {R.NO_PAGES: (4,)}),
    "more sides than declared": ([*FULL_A, PAGE, *FULL_B], READY, 2, {R.TOO_MANY: (1,)}),
    "fewer sides than declared": ([on(A), PAGE, *FULL_B], READY, 2, {R.TOO_FEW: (1,)}),
    "a feeder that stopped": ([*FULL_A, on(B), PAGE], READY, 2, {R.ENDS_EARLY: (4,)}),
    "a count changed after the print": (
        [on(A), PAGE, PAGE, PAGE], a_with(S.READY, 3), 1, {R.COUNT_CHANGED: (1,)}),
    "no count of letters": (FULL_A, READY, None, {R.UNCOUNTED: ()}),
    "another count of letters": ([*FULL_A, *FULL_B], READY, 3, {R.OTHER_NUMBER: ()}),
    "an empty side among one-sided ones": ([*FULL_A, EMPTY, *FULL_B], READY, 2, {R.STRAY_BLANK: (4,)}),
    "a leaf empty on both sides": (
        [on(A), EMPTY, PAGE, PAGE, EMPTY, EMPTY], READY, 1, {R.EMPTY_LEAF: (5, 6)}),
    "something on a sheet's back": (
        [on(A), EMPTY, PAGE, PAGE, on(B), PAGE, PAGE, EMPTY], READY, 2, {R.WRITTEN_BACK: (6,)}),
    "a sheet face down": (
        [on(A), EMPTY, PAGE, PAGE, EMPTY, on(B), PAGE, PAGE], READY, 2, {R.FACE_DOWN: (6,)}),
    "a stack face down": ([EMPTY, on(A), PAGE, PAGE], READY, 1, {R.FACE_DOWN: (2,)}),
    "a leaf with one side": ([on(A), EMPTY, PAGE, EMPTY, PAGE], READY, 1, {R.UNEVEN: (5,)}),
    "a leaf out of step": ([on(A), EMPTY, PAGE, EMPTY, PAGE, on(B), PAGE, PAGE], READY, 2, {R.UNEVEN: (5,)}),
    "many at once": (
        [PAGE, on(RIVER), PAGE, DAMAGED, PAGE, on(A), on(B), PAGE], READY, 3,
        {R.BEFORE_FIRST: (1,), R.DAMAGED: (4,), R.OTHER_FACILITY: (2,), R.NO_PAGES: (6,), R.ENDS_EARLY: (7,),
         R.OTHER_NUMBER: ()}),
}  # fmt: skip


@pytest.mark.parametrize("name", list(DOUBTFUL))
def test_a_doubt_holds_the_whole_stack_and_says_each_reason_once(name):
    sides, sheets, letters, expected = DOUBTFUL[name]

    outcome = separate(sides, sheets, letters=letters)

    assert isinstance(outcome, Doubt)
    assert {finding.reason: finding.sides for finding in outcome.findings} == expected
    assert len(outcome.findings) == len(expected)


def test_every_reason_has_a_row_and_a_sentence():
    by_the_sheets = set(Reason) - {Reason.NOT_TURNED, Reason.DOUBTED_BEFORE}  # of which only the sorter can know
    assert {reason for *_, expected in DOUBTFUL.values() for reason in expected} == by_the_sheets
    assert set(SENTENCES) == set(Reason)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_sentence_says_what_happened_and_what_to_do(reason):
    happened, to_do = SENTENCES[reason]

    assert happened.endswith(".") and to_do.endswith(".")
    assert Finding(reason, (3,)).sentence == f"Side 3: {happened} {to_do}"
    assert Finding(reason).sentence == f"{happened} {to_do}"


def test_sides_are_named_as_a_person_would():
    assert Finding(R.USED, (1, 3, 4, 5, 8)).where == "Sides 1, 3–5 and 8"
    assert Finding(R.USED, (4, 5)).where == "Sides 4–5"
    assert Finding(R.USED).where == ""


def letters_of(sides: list[Seen], letters: int) -> list[tuple[int, list[tuple[int, int]]]]:
    outcome = separate(sides, READY, letters=letters)
    assert isinstance(outcome, Separated), outcome
    return [(letter.sheet, [(side.number, side.turn) for side in letter.sides]) for letter in outcome.letters]


def test_a_good_stack_is_taken_apart_in_the_order_it_lay_in():
    outcome = separate([*FULL_A, *FULL_B], READY, letters=2)

    code_a, code_b = (READY[text].claim.code for text in (A, B))
    assert outcome == Separated((
        SeparatedLetter(code_a, 1, (Placed(2, 0), Placed(3, 0))),
        SeparatedLetter(code_b, 4, (Placed(5, 0), Placed(6, 0))),
    ))  # fmt: skip


def test_a_sheet_filled_in_by_hand_counts_what_was_registered():
    assert letters_of([on(BY_HAND), PAGE, PAGE], 1) == [(1, [(2, 0), (3, 0)])]


def test_the_empty_backs_of_a_stack_scanned_on_both_sides_are_dropped():
    sides = [on(A), EMPTY, PAGE, EMPTY, PAGE, EMPTY, on(B), EMPTY, PAGE, PAGE]

    assert letters_of(sides, 2) == [(1, [(3, 0), (5, 0)]), (7, [(9, 0), (10, 0)])]


def test_a_sheet_that_shines_through_its_own_empty_back_is_no_second_sheet():
    shines = Seen(Reading(damaged=True), blank=True)

    assert letters_of([on(A), shines, PAGE, PAGE], 1) == [(1, [(3, 0), (4, 0)])]


def test_pages_turn_with_their_own_sheet():
    sides = [on(A, turn=180), PAGE, PAGE, on(B), PAGE, PAGE]

    assert letters_of(sides, 2) == [(1, [(2, 180), (3, 180)]), (4, [(5, 0), (6, 0)])]


@pytest.mark.parametrize(("turn", "back"), [(0, 0), (90, 270), (180, 180), (270, 90)])
def test_a_back_stands_as_the_second_camera_saw_it(turn, back):
    assert letters_of([on(A, turn=turn), EMPTY, PAGE, PAGE], 1) == [(1, [(3, turn), (4, back)])]
