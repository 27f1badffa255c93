"""Runs stacks through `separate` and counts what came of them, beside what truly lay there."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from random import Random

from screening.scanning.doubts import Doubt
from screening.scanning.separation import separate
from tests.figures import Tally
from tests.screening.scanning.feeder import Shot, scanned
from tests.screening.scanning.leaves_of_paper import Stack
from tests.screening.scanning.mishaps import a_stack
from tests.screening.scanning.truth import Outcome, judged

GOOD_PUT_ASIDE = "put aside though nothing had happened to it"


def weighed(stack: Stack, shots: Sequence[Shot] | None = None) -> Tally:
    """What to add to the figures for one stack, read by the eye that each of its leaves is given."""
    shots = scanned(stack) if shots is None else shots
    outcome = separate(shots, stack.known, letters=stack.counted)
    return tallied(stack, outcome.reasons if isinstance(outcome, Doubt) else judged(stack, shots, outcome))


def tallied(stack: Stack, came: Outcome | Collection[str]) -> Tally:
    """Each stack is put aside, for reasons, or has one `Outcome`; `WRONG` must stay 0."""
    tally = Counter({"stacks": 1, "stacks to which nothing had happened": int(not stack.faults), Outcome.WRONG: 0})
    if isinstance(came, Outcome):
        tally.update({"accepted": 1, came: 1})
    else:
        tally.update({"put aside": 1, GOOD_PUT_ASIDE: int(not stack.faults)})
        tally.update(f"put aside for {reason}" for reason in came)
    return tally


def paper_stacks(seeds: Iterable[int]) -> Tally:
    """Stacks of leaves with every mishap, read by an eye that makes the mistakes it is told to make."""
    return summed(weighed(a_stack(Random(seed))) for seed in seeds)


def summed(tallies: Iterable[Tally]) -> Tally:
    total = Counter()
    for tally in tallies:
        total.update(tally)
    return total
