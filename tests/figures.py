"""Figures that tests count along the way, summed over all of them and printed when the run ends, also under xdist."""

from collections import Counter
from itertools import chain

import pytest

TITLE = "figures: "
Tally = Counter[str]


def counted(record_property: object, title: str, tally: Tally) -> None:
    plain = {str(name): int(number) for name, number in tally.items()}  # another process will read them
    record_property(TITLE + title, plain)  # type: ignore[operator]  # pytest's own function has no public type


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    sums: dict[str, Tally] = {}
    for report in chain(*(terminalreporter.stats.get(kind, ()) for kind in ("passed", "failed"))):
        for title, tally in getattr(report, "user_properties", ()):
            if str(title).startswith(TITLE):
                sums.setdefault(str(title).removeprefix(TITLE), Counter()).update(tally)
    for title, tally in sorted(sums.items()):
        terminalreporter.write_line(f"{title}:")
        for name, number in sorted(tally.items()):
            terminalreporter.write_line(f"  {number:>9,}  {name}")
