"""Answers that are well formed and still refused, because they would hurt someone."""

from typing import Any

import pytest

from letterbank import policy as policies
from letterbank.permissions import FACILITY_ROLES, GRANTS, Permission, Role
from tests.policy.broken_copies import MISSISSIPPI, answering, faults_of, wheres, with_

REFUSED: list[tuple[str, Any]] = [
    ("contact.confirmation_needed", False),
    ("letters.direct_sending_forbidden", False),
    ("delivery.sealed_inside_cover", False),
    ("delivery.ways", []),
    ("contact.channels", []),
    ("contact.days", []),
    ("requests.channels", []),
    ("victims.relations", []),
    ("languages", []),
    ("letters.who_may_start", []),
    ("dialogue.approvals", []),
    ("programme.telephone", "call us"),
    ("clemency.affects_release", True),
    ("dialogue.affects_release", True),
    ("dialogue.gives_visit_right", True),
    ("disclosure.default", ["received"]),
    ("statistics.small_number_threshold", 9),
    ("statistics.every_months", 1),
    ("retention.key_backup_days", 8),
    ("deposits_per_addressee", 0),
    ("contact.max_attempts", 0),
    ("contact.consent_lease_days", 0),
    ("disclosure.cycle_months", 0),
    ("claims.lease_minutes", 0),
    ("claims.draft_days", 0),
    ("scans.max_pages", 0),
    ("time_zone", "America/Nowhere"),
    ("time_zone", "../../etc/passwd"),
    ("updates.choices", ["each"]),
    ("programme.discreet_sender", ["Mail Desk"]),
]
TELLING = [
    "Prison Mail", "Parchman Penitentiary", "MDOC", "Department Box", "Victim Services",
    "Apology Letter Bank", "Mississippi Choice", "Restorative Justice", "Inmates' Mail", "State of Mississippi",
    "Parole Board",
]  # fmt: skip


@pytest.mark.parametrize(("where", "value"), REFUSED)
def test_an_answer_that_would_hurt_is_refused(where: str, value: object) -> None:
    blamed = "updates.default" if where == "updates.choices" else where

    assert wheres(answering(where, value)) == {blamed}


def test_r28_a_policy_that_tells_victims_who_did_not_ask_is_refused_and_hears_why() -> None:
    (fault,) = faults_of(answering("request_needed", False))

    assert fault.where == "request_needed"
    assert "did not ask" in fault.sentence and "R28" in fault.sentence


def test_calls_end_after_they_begin() -> None:
    backwards = answering("contact.hours_to", MISSISSIPPI["contact"]["hours_from"]["is"])

    assert wheres(backwards) == {"contact.hours_to"}


@pytest.mark.parametrize("line", TELLING)
def test_r25_no_envelope_and_no_first_word_tells_what_this_is_about(line: str) -> None:
    envelope = answering("programme.discreet_sender", [line, "PO Box 1", "Jackson"])
    caller = answering("programme.neutral_caller", line)

    assert wheres(envelope) == {"programme.discreet_sender"}
    assert wheres(caller) == {"programme.neutral_caller"}


def test_an_ordinary_name_is_discreet_enough() -> None:
    ordinary = answering("programme.discreet_sender", ["Doctor Coulter's Mail", "PO Box 12", "Jackson, MS 39200"])

    assert faults_of(ordinary) == []


def test_a_policy_without_a_central_review_is_refused() -> None:
    only_facility = with_(("reviews",), MISSISSIPPI["reviews"][:1])

    assert wheres(only_facility) == {"reviews"}
    assert wheres(with_(("reviews",), [])) == {"reviews"}


def test_one_role_reads_a_letter_in_one_review_only() -> None:
    twice = with_(("reviews", 2, "role"), "planner")

    assert wheres(twice) == {"reviews[3].role"}


def test_two_people_of_one_role_may_be_asked_for() -> None:
    policy, faults = policies.judge(with_(("reviews", 2, "people"), 2))

    assert faults == []
    assert policy is not None and policy.reviews[2].people == 2


def test_a_review_needs_people() -> None:
    assert wheres(with_(("reviews", 1, "people"), 0)) == {"reviews[2].people"}


@pytest.mark.parametrize("role", [*(r for r in Role if Permission.LETTER_REVIEW not in GRANTS[r]), "warden"])
def test_only_a_role_that_may_review_reviews(role: str) -> None:
    assert wheres(with_(("reviews", 1, "role"), role)) == {"reviews[2].role"}


def test_a_reader_sits_where_the_role_works() -> None:
    assert Role.FACILITY_SCREENER in FACILITY_ROLES
    assert "reviews[1].place" in wheres(with_(("reviews", 0, "place"), "central"))
    assert "reviews[2].place" in wheres(with_(("reviews", 1, "place"), "facility"))


def test_p1_the_last_review_is_given_at_the_centre() -> None:
    facility_last = with_(("reviews",), MISSISSIPPI["reviews"][1:] + MISSISSIPPI["reviews"][:1])

    (fault,) = faults_of(facility_last)

    assert fault.where == "reviews[3].place"
    assert "the bank" in fault.sentence


@pytest.mark.parametrize("items", ["criteria", "refusal_reasons", "gates"])
def test_two_of_a_kind_never_share_a_key(items: str) -> None:
    shared = with_((items, 1, "key"), MISSISSIPPI[items][0]["key"])

    assert wheres(shared) == {f"{items}[2].key"}
    assert wheres(with_((items, 1, "key"), "Two Words")) == {f"{items}[2].key"}


@pytest.mark.parametrize("bars", ["deposit", "deposit_and_release"])
def test_r3_what_a_victim_tells_never_bars_a_deposit(bars: str) -> None:
    number = next(i for i, gate in enumerate(MISSISSIPPI["gates"]) if gate["known_from"] == "victim_side")

    assert wheres(with_(("gates", number, "bars"), bars)) == {f"gates[{number + 1}].bars"}


def test_writers_who_are_never_told_are_promised_no_facts() -> None:
    assert wheres(answering("disclosure.decided_by", "never_told")) == {"disclosure.may_tell"}
