"""R5: paper leaves on days that follow from a moment and the policy alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letterbank.letters.paper.schedule import Beat
from tests.worlds import POLICY

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
WEDNESDAYS = Beat(date(2026, 1, 7), 7, ZoneInfo("America/Chicago"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Chicago"))


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        ("2026-03-03T23:59", date(2026, 3, 4)),
        ("2026-03-04T00:00", date(2026, 3, 11)),  # what comes in on the day itself waits for the next one
        ("2026-03-05T08:00", date(2026, 3, 11)),
        ("2026-01-01T08:00", date(2026, 1, 7)),
        ("2019-06-03T08:00", date(2019, 6, 5)),  # the beat was there before the day it is counted from
    ],
)
def test_a_paper_leaves_on_the_first_day_of_the_beat_after_the_day_it_was_ready(ready, leaves):
    assert WEDNESDAYS.due_on(at(ready)) == leaves


def test_days_are_counted_where_the_programme_is():
    late_on_tuesday_in_mississippi = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)

    assert WEDNESDAYS.due_on(late_on_tuesday_in_mississippi) == date(2026, 3, 4)


def test_a_day_begins_at_midnight_also_when_the_clocks_have_changed():
    assert WEDNESDAYS.cut_off(date(2026, 3, 4)) == datetime(2026, 3, 4, 6, tzinfo=UTC)
    assert WEDNESDAYS.cut_off(date(2026, 3, 11)) == datetime(2026, 3, 11, 5, tzinfo=UTC)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    ready=st.integers(0, 60 * 365 * 24 * 60).map(lambda minutes: EARLIEST + timedelta(minutes=minutes)),
    days=st.integers(1, 60),
)
def test_what_may_leave_now_is_what_was_due_by_today(ready, days):
    beat = replace(WEDNESDAYS, days=days)

    due = beat.due_on(ready)

    assert (due - beat.first).days % days == 0
    assert beat.local_day(ready) < due <= beat.local_day(ready) + timedelta(days=days)
    assert ready < beat.open_cut_off(beat.cut_off(due))
    assert not ready < beat.open_cut_off(beat.cut_off(due) - timedelta(minutes=1))
    assert not ready < beat.missed_cut_off(beat.cut_off(due) + timedelta(hours=20))
    assert ready < beat.missed_cut_off(beat.cut_off(due + timedelta(days=1)))


def test_the_policy_names_the_days_and_says_where_they_come_from():
    beat = Beat.of(POLICY)

    assert (beat.days, beat.first) == (7, date(2026, 1, 7))
    assert POLICY.sources["letters.paper_first_day"] == "assumed"
