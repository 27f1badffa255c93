"""How alike two names are, word by word, and what confirming a match then asks of people. Two tables hold the rule.

A likeness decides nothing; it only says how many people look, and whether they write down why they are sure.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, utils

_ALIKE = 80  # of 100: one letter more, less or other in a name of five
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})
_GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv"})


class Likeness(StrEnum):
    SAME = "same"
    SPELLING = "spelling"
    PART = "part"
    OTHER = "other"


@dataclass(frozen=True)
class Asked:
    """`words`: what a person would say of the two names; `people`: how many look; `why`: whether each says why."""

    words: str
    people: int
    why: bool


# Who may be another person of the same case, such as a relative, is never confirmed by one person alone.
ASKED: Mapping[Likeness, Asked] = {
    Likeness.SAME: Asked("The name on the letter is the name in the request.", people=1, why=False),
    Likeness.SPELLING: Asked(
        "The name on the letter is close to that in the request; the spelling differs.", people=1, why=True
    ),
    Likeness.PART: Asked(
        "Part of the name is like the name in the request. Look closely: it may be a relative.", people=2, why=True
    ),
    Likeness.OTHER: Asked(
        "The name on the letter is not that in the request. It may be to someone else of the same case.",
        people=2, why=True,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class _Name:
    titles: frozenset[str]
    generations: frozenset[str]
    words: Sequence[str]


def likeness(written: str, hers: str) -> Likeness:
    """Compare the addressee as the writer wrote it with the name she gave."""
    one, other = _read(written), _read(hers)
    short, long = sorted((one.words, other.words), key=len)
    unlike = _without_likes(short, long)
    if len(unlike) == len(short):
        return Likeness.OTHER  # also when one of them holds no name at all
    if unlike or _may_be_a_relative(one, other):
        return Likeness.PART
    return Likeness.SAME if sorted(short) == sorted(long) else Likeness.SPELLING


def words_of_name(name: str) -> Sequence[str]:
    """Its words as they are compared: without titles, generations, case and marks."""
    return _read(name).words


def _may_be_a_relative(one: _Name, other: _Name) -> bool:
    """Father and son, husband and wife, or no more than a family's name."""
    if one.generations != other.generations or (one.titles and other.titles and one.titles != other.titles):
        return True
    fewest = min(len(one.words), len(other.words))
    return fewest < 2 and (one.titles, sorted(one.words)) != (other.titles, sorted(other.words))


def _without_likes(short: Sequence[str], long: Sequence[str]) -> list[str]:
    """The words of the shorter name that no word of the longer is like, each taken once."""
    left, unlike = list(long), []
    for word in short:
        nearest = max(left, key=lambda each: fuzz.ratio(word, each))
        if fuzz.ratio(word, nearest) >= _ALIKE:
            left.remove(nearest)
        else:
            unlike.append(word)
    return unlike


def _read(name: str) -> _Name:
    words = utils.default_process(unicodedata.normalize("NFC", name)).split()
    return _Name(
        _TITLES.intersection(words),
        _GENERATIONS.intersection(words),
        [word for word in words if word not in _TITLES | _GENERATIONS],
    )
