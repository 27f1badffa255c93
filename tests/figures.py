"""Figures that tests count along the way, summed over all of them and printed when the run ends, also under xdist."""

from collections import Counter

import pytest

TITLE = "figures: "
Tally = Counter[str]


def counted(record_property: object, title: str, tally: Tally) -> None:
    record_property(TITLE + title, dict(tally))  # type: ignore[operator]  # pytest's own function has no public type


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    sums: dict[str, Tally] = {}
    for report in [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ())]:
        for title, tally in getattr(report, "user_properties", ()):
            if str(title).startswith(TITLE):
                sums.setdefault(str(title).removeprefix(TITLE), Counter()).update(tally)
    for title, tally in sorted(sums.items()):
        said = ", ".join(f"{name} {number:,}" for name, number in sorted(tally.items()))
        terminalreporter.write_line(f"{title}: {said}")
