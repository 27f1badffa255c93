"""The cover sheets of a stack made at random, printed anew at a desk that has a database, each standing as it did."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from letterbank.ids import Id
from letterbank.letters import intake
from letterbank.letters.model import Letter
from letterbank.permissions import Actor
from letterbank.work import Work
from letterbank.workflow import take
from screening.scanning.coversheets import Claim, Desk, Verdict, claimed, shown, spelt
from screening.scanning.separation import Known, Standing
from screening.sheets import issue
from screening.sheets.genuine import printed_code
from screening.sheets.model import CoverSheet
from screening.sheets.workflow import SHEETS, Step
from tests.screening.scanning.leaves_of_paper import HERE, Leaf, Stack, mac_of
from tests.screening.stacks.piles import covered, registered
from tests.worlds import CLERK, RING, RIVER_SCREENER, Department

_FORGERS = Desk(RING.department, "NORTH", mac_of(b"forged"))


@dataclass(frozen=True)
class Printed:
    """`text` is what its code says; `letter_id` the letter it was registered for, if any."""

    text: str
    letter_id: Id | None = None


def laid_on(department: Department, stack: Stack) -> tuple[Stack, dict[Id, str]]:
    """The same leaves under sheets of the department, whose clerk has registered their letters: the sheet of each."""
    texts = {text: None for leaf in stack.leaves for text in (leaf.text, leaf.beside) if text}
    sheets = {text: _like(department, text, stack.known.get(text)) for text in texts}
    anew = {text: sheet.text for text, sheet in sheets.items()} | {"": ""}

    def printed_anew(leaf: Leaf) -> Leaf:
        return replace(leaf, text=anew[leaf.text], beside=anew[leaf.beside])

    letters = {sheet.letter_id: sheet.text for sheet in sheets.values() if sheet.letter_id}
    return replace(stack, leaves=[printed_anew(leaf) for leaf in stack.leaves], known={}), letters


def _like(department: Department, text: str, known: Known | None) -> Printed:
    claim = claimed(HERE, text)
    if claim.verdict is Verdict.OTHER_FACILITY:
        return Printed(_never_printed(department, claim, RIVER_SCREENER))
    if claim.verdict is Verdict.NOT_GENUINE:
        return Printed(spelt(_FORGERS, claim.code, claim.sides))
    if claim.verdict is not Verdict.OURS:
        return Printed(text)
    if known is None or known.standing is Standing.UNKNOWN:
        return Printed(_never_printed(department, claim, CLERK))
    if known.standing is Standing.UNREGISTERED:
        return Printed(_printed(department, _blank(department)))
    return _registered(department, claim, known)


def _registered(department: Department, claim: Claim, known: Known) -> Printed:
    """For a letter of as many sides as are registered: filled in by hand, or printed before they were counted again."""
    letter = registered(department, claim.sides or known.registered or 1)
    sheet = covered(department, letter) if claim.sides else _filled_in(department, letter)
    if known.registered is not None:
        _do(department, lambda work: intake.expect_again(work, intake.letter_here(work, letter.id), known.registered))
    if known.standing is Standing.VOID:
        _do(department, lambda work: issue.void(work, issue.find(work, sheet.id)))
    if known.standing is Standing.USED:
        _do(department, lambda work: take(work, SHEETS, Step.USE, issue.find(work, sheet.id)))
    return Printed(_printed(department, sheet), letter.id)


def _filled_in(department: Department, letter: Letter) -> CoverSheet:
    sheet = _blank(department)
    _do(department, lambda work: issue.lay_on(work, intake.letter_here(work, letter.id), shown(sheet.code)))
    return sheet


def _blank(department: Department) -> CoverSheet:
    with department.writing(CLERK) as work:
        return issue.print_blank(work, 1)[0]


def _printed(department: Department, sheet: CoverSheet) -> str:
    with department.reading(CLERK) as work:
        return printed_code(work, issue.find(work, sheet.id))


def _never_printed(department: Department, claim: Claim, clerk: Actor) -> str:
    """Of the desk's own making, and in no table."""
    with department.reading(clerk) as work:
        return printed_code(work, CoverSheet(desk=clerk.place, code=claim.code, declared=claim.sides))


def _do(department: Department, deed: Callable[[Work], object]) -> None:
    with department.writing(CLERK) as work:
        deed(work)
