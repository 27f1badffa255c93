"""What Mississippi decides, clause by clause, and what it leaves open."""

from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from letterbank import policy as policies
from letterbank.permissions import Role
from letterbank.policy import Policy
from letterbank.policy.model import Titles
from tests.policy.broken_copies import MISSISSIPPI, answering, with_


@pytest.fixture(scope="module")
def mississippi() -> Policy:
    return policies.packaged("mississippi")


def test_three_offices_read_each_letter_and_two_of_them_are_central(mississippi: Policy) -> None:
    steps = [(step.role, step.place, step.people) for step in mississippi.reviews]

    assert steps == [
        ("facility_screener", "facility", 1),
        ("planner", "central", 1),
        ("coordinator", "central", 1),
    ]


def test_the_letter_is_posted_sealed_behind_a_cover_letter_and_in_no_other_way(mississippi: Policy) -> None:
    assert mississippi.delivery.ways == ("posted",)
    assert mississippi.delivery.sealed_inside_cover


def test_the_victim_decides_each_of_three_facts_and_none_is_told_by_default(mississippi: Policy) -> None:
    assert mississippi.disclosure.may_tell == ("requested", "received", "read")
    assert mississippi.disclosure.default == ()


def test_a_dialogue_is_asked_for_by_victims_only_and_three_kinds_of_case_are_excluded(
    mississippi: Policy,
) -> None:
    dialogue = mississippi.dialogue

    assert dialogue.started_by == ("victim",) and dialogue.writer_exception == "none"
    assert {each.key for each in dialogue.excluded} == {
        "domestic_violence",
        "child_sexual_abuse",
        "death_row",
    }
    assert not dialogue.minors_may_take_part
    assert dialogue.approvals == ("coordinator", "superintendent")


@pytest.mark.parametrize("key", ["excuses", "asks_forgiveness"])
def test_a_letter_with_excuses_or_a_plea_for_forgiveness_goes_back(mississippi: Policy, key: str) -> None:
    (criterion,) = [each for each in mississippi.criteria if each.key == key]

    assert (criterion.kind, criterion.source) == ("must_not", "MS-L3")


def test_what_bars_a_deposit_and_what_bars_a_release_are_asked_at_their_own_time(mississippi: Policy) -> None:
    deposit = {gate.key for gate in mississippi.gates if gate.bars_deposit}
    release = {gate.key for gate in mississippi.gates if gate.bars_release}

    assert deposit == {"no_contact_directive", "misconduct", "court_ordered"}  # an open appeal only warns
    assert release == {"no_contact_directive", "misconduct", "protection_order", "minor_addressee"}


def test_r33_a_sign_of_danger_is_escalated_and_advice_never_is(mississippi: Policy) -> None:
    escalating = {each.key: each for each in mississippi.criteria if each.escalates}

    assert {"life_today", "threats"} <= escalating.keys()
    assert all(each.kind == "must_not" for each in escalating.values())


def test_every_role_has_a_title(mississippi: Policy) -> None:
    assert {field.name for field in fields(Titles)} == {role.value for role in Role}
    assert mississippi.titles.of(Role.PLANNER) == "Restorative Justice Planner"


def test_no_answer_has_a_default_in_the_code() -> None:
    with pytest.raises(TypeError, match="missing .* required keyword-only"):
        Titles()  # type: ignore[call-arg]  # that it cannot be made empty is the point


def test_a_policy_does_not_change_while_it_is_used(mississippi: Policy) -> None:
    with pytest.raises(FrozenInstanceError):
        mississippi.request_needed = False  # type: ignore[misc]  # that it refuses is the point
    with pytest.raises(TypeError):
        mississippi.sources["request_needed"] = "me"  # type: ignore[index]  # that it refuses is the point


def test_r35_what_nobody_at_the_department_has_said_is_listed_as_assumed(mississippi: Policy) -> None:
    assumed = policies.assumed(mississippi)

    assert {"programme.discreet_sender", "contact.max_attempts", "criteria[2]"} <= set(assumed)
    assert not {"programme.telephone", "delivery.ways", "reviews[1]"} & set(assumed)


def test_one_content_has_one_digest_however_the_file_is_written(mississippi: Policy) -> None:
    again, _ = policies.judge(_upside_down(MISSISSIPPI))

    assert again is not None and again.digest == mississippi.digest
    assert len(mississippi.digest) == 64


def _upside_down(table: Any) -> Any:
    if not isinstance(table, dict):
        return [_upside_down(each) for each in table] if isinstance(table, list) else table
    return {key: _upside_down(table[key]) for key in reversed(table)}


@pytest.mark.parametrize(
    "changed",
    [
        answering("contact.max_attempts", 4),
        with_(("contact", "max_attempts", "from"), "MS-L11"),
        with_(("criteria", 0, "mend"), "Other words."),
        with_(("reviews",), [MISSISSIPPI["reviews"][number] for number in (1, 0, 2)]),
        with_(("clauses", "MS-L1"), "Other words."),
    ],
    ids=["an answer", "a source", "a word", "an order", "a clause"],
)
def test_any_other_content_has_another_digest(mississippi: Policy, changed: dict[str, object]) -> None:
    other, faults = policies.judge(changed)

    assert faults == []
    assert other is not None and other.digest != mississippi.digest
