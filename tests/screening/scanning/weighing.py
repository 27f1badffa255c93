"""Runs stacks through `separate` and counts what came of them, beside what truly lay there."""

from collections import Counter

from screening.scanning.doubts import Doubt
from screening.scanning.separation import separate
from tests.figures import Tally
from tests.screening.scanning.feeder import Shot, compared, scanned
from tests.screening.scanning.leaves_of_paper import Stack


def weighed(stack: Stack, shots: list[Shot] | None = None) -> Tally:
    """What to add to the figures. `WRONG` is a side in another letter, or a letter nobody noticed; it must stay 0.

    `one lost and one put in` is what no count can see: a letter with as many sides as declared, not all its own
    or one of them twice. `sideways` are backs turned the wrong way.
    """
    shots = scanned(stack) if shots is None else shots
    outcome = separate(shots, stack.known, letters=stack.counted)
    tally = Counter({"stacks": 1, "good stacks": not stack.faults, "WRONG": 0})
    if isinstance(outcome, Doubt):
        tally.update(f"doubted: {reason}" for reason in outcome.reasons)
        return tally + Counter({"in quarantine": 1, "good stacks in quarantine": not stack.faults}) | tally
    verdict = compared(stack, shots, outcome)
    tally["accepted"] = 1
    tally["WRONG"] = bool(verdict.misplaced or verdict.unseen_letters)
    tally["one lost and one put in"] = bool(verdict.incomplete)
    tally["turned the wrong way"] = bool(verdict.turned)
    return tally
