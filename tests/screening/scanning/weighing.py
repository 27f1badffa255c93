"""Runs stacks through `separate` and counts what came of them, beside what truly lay there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

from screening.scanning.doubts import Doubt
from screening.scanning.separation import separate
from tests.figures import Tally
from tests.screening.scanning.feeder import Shot, scanned
from tests.screening.scanning.leaves_of_paper import Stack, a_good_stack
from tests.screening.scanning.mishaps import a_stack
from tests.screening.scanning.rendered import clean, rough, seen
from tests.screening.scanning.truth import Outcome, judged

GOOD_PUT_ASIDE = "put aside though nothing had happened to it"


def weighed(stack: Stack, shots: Sequence[Shot] | None = None) -> Tally:
    """What to add to the figures: each stack is put aside or has one `Outcome`, and `WRONG` must stay 0."""
    shots = scanned(stack) if shots is None else shots
    outcome = separate(shots, stack.known, letters=stack.counted)
    tally = Counter({"stacks": 1, "stacks to which nothing had happened": int(not stack.faults), Outcome.WRONG: 0})
    if isinstance(outcome, Doubt):
        tally.update({"put aside": 1, GOOD_PUT_ASIDE: int(not stack.faults)})
        tally.update(f"put aside for {reason}" for reason in outcome.reasons)
    else:
        tally["accepted"] = 1
        tally[judged(stack, shots, outcome)] += 1
    return tally


def paper_stacks(seeds: Iterable[int]) -> Tally:
    """Stacks of leaves with every mishap, read by an eye that makes the mistakes it is told to make."""
    return _sum(weighed(a_stack(Random(seed))) for seed in seeds)


def clean_stacks(seeds: Iterable[int], *, most_letters: int = 4) -> Tally:
    """Good stacks, printed, scanned as in any office and read for real: as few of them as can be may be put aside."""
    tallies = []
    for chance in (Random(f"clean {seed}") for seed in seeds):
        stack = a_good_stack(chance, chance.randrange(1, most_letters + 1))
        tallies.append(weighed(stack, seen(stack, chance, clean)))
    return _sum(tallies)


def rough_stacks(seeds: Iterable[int], *, most_letters: int = 4) -> Tally:
    """Stacks with every mishap, and every accident to each side on its way through the scanner, read for real."""
    tallies = []
    for chance in (Random(f"rough {seed}") for seed in seeds):
        stack = a_stack(chance, chance.randrange(1, most_letters + 1))
        tallies.append(weighed(stack, seen(stack, chance, rough)))
    return _sum(tallies)


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Counter()
    for tally in tallies:
        total.update(tally)
    return total
