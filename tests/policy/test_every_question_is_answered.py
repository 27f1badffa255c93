"""A policy file with anything missing, strange or unsourced is not used, and the fault names the place."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letterbank import policy as policies
from letterbank.policy import PolicyRefused
from tests.policy.broken_copies import (
    MISSISSIPPI,
    Place,
    answers,
    at,
    faults_of,
    is_answer,
    name,
    places,
    wheres,
    with_,
    without,
)

REMOVABLE = [place for place in places() if not isinstance(place[-1], int)]
TABLES = [
    (),
    *(place for place in places() if isinstance(at(MISSISSIPPI, place), dict) and place != ("clauses",)),
]
SOURCED = [place for place in places() if place[-1] == "from"]


def _blamed(place: Place) -> str:
    """Half an answer is blamed on the question; everything else on itself."""
    return name(place[:-1] if is_answer(place[:-1]) else place)


def test_every_packaged_policy_is_without_fault() -> None:
    found = {each: policies.check(policies.path_of(each)) for each in policies.names()}

    assert "mississippi" in found
    assert not any(found.values()), found


def test_whatever_is_left_out_is_named() -> None:
    unnoticed = [name(place) for place in REMOVABLE if _blamed(place) not in wheres(without(place))]

    assert len(REMOVABLE) > 300
    assert unnoticed == []


def test_whatever_nobody_asks_for_is_named() -> None:
    unnoticed = []
    for place in TABLES:
        added = (*place, "surprise")
        if _blamed(added) not in wheres(with_(added, "!")):
            unnoticed.append(name(added))

    assert unnoticed == []


@pytest.mark.parametrize("nonsense", [[[]], {}, 1.5, "", -1, ["nonsense", "nonsense"]], ids=str)
def test_an_answer_of_the_wrong_kind_is_named(nonsense: object) -> None:
    unnoticed = [
        name(place)
        for place in answers()
        if not any(where.startswith(name(place)) for where in wheres(with_((*place, "is"), nonsense)))
    ]

    assert unnoticed == []


def test_a_part_of_a_list_that_is_of_the_wrong_kind_is_named() -> None:
    parts = [place for place in REMOVABLE if isinstance(place[-2:-1][0] if len(place) > 1 else "", int)]

    unnoticed = [name(place) for place in parts if name(place) not in wheres(with_(place, 1.5))]

    assert len(parts) > 100
    assert unnoticed == []


def test_a_source_that_is_no_listed_clause_is_named() -> None:
    unnoticed = [name(place) for place in SOURCED if _blamed(place) not in wheres(with_(place, "MO-99"))]

    assert unnoticed == []


@pytest.mark.parametrize("moment", [datetime(2026, 1, 7, 9, tzinfo=UTC), "2026-01-07", 20260107])
def test_a_day_is_a_day_and_no_moment(moment: object) -> None:
    assert wheres(with_(("letters", "paper_first_day", "is"), moment)) == {"letters.paper_first_day"}


def test_one_answer_listed_twice_is_named() -> None:
    twice = with_(("delivery", "ways", "is"), ["posted", "posted"])

    assert wheres(twice) == {"delivery.ways"}


def test_all_faults_are_found_at_once_and_each_says_how_to_mend_it() -> None:
    faults = faults_of({"clauses": {"X": "a source"}})

    assert len(faults) > 20
    assert all(fault.where and fault.sentence.endswith(".") and fault.mend.endswith(".") for fault in faults)


@pytest.mark.parametrize("content", [b"time_zone = ", b"\xff\xfe", b""], ids=["half a line", "not text", "empty"])
def test_a_file_that_is_no_policy_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(content)

    with pytest.raises(PolicyRefused, match="cannot be used yet"):
        policies.load(path)


def test_a_file_that_is_not_there_and_a_name_unknown_are_refused(tmp_path: Path) -> None:
    assert [fault.where for fault in policies.check(tmp_path / "none.toml")] == ["file"]
    with pytest.raises(PolicyRefused, match="Use one of: .*mississippi"):
        policies.packaged("../mississippi")


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(place=st.sampled_from(list(places())), value=_ANYTHING)
def test_no_content_whatever_makes_the_checker_fail(place: Place, value: object) -> None:
    policy, faults = policies.judge(with_(place, value))

    assert policy is not None or faults
