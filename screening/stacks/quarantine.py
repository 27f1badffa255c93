"""A stack that was put aside: a person says what each side is, another person looks, or the paper is scanned again.

Nothing is decided by a machine here, and nothing by one person alone that could give a page to the wrong letter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, undefer

from letterbank.audit import record as write_down
from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.ids import Id
from letterbank.letters.intake import OPEN_TO_SCANS, waits_for_scan
from letterbank.letters.model import Letter, Page, Revision
from letterbank.permissions import Permission, must
from letterbank.vault import opening
from letterbank.vault.sealed import LOOK_OVER
from letterbank.work import Work
from letterbank.workflow import take
from screening.scanning.separation import Standing
from screening.sheets.genuine import known
from screening.sheets.issue import sheets_of
from screening.stacks import filing
from screening.stacks.filing import Facts, Laid
from screening.stacks.model import Stack, StackSide, StackStage
from screening.stacks.second_look import NOTHING_AGAINST_IT
from screening.stacks.taking_in import MOST_LETTERS, forget
from screening.stacks.workflow import STACKS, Step

LOOKED_AT = frozenset({StackStage.QUARANTINED, StackStage.LAID_OUT})
LEAVE_OUT, AS_BEFORE = "", "as-before"


@dataclass(frozen=True)
class Expected:
    """A letter whose paper waits for its scan at this desk."""

    revision_id: Id
    number: str
    writer: str
    declared: int

    @property
    def words(self) -> str:
        sides = "1 side" if self.declared == 1 else f"{self.declared} sides"
        return f"Letter {self.number}, {self.writer}: {sides}"


def expected_here(work: Work) -> list[Expected]:
    """The letters that a side of a stack can belong to, those registered first at the top."""
    unscanned = ~exists().where(Page.revision_id == Revision.id)
    query = select(Revision).join(Revision.letter).where(Letter.stage.in_(OPEN_TO_SCANS), unscanned)
    if work.actor.facility:
        query = query.where(Letter.facility_code == work.actor.facility)
    query = query.options(joinedload(Revision.letter).joinedload(Letter.offender))
    found = work.session.scalars(query.order_by(Revision.arrived_at, Revision.id)).all()
    return [
        Expected(revision.id, revision.letter.number, revision.letter.offender.name, revision.declared)
        for revision in found
        if revision.letter.taken_in_at == work.actor.place
        and revision.letter.newest.id == revision.id
        and waits_for_scan(revision.letter)
    ]


def side_to_look_at(work: Work, stack: Stack, ordinal: int, *, small: bool) -> tuple[bytes, str]:
    """A side's picture and its media type, while somebody decides on the stack. Raises Missing."""
    must(work.actor, Permission.SCAN_RESOLVE, stack)
    if stack.stage not in LOOKED_AT:
        raise Missing
    wanted = StackSide.thumbnail if small else StackSide.image
    named = select(StackSide).where(StackSide.stack_id == stack.id, StackSide.ordinal == ordinal)
    side = work.session.scalar(named.options(undefer(wanted)))
    if side is None:
        raise Missing
    opened = opening(work, side, LOOK_OVER)
    return (opened.raw("thumbnail"), "image/jpeg") if small else (opened.raw("image"), side.kind)


def count_letters(work: Work, stack: Stack, letters: int, version: int) -> None:
    """The number of cover sheets somebody counted in the paper; the stack is then looked at again."""
    must_be_as_seen(stack, version)
    if not 1 <= letters <= MOST_LETTERS:
        raise RuleBroken(f"A stack has from 1 to {MOST_LETTERS} letters. Count its cover sheets again.")
    stack.letters = letters
    write_down(work, "stack counted", stack.subject, letters=letters)
    look_again(work, stack, version)


def look_again(work: Work, stack: Stack, version: int) -> None:
    """After a letter was registered, or its sides counted again: let the machine judge the same sides anew.

    Whoever puts right what stood against a stack could also talk the machine out of a true doubt. So a second person
    looks at what it finds then, but where nothing had stood against it yet.
    """
    must_be_as_seen(stack, version)
    if stack.laid_out_by or not stack.reasons <= NOTHING_AGAINST_IT:
        stack.laid_out_by = work.actor.id
    take(work, STACKS, Step.LOOK_AGAIN, stack)


