"""A figure is a ratio taken in one run: the programme and its limit take turns, and medians are compared."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Act = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """`ours` and `limit` are seconds for the same work; `target` is the wanted ratio, in words."""

    number: str
    what: str
    ours: float
    limit: float
    target: str

    def __str__(self) -> str:
        ours, limit = _seconds(self.ours), _seconds(self.limit)
        reached = f"{self.limit / self.ours:5.2f} x the limit's speed"
        return f"{self.number:3} {self.what:52} ours {ours:>9}  limit {limit:>9}  {reached}  (wanted: {self.target})"


def compare(ours: Act, limit: Act, *, rounds: int = 15) -> tuple[float, float]:
    """Median seconds of each, taken in turns after one unmeasured round."""
    taken: dict[Act, list[float]] = {ours: [], limit: []}
    for turn in range(rounds + 1):
        for act, times in taken.items():
            began = time.perf_counter()
            act()
            if turn:
                times.append(time.perf_counter() - began)
    return median(taken[ours]), median(taken[limit])


def _seconds(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"
