"""Why a stack is not taken apart by machine: each reason with the words a person needs to put it right.

One doubt holds back the whole stack: a page in the wrong letter cannot be taken back once it was read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    NO_SHEET = "no-sheet"
    BEFORE_FIRST = "before-first"
    DAMAGED = "damaged"
    TWO_CODES = "two-codes"
    SAME_TWICE = "same-twice"
    USED = "used"
    VOID = "void"
    UNREGISTERED = "unregistered"
    UNKNOWN = "unknown"
    OTHER_FACILITY = "other-facility"
    OTHER_DEPARTMENT = "other-department"
    NOT_GENUINE = "not-genuine"
    NEWER_FORMAT = "newer-format"
    NO_PAGES = "no-pages"
    TOO_MANY = "too-many"
    TOO_FEW = "too-few"
    ENDS_EARLY = "ends-early"
    COUNT_CHANGED = "count-changed"
    UNCOUNTED = "uncounted"
    OTHER_NUMBER = "other-number"
    STRAY_BLANK = "stray-blank"
    EMPTY_LEAF = "empty-leaf"
    WRITTEN_BACK = "written-back"
    FACE_DOWN = "face-down"
    UNEVEN = "uneven"
    NOT_TURNED = "not-turned"
    DOUBTED_BEFORE = "doubted-before"


AGAIN = "Then scan the whole stack again."
NEW_SHEET = "Print a new sheet for this letter and put it in the place of this one."
LOOK_AGAIN = "Then let this stack be looked at again."

# What happened, and what to do.
SENTENCES: Mapping[Reason, tuple[str, str]] = {
    Reason.NO_SHEET: ("No cover sheet was found in this stack.", f"Put a sheet on top of each letter. {AGAIN}"),
    Reason.BEFORE_FIRST: (
        "These sides lie before the first cover sheet, so nothing says whose they are.",
        f"Put their own sheet on top of them. {AGAIN}",
    ),
    Reason.DAMAGED: ("Here is a cover sheet whose code cannot be read.", f"{NEW_SHEET} {AGAIN}"),
    Reason.TWO_CODES: (
        "Two different cover sheets show on one side.",
        f"Lay each on top of its own letter, one leaf at a time. {AGAIN}",
    ),
    Reason.SAME_TWICE: (
        "The same cover sheet is here more than once: copied, or scanned twice.",
        f"Take a copy out and print a new sheet for its letter. {AGAIN}",
    ),
    Reason.USED: (
        "This cover sheet has already brought in a letter.",
        f"If these pages are in already, take them out; if not, print a new sheet for them. {AGAIN}",
    ),
    Reason.VOID: (
        "This cover sheet is void; a newer one may have been printed.",
        f"Put the newer sheet in its place, or print one. {AGAIN}",
    ),
    Reason.UNREGISTERED: (
        "This sheet was filled in by hand, and its letter is not registered yet.",
        f"Register the letter with the code on the sheet. {LOOK_AGAIN}",
    ),
    Reason.UNKNOWN: ("This cover sheet is not known here.", f"{NEW_SHEET} {AGAIN}"),
    Reason.OTHER_FACILITY: (
        "This cover sheet belongs to another facility.",
        f"Take it and its pages out and lay them aside for that facility, unread. {AGAIN}",
    ),
    Reason.OTHER_DEPARTMENT: (
        "This cover sheet belongs to another department.",
        f"Take it and its pages out and lay them aside for that department, unread. {AGAIN}",
    ),
    Reason.NOT_GENUINE: (
        "This looks like a cover sheet and was not made here.",
        f"Keep the paper and tell your administrator. {NEW_SHEET} {AGAIN}",
    ),
    Reason.NEWER_FORMAT: (
        "This cover sheet was made by a newer version of this programme.",
        f"Ask your administrator to bring this installation up to date. {LOOK_AGAIN}",
    ),
    Reason.NO_PAGES: (
        "No written page follows this cover sheet.",
        f"Look for its letter: it may have been pulled in together with the sheet. {AGAIN}",
    ),
    Reason.TOO_MANY: (
        "More written sides follow this cover sheet than it declares.",
        f"Look for a sheet that is missing between two letters. If the number was wrong, correct it. {AGAIN}",
    ),
    Reason.TOO_FEW: (
        "Fewer written sides follow this cover sheet than it declares.",
        f"Look for leaves that were pulled in together or not scanned on both sides. {AGAIN}",
    ),
    Reason.ENDS_EARLY: (
        "The stack ends before its last letter is complete; the feeder may have stopped.",
        f"Look for paper that is still in the feeder. {AGAIN}",
    ),
    Reason.COUNT_CHANGED: (
        "This cover sheet declares another number of sides than the letter is registered with now.",
        f"{NEW_SHEET} {AGAIN}",
    ),
    Reason.UNCOUNTED: (
        "Nobody has said how many letters are in this stack.",
        "Count the cover sheets in the paper, not on the screen, and enter their number.",
    ),
    Reason.OTHER_NUMBER: (
        "Not as many cover sheets were found as were counted.",
        f"Count them in the paper again, and look for one that is missing or lies face down. {AGAIN}",
    ),
    Reason.STRAY_BLANK: (
        "There is nothing on these sides, though the paper was scanned on one side only.",
        f"Turn over any leaf that lies face down, and take out empty paper. {AGAIN}",
    ),
    Reason.EMPTY_LEAF: (
        "This leaf is empty on both sides.",
        f"Look whether there is writing too faint for the scanner. Take out empty paper. {AGAIN}",
    ),
    Reason.WRITTEN_BACK: (
        "There is something on the back of a cover sheet.",
        f"If it belongs to a letter, copy it onto a leaf of its own. {NEW_SHEET} {AGAIN}",
    ),
    Reason.FACE_DOWN: ("This cover sheet lies face down.", f"Let all paper face the same way. {AGAIN}"),
    Reason.UNEVEN: (
        "Some leaves seem to have been scanned on one side and some on both.",
        f"Choose one of the two, and switch off the leaving out of empty sides. {AGAIN}",
    ),
    Reason.NOT_TURNED: (
        "A letter in this stack lies turned, and its pages could not be set upright.",
        "Let this stack be looked at again, or lay it out by hand.",
    ),
    Reason.DOUBTED_BEFORE: (
        "A cover sheet of this stack lay before in one that was put aside because something spoke against it.",
        f"Compare the paper with what was said of that stack. {LOOK_AGAIN} Then a colleague looks, too.",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, and the sides where it was met, as a person counts them: the first side is 1."""

    reason: Reason
    sides: tuple[int, ...] = ()

    @property
    def where(self) -> str:
        """Side 3; Sides 3, 5–8 and 11; nothing where the whole stack is meant."""
        return f"Side{'s' if len(self.sides) > 1 else ''} {_spans(self.sides)}" if self.sides else ""

    @property
    def sentence(self) -> str:
        said = " ".join(SENTENCES[self.reason])
        return f"{self.where}: {said}" if self.sides else said


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why this stack waits for a person; each reason stands here once."""

    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> frozenset[Reason]:
        return frozenset(finding.reason for finding in self.findings)


def gathered(found: Iterable[tuple[Reason, Iterable[int]]]) -> tuple[Finding, ...]:
    """Each reason once, in the order of `Reason`, with every side where it was met."""
    sides: dict[Reason, set[int]] = {}
    for reason, where in found:
        sides.setdefault(reason, set()).update(where)
    return tuple(Finding(reason, tuple(sorted(sides[reason]))) for reason in Reason if reason in sides)


def _spans(sides: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for side in sides:
        if runs and side == runs[-1][-1] + 1:
            runs[-1].append(side)
        else:
            runs.append([side])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}\N{EN DASH}{run[-1]}" for run in runs]
    return " and ".join([*([", ".join(said[:-1])] if said[:-1] else []), *said[-1:]])