def lay_out(work: Work, stack: Stack, chosen: Mapping[int, str], version: int) -> None:
    """`chosen` says for each side whose it is: a revision's id, `as-before`, or nothing to leave it out.

    Raises RuleBroken unless every letter laid out has exactly the sides that were counted on its paper.
    """
    must_be_as_seen(stack, version)
    expected = {one.revision_id: one for one in expected_here(work)}
    layout = gathered(chosen)
    if not layout:
        raise RuleBroken("No side is given to a letter yet. Choose a letter for at least one side, or scan again.")
    for laid in layout:
        _must_fit(expected.get(laid.revision_id), laid)
    stack.layout, stack.laid_out_by, stack.had_a_part = filing.spell(layout), work.actor.id, "[]"
    take(work, STACKS, Step.LAY_OUT, stack)


def gathered(chosen: Mapping[int, str]) -> list[Laid]:
    """The layout that the choices mean: the letters in the order of their first sides."""
    sides: dict[str, list[int]] = {}
    before = LEAVE_OUT
    for ordinal in sorted(chosen):
        whose = before if chosen[ordinal] == AS_BEFORE else chosen[ordinal]
        if whose != LEAVE_OUT:
            sides.setdefault(whose, []).append(ordinal)
            before = whose
    return [Laid(revision_id, tuple(found)) for revision_id, found in sides.items()]


def agree(work: Work, stack: Stack, version: int) -> None:
    """The second person has looked: the letters get their pages, and the stack is gone."""
    must_be_as_seen(stack, version)
    take(work, STACKS, Step.AGREE, stack)
    filing.file_letters(work, stack, filing.read(stack.layout), LOOK_OVER)
    forget(work, stack)


def disagree(work: Work, stack: Stack, version: int) -> None:
    """The second person sees it otherwise: it waits again for somebody to lay it out."""
    must_be_as_seen(stack, version)
    take(work, STACKS, Step.DISAGREE, stack)
    stack.layout = "[]"  # and what somebody once laid out goes to no letter without a second person


def scan_again(work: Work, stack: Stack, version: int) -> None:
    """The paper is put right and scanned anew. Its sheets stay good and remember a doubt; nothing else is kept."""
    must_be_as_seen(stack, version)
    take(work, STACKS, Step.RESCAN, stack)
    forget(work, stack)


def hold_nothing(work: Work, stack: Stack, version: int) -> None:
    """One person says that there is no letter in it. Raises RuleBroken where a sheet in it says otherwise."""
    must_be_as_seen(stack, version)
    _must_cover_none(work, stack)
    stack.layout, stack.laid_out_by, stack.had_a_part = "[]", work.actor.id, "[]"
    take(work, STACKS, Step.LAY_OUT, stack)


def discard(work: Work, stack: Stack, version: int) -> None:
    """The second person sees no letter in it either. A paper must not go unread: its sheets are asked once more."""
    must_be_as_seen(stack, version)
    _must_cover_none(work, stack)
    take(work, STACKS, Step.DISCARD, stack)
    forget(work, stack)


def close(work: Work, stack: Stack, version: int) -> None:
    """A person has seen that nothing came of this file, and has its name no longer to find it by."""
    must_be_as_seen(stack, version)
    take(work, STACKS, Step.CLOSE, stack)
    forget(work, stack)


def letters_in(work: Work, stack: Stack) -> list[str]:
    """The numbers of the letters whose own cover sheets were read in it and still stand for them."""
    texts = {text for side in stack.sides for text in Facts.of(side).reading.codes}
    ready = [one.claim.code for one in known(work, texts).values() if one.standing is Standing.READY]
    return sorted(sheet.revision.letter.number for sheet in sheets_of(work, ready).values() if sheet.revision)


def must_be_as_seen(stack: Stack, version: int) -> None:
    if stack.version != version:
        raise WrongStage("This stack has changed since you opened the page. Look at where it stands now.")


def sides_of(stack: Stack, layout: Sequence[Laid]) -> dict[int, Id]:
    """Whose each side is, in a layout."""
    return {ordinal: laid.revision_id for laid in layout for ordinal in laid.sides}


def _must_cover_none(work: Work, stack: Stack) -> None:
    covered = letters_in(work, stack)
    if covered:
        raise RuleBroken(
            f"In this stack lies the cover sheet of a letter that waits for its scan: {', '.join(covered)}. Scan it "
            "again, lay it out by hand, or make that sheet void first."
        )


def _must_fit(expected: Expected | None, laid: Laid) -> None:
    if expected is None:
        raise RuleBroken("One of these letters does not wait for a scan any more. Reload the page.")
    if len(laid.sides) != expected.declared:
        raise RuleBroken(
            f"{expected.words} counted on the paper, and {len(laid.sides)} laid out here. Give it other sides, or "
            "count the paper again on the letter's page."
        )
