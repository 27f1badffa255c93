"""A stack as its pages see it: where it stands in words, why it was put aside, and whose each side seems to be."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from letterbank.ids import Id
from letterbank.letters.model import Revision
from letterbank.permissions import Permission
from letterbank.vault import opening
from letterbank.vault.sealed import LOOK_OVER
from letterbank.web.home import Wait
from letterbank.web.lists import Shown, newest_of, page_of
from letterbank.work import Work
from screening.scanning.doubts import SENTENCES, Finding, Reason
from screening.scanning.refusals import SENTENCES as REFUSALS
from screening.sheets.genuine import known
from screening.sheets.issue import sheets_of
from screening.sheets.model import SheetStage
from screening.stacks import filing
from screening.stacks.filing import Facts, Laid
from screening.stacks.model import NOT_A_SCAN, Stack, StackSide, StackStage
from screening.stacks.quarantine import AS_BEFORE, LEAVE_OUT, Expected, sides_of

FOR_A_PERSON = (StackStage.QUARANTINED, StackStage.LAID_OUT, StackStage.REFUSED, StackStage.BROKEN_OFF)
OPEN = (StackStage.ARRIVING, StackStage.WAITING, *FOR_A_PERSON)
WORDS = {
    StackStage.ARRIVING: ("Coming in", "calm"),
    StackStage.WAITING: ("Being sorted", "calm"),
    StackStage.QUARANTINED: ("Put aside: somebody must look", "care"),
    StackStage.LAID_OUT: ("Laid out: a second person must look", "care"),
    StackStage.SEPARATED: ("Every letter has its pages", "good"),
    StackStage.REFUSED: ("Not a scan; nothing was kept", "stop"),
    StackStage.TO_RESCAN: ("To be scanned again; nothing was kept", "plain"),
    StackStage.DISCARDED: ("No letters in it; nothing was kept", "plain"),
    StackStage.BROKEN_OFF: ("Did not come in whole; nothing was kept", "stop"),
    StackStage.CLOSED: ("Was not taken in", "plain"),
}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What every page says of a stack. `filed` are (letter's number, its id, how many sides)."""

    id: Id
    number: str
    words: str
    kind: str
    stage: str
    since: datetime
    brought_at: datetime
    counted: int | None
    sides_read: int
    sides_in_all: int | None
    findings: Sequence[tuple[str, str, str]]
    uncounted: bool
    filed: Sequence[tuple[str, Id, int]]
    version: int


def seen(work: Work, stack: Stack) -> Seen:
    words, kind = WORDS[stack.stage]
    return Seen(
        id=stack.id, number=stack.number, words=words, kind=kind, stage=stack.stage, since=stack.since,
        brought_at=stack.brought_at, counted=stack.letters, sides_read=stack.sides_read,
        sides_in_all=stack.sides_in_all, findings=findings(stack), uncounted=_is_only_uncounted(stack),
        filed=_filed(work, stack), version=stack.version,
    )  # fmt: skip


def at_work(work: Work, after: str | None) -> Shown[Stack]:
    """The stacks of this desk that still wait, the oldest first."""
    query = select(Stack).where(Stack.desk == work.actor.place, Stack.stage.in_(OPEN))
    return page_of(work.session, query, Stack.since, Stack.id, after)


def ended(work: Work, after: str | None) -> Shown[Stack]:
    """Those that have ended, the newest first."""
    query = select(Stack).where(Stack.desk == work.actor.place, Stack.stage.not_in(OPEN))
    return newest_of(work.session, query, Stack.since, Stack.id, after)


def file_name(work: Work, stack: Stack) -> str:
    """What its owner called the file, until a person has decided on it."""
    return opening(work, stack, LOOK_OVER).file if stack.stage in FOR_A_PERSON else ""


def findings(stack: Stack) -> list[tuple[str, str, str]]:
    """(where, what happened, what to do) for each reason, in the order of the list of reasons."""
    return [_in_words(one["reason"], one["sides"]) for one in json.loads(stack.findings)]


def doubted_sides(stack: Stack) -> set[int]:
    return {side for one in json.loads(stack.findings) for side in one["sides"]}


def suggested(work: Work, stack: Stack) -> dict[int, str]:
    """Whose each side is by the sheets, where they tell; a person begins from here and decides."""
    facts = {side.ordinal: Facts.of(side) for side in stack.sides}
    sheets = known(work, {text for one in facts.values() for text in one.reading.codes})
    expected = _by_code(work, {one.claim.code for one in sheets.values()})
    whose, current, first = {}, LEAVE_OUT, False
    for ordinal, one in sorted(facts.items()):
        if one.reading.codes:
            code = sheets[one.reading.codes[0]].claim.code
            current, first = expected.get(code, LEAVE_OUT), True
            whose[ordinal] = LEAVE_OUT
        elif one.blank or one.reading.damaged or not current:
            whose[ordinal] = LEAVE_OUT
        else:
            whose[ordinal] = current if first else AS_BEFORE
            first = False
    return whose


def as_laid(stack: Stack, expected: Sequence[Expected]) -> list[tuple[Expected, Laid]]:
    """The layout that waits for a second person, letter by letter."""
    by_id = {one.revision_id: one for one in expected}
    return [(by_id[laid.revision_id], laid) for laid in filing.read(stack.layout) if laid.revision_id in by_id]


def left_out(stack: Stack) -> list[StackSide]:
    """The sides that a layout gives to no letter."""
    placed = sides_of(stack, filing.read(stack.layout))
    return [side for side in stack.sides if side.ordinal not in placed]


def waits(work: Work, url: str) -> list[Wait]:
    if Permission.SCAN_RESOLVE not in work.actor.permissions:
        return []
    query = select(Stack).where(Stack.desk == work.actor.place, Stack.stage.in_(FOR_A_PERSON))
    oldest = work.session.scalar(query.order_by(Stack.since, Stack.id).limit(1))
    return [Wait(text="Stacks put aside or not taken in", url=url, since=oldest.since)] if oldest else []


def _in_words(reason: str, sides: Sequence[int]) -> tuple[str, str, str]:
    if reason.startswith(NOT_A_SCAN):
        return "", REFUSALS[reason.removeprefix(NOT_A_SCAN)], ""
    return Finding(Reason(reason), tuple(sides)).where, *SENTENCES[Reason(reason)]


def _is_only_uncounted(stack: Stack) -> bool:
    return stack.reasons == {Reason.UNCOUNTED}


def _filed(work: Work, stack: Stack) -> list[tuple[str, Id, int]]:
    if stack.stage is not StackStage.SEPARATED:
        return []
    found = [(work.session.get_one(Revision, laid.revision_id), laid) for laid in filing.read(stack.layout)]
    return [(revision.letter.number, revision.letter_id, len(laid.sides)) for revision, laid in found]


def _by_code(work: Work, codes: set[str]) -> dict[str, Id]:
    ready = {code: one for code, one in sheets_of(work, sorted(codes)).items() if one.stage is SheetStage.READY}
    return {code: one.revision_id for code, one in ready.items() if one.revision_id}
