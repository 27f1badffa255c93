"""Lives of letters and of requests over two years, each told step by step and played in the order of time.

A life says `yield days` before its next step: that many days before today, on a working day, in the morning.
"""

import heapq
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from letterbank.clock import HandClock
from letterbank.demonstration.register import Writer

Life = Iterator[float]
_FILE = Path(__file__).with_name("lives.toml")
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Told:
    """One letter's life as the file tells it. `began`: days ago; `goes`: how far; `ends`: what a second person decided;
    `paper`: where its paper is, if not in the safe; `wish`: hers, if she ever asked.
    """

    writer: Writer
    addressee: str
    began: int
    goes: str
    ends: str
    text: str
    hand: str
    pace: int
    paper: str
    wish: Mapping[str, Any]

    @property
    def clerk(self) -> str:
        return f"{self.writer.facility.lower()}.clerk"

    @property
    def readers(self) -> Sequence[str]:
        return (f"{self.writer.facility.lower()}.screener", "planner", "coordinator")

    @property
    def banked(self) -> int:
        """Days ago, if it went that far: sent on a day after it came, read at its pace."""
        return self.began - 1 - self.pace * len(self.readers)


def lives() -> list[Told]:
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [_told(life, told["words"]) for life in told["life"]]


def _told(life: Mapping[str, Any], words: str) -> Told:
    said = {name: life.get(name, "") for name in ("addressee", "name", "event", "harm", "change")}
    return Told(
        writer=Writer(
            number=life["number"], name=life["name"], facility="NORTH" if life["number"][0] == "N" else "RIVER",
            case=life["case"], county=life["county"], offence=life["offence"], date=life["date"],
        ),
        addressee=life["addressee"], began=life["began"], goes=life["goes"], ends=life.get("ends", ""),
        text=life.get("text", "") or words.format(**said), hand=life.get("hand", ""), pace=life.get("pace", 9),
        paper=life.get("paper", ""), wish=life.get("wish", {}),
    )  # fmt: skip


def play(begun: Sequence[Life], clock: HandClock, today: datetime, turned: Callable[[], None]) -> None:
    """Live all these lives together, the earliest step first. `turned` is called at every step; `today` is local."""
    coming: list[tuple[datetime, int, Life]] = []

    def await_next(number: int, life: Life) -> None:
        days = next(life, None)
        if days is not None:
            heapq.heappush(coming, (_moment(today, days, number), number, life))

    for number, life in enumerate(begun):
        await_next(number, life)
    while coming:
        at, number, life = heapq.heappop(coming)
        clock.turn_to(at)
        turned()
        await_next(number, life)


def _moment(today: datetime, days: float, number: int) -> datetime:
    """A minute of its own for every life, between half past nine and three; never a weekend."""
    day = today - timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
    return day.replace(hour=9, minute=30, second=0, microsecond=0) + timedelta(minutes=4 * number)
