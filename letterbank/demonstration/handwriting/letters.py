"""The letters the demonstration carries: our words, invented people; most are fit to pass, some must not."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Verdict = Literal["pass", "return", "escalate"]


@dataclass(frozen=True)
class LetterText:
    """A letter before it is put on paper; `verdict` is what a careful reviewer would decide, `reason` says why."""

    key: str
    writer: str
    addressee: str
    hand: str
    verdict: Verdict
    text: str
    reason: str = ""


def _read(file: Path) -> LetterText:
    key = file.stem.partition("-")[2]
    return LetterText(key=key, **tomllib.loads(file.read_text(encoding="utf-8")))


LETTERS: Mapping[str, LetterText] = {
    letter.key: letter for letter in map(_read, sorted((Path(__file__).parent / "texts").glob("*.toml")))
}
