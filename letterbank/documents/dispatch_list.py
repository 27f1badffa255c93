"""The list that goes with a bag of paper: numbers and sides, nobody's name; one part in the bag, one stays (R5)."""

from dataclasses import dataclass
from typing import ClassVar

from letterbank.documents.language import Language


@dataclass(frozen=True, repr=False)
class Listed:
    """One letter's paper: its number as people say it, and its written sides."""

    number: str
    sides: int


@dataclass(frozen=True, kw_only=True, repr=False)
class DispatchList:
    """`leaves_words` is the day of the beat, `packed_words` when it was packed."""

    template: ClassVar[str] = "dispatch_list"

    bag_number: str
    facility_name: str
    leaves_words: str
    packed_words: str
    programme_name: str
    papers: tuple[Listed, ...]
    language: Language = Language.ENGLISH

    def __post_init__(self) -> None:
        if not self.papers:
            raise ValueError("A bag holds at least one letter")

    def content(self) -> dict[str, object]:
        """What the template `dispatch_list` prints."""
        return vars(self) | {"papers": [vars(paper) for paper in self.papers]}
