"""What a reader ticks at the desk, for the tests."""

from screening.criteria import wanted
from tests.worlds import POLICY


def good(**instead: str) -> dict[str, str]:
    """Every criterion answered in the letter's favour, but those named."""
    answers = {f"answer_{criterion.key}": wanted(criterion).value for criterion in POLICY.criteria}
    return {**answers, **{f"answer_{key}": answer for key, answer in instead.items()}}
