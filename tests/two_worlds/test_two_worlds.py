"""P2, N1: the same days lived twice look the same to everybody who watches, whatever a victim does in one of them."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.two_worlds.leaks import LEAKS
from tests.two_worlds.scripts import AFTERWARDS, HER_WAY, OTHER_ANSWERS, TO_THE_BANK, looked_at_after, scripts
from tests.two_worlds.victims import ALLOWED
from tests.two_worlds.world import Leak


def test_nobody_sees_that_she_asked_answered_received_and_left(two_worlds):
    differing = two_worlds.compare(looked_at_after(HER_WAY))

    assert differing == []
    assert two_worlds.happened == HER_WAY


@pytest.mark.parametrize("answer", OTHER_ANSWERS)
def test_nobody_sees_another_answer_either(two_worlds, answer):
    before = HER_WAY[: HER_WAY.index("says_yes")]

    differing = two_worlds.compare(looked_at_after([*before, answer], looking=9))

    assert differing == []
    assert two_worlds.happened == [*before, answer]


def test_nobody_sees_a_yes_taken_back(two_worlds):
    before = HER_WAY[: HER_WAY.index("is_handed_over")]

    differing = two_worlds.compare(looked_at_after([*before, "takes_it_back", "moves_house", "pauses"], looking=6))

    assert differing == []
    assert "takes_it_back" in two_worlds.happened


def test_only_the_planner_learns_of_a_dialogue_she_agreed_to(two_worlds):
    way = ["asks", "is_verified", "wishes_for_a_dialogue", ALLOWED]

    differing = two_worlds.compare(looked_at_after(way, looking=9))

    assert two_worlds.happened == way
    assert [seen for seen in differing if not seen.startswith("GET central.localhost/")] == []


def test_the_watchers_saw_the_way_to_the_bank_and_a_withdrawal(two_worlds):
    two_worlds.compare(looked_at_after([]))
    pages = {sight.asked.partition(" ")[2]: sight.told for sight in two_worlds.sights}

    bodies = b"".join(told[2] for told in pages.values() if len(told) == 3 and isinstance(told[2], bytes))
    assert b"In the bank" in bodies
    assert b"You asked us to take your letter back" in bodies
    assert b"Opened at the centre" in bodies and b"Received centrally" in bodies
    assert len(two_worlds.sights) > 100


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found(two_worlds, leak):
    assert two_worlds.first_differences(looked_at_after(HER_WAY[:-1], looking=12), LEAKS[leak]) != []
    without_her = [*TO_THE_BANK[:7], *AFTERWARDS[:1]]
    assert two_worlds.first_differences(without_her, LEAKS[leak]) == []  # and only when she is there


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=scripts())
def test_any_days_look_the_same(two_worlds, script):
    assert two_worlds.compare(script) == []


def test_without_a_leak_two_worlds_side_by_side_look_the_same(two_worlds):
    assert two_worlds.first_differences(looked_at_after(HER_WAY[:4], looking=3), Leak()) == []
