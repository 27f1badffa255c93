"""The beat on which accepted paper leaves a facility: whole local days, counted from one day the policy names (R5).

A date of it follows from the moment a letter came into the bank and from nothing else: no letter, no person and no
wish can bring it forward.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from letterbank.policy import Policy


@dataclass(frozen=True)
class Beat:
    first: date
    days: int
    zone: ZoneInfo

    @classmethod
    def of(cls, policy: Policy) -> Self:
        return cls(policy.letters.paper_first_day, policy.letters.paper_schedule_days, policy.zone)

    def next_from(self, day: date) -> date:
        """The first day of the beat that is not before `day`."""
        return day + timedelta(days=(self.first - day).days % self.days)

    def last_until(self, day: date) -> date:
        """The last day of the beat that is not after `day`."""
        return day - timedelta(days=(day - self.first).days % self.days)

    def local_day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def due_on(self, ready_at: datetime) -> date:
        """The day a paper leaves that was ready at this moment: the first of the beat after that day."""
        return self.next_from(self.local_day(ready_at) + timedelta(days=1))

    def cut_off(self, day: date) -> datetime:
        """Paper that was ready before this moment leaves on `day`: the midnight it begins with."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def open_cut_off(self, now: datetime) -> datetime:
        """Paper that was ready before this moment may leave now."""
        return self.cut_off(self.last_until(self.local_day(now)))

    def missed_cut_off(self, now: datetime) -> datetime:
        """Paper that was ready before this moment should have left on a day that is over."""
        return self.cut_off(self.last_until(self.local_day(now) - timedelta(days=1)))

    def arrived_cut_off(self, now: datetime) -> datetime:
        """What was sent before this moment should have arrived: it has had a whole beat of days on its way."""
        return self.cut_off(self.local_day(now) - timedelta(days=self.days))
