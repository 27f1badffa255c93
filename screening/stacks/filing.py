"""The letters of a stack get their pages: all of them in one unit of work, each side opened and sealed anew.

A layout says which sides belong to which letter's paper, in which order. It comes from the sheets or from a person.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import undefer

from letterbank.errors import RuleBroken
from letterbank.ids import Id
from letterbank.letters.intake import attach, waits_for_scan
from letterbank.letters.model import Revision
from letterbank.permissions import Actor
from letterbank.sandbox import Sandbox
from letterbank.vault import opening_many
from letterbank.vault.sealed import SORT, Purpose
from letterbank.work import Office, Work
from letterbank.workflow import take
from screening.scanning import CleanPage, PageKind, Reading, turned
from screening.scanning.separation import Separated
from screening.sheets.issue import sheets_of
from screening.sheets.model import CoverSheet, SheetStage
from screening.sheets.workflow import SHEETS
from screening.sheets.workflow import Step as SheetStep
from screening.stacks.claims import Claim
from screening.stacks.model import Stack, StackSide


class Machine(Protocol):
    @property
    def office(self) -> Office: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def sandbox(self) -> Sandbox: ...


@dataclass(frozen=True)
class Laid:
    """One letter's paper and its sides, by their numbers in the stack, in order."""

    revision_id: Id
    sides: tuple[int, ...]


@dataclass(frozen=True)
class Facts:
    """What separation asks of a side."""

    reading: Reading
    blank: bool

    @classmethod
    def of(cls, side: StackSide) -> "Facts":
        return cls(Reading(tuple(side.codes.split("\n")) if side.codes else (), side.turn, side.damaged), side.blank)


def spell(layout: Sequence[Laid]) -> str:
    return json.dumps([{"revision": laid.revision_id, "sides": laid.sides} for laid in layout])


def read(spelled: str) -> list[Laid]:
    return [Laid(laid["revision"], tuple(laid["sides"])) for laid in json.loads(spelled)]


def layout_of(work: Work, separated: Separated) -> list[Laid]:
    """By the sheets. Each has its letter, or it would have been doubted."""
    sheets = sheets_of(work, [letter.code for letter in separated.letters])
    return [
        Laid(sheets[letter.code].revision_id or "", tuple(side.number for side in letter.sides))
        for letter in separated.letters
    ]


def file_letters(work: Work, stack: Stack, layout: Sequence[Laid], purpose: Purpose) -> None:
    """Raises RuleBroken or WrongStage when a letter cannot take its pages; the whole unit is then undone."""
    for laid in layout:
        revision = work.session.get_one(Revision, laid.revision_id)
        is_here = revision.letter.taken_in_at == stack.desk
        if not is_here or revision.letter.newest.id != revision.id or not waits_for_scan(revision.letter):
            raise RuleBroken(f"Letter {revision.letter.number} does not wait for a scan any more.")
        attach(work, revision, _pages(work, stack, laid.sides, purpose))
        _use_sheets(work, revision)
    stack.layout = spell(layout)


def turn_sides(machine: Machine, claim: Claim, separated: Separated) -> None:
    """Pages whose sheet lay turned are turned upright, between units of work. Raises NotAScan, ClaimLost."""
    for placed in (side for letter in separated.letters for side in letter.sides if side.turn):
        with machine.office.writing(machine.actor) as work:
            side = _side(work, claim.stack(work).id, placed.number)
            if side.turned == placed.turn:
                continue
            by = (placed.turn - side.turned) % 360
            page = _page(opening_many(work, [side], SORT)[0].raw("image"), side)
        upright = turned(machine.sandbox, page, by)
        with machine.office.writing(machine.actor) as work:
            side = _side(work, claim.stack(work).id, placed.number)
            work.vault.seal(work, side, image=upright.image)
            side.width, side.height, side.turned = upright.width, upright.height, placed.turn


def _side(work: Work, stack_id: Id, ordinal: int) -> StackSide:
    named = select(StackSide).where(StackSide.stack_id == stack_id, StackSide.ordinal == ordinal)
    return work.session.scalars(named.options(undefer(StackSide.image))).one()


def _pages(work: Work, stack: Stack, sides: Sequence[int], purpose: Purpose) -> Iterator[CleanPage]:
    """The sides of one letter under one entry of the audit; each is let go of when it has been sealed anew."""
    found = [_side(work, stack.id, ordinal) for ordinal in sides]
    for side, opened in zip(found, opening_many(work, found, purpose), strict=True):
        yield _page(opened.raw("image"), side)
        work.session.expunge(side)


def _page(image: bytes, side: StackSide) -> CleanPage:
    kind = next(kind for kind in PageKind if kind.media_type == side.kind)
    return CleanPage(side.width, side.height, kind, image)


def _use_sheets(work: Work, revision: Revision) -> None:
    standing = select(CoverSheet).where(CoverSheet.revision_id == revision.id, CoverSheet.stage == SheetStage.READY)
    for sheet in work.session.scalars(standing).all():
        take(work, SHEETS, SheetStep.USE, sheet)
