"""A fault says where in the file it is, what is wrong, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from letterbank.errors import Refusal


@dataclass(frozen=True)
class Fault:
    where: str
    sentence: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence} {self.mend}"


class PolicyRefused(Refusal):
    """The policy cannot be used; `faults` lists everything found, not only the first."""

    heading = "This policy cannot be used"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("This policy cannot be used yet:\n" + "\n".join(f"- {fault}" for fault in faults))
        self.faults = tuple(faults)
