"""What a reader ticks at the desk, for the tests."""

from screening.criteria import wanted
from tests.worlds import NOTHING_STANDS, POLICY


def good(**instead: str) -> dict[str, str]:
    """Every criterion answered in the letter's favour, but those named; nothing outside of it stands in the way."""
    answers = {f"answer_{criterion.key}": wanted(criterion).value for criterion in POLICY.criteria}
    facts = {f"fact_{key}": "no" for key in NOTHING_STANDS}
    return {**answers, **facts, **{f"answer_{key}": answer for key, answer in instead.items()}}
