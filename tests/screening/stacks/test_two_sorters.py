"""A sorter that slept past its lease wakes beside another one: it writes nothing more, and nothing comes double."""

import pytest
from sqlalchemy import select

from letterbank.letters.intake import letter_here
from letterbank.sandbox import JobRefused
from screening.scanning.sanitise import SIDES, TURN
from screening.stacks.claims import LEASE
from screening.stacks.model import Stack, StackStage
from tests.screening.stacks.piles import a_letter_with_sheet, brought, page, printed, sorter_at
from tests.worlds import CLERK

SIDES_IN_ALL = 4


class Killed(BaseException):
    """As good as: nothing of the run goes on."""


class Interrupting:
    """The real sandbox; when it has made the `number`th result of a job, the deed is done first."""

    def __init__(self, sandbox, job, number, deed):
        self.limits, self._sandbox, self._moment, self._deed = sandbox.limits, sandbox, (job, number), deed

    def run(self, job, source, **limits):
        for number, result in enumerate(self._sandbox.run(job, source, **limits), 1):
            if (job, number) == self._moment:
                self._deed()
            yield result


@pytest.fixture
def pile(department):
    """A stack of one letter that lies on its side, and the letter."""
    letter, sheet = a_letter_with_sheet(department, SIDES_IN_ALL - 1)
    pictures = [printed(department, sheet), *(page(words) for words in "abc")]
    return brought(department, [side.rotate(180) for side in pictures], 1), letter


@pytest.fixture
def another(department, sandbox):
    """`another(sides)` sorts after the lease, as another process, and is killed before it keeps that side; or never."""

    def another(sides=None):
        department.clock.forward(LEASE * 2)
        try:
            sorter_at(department, Interrupting(sandbox, SIDES, sides, kill)).sort_next()
        except Killed:
            return

    return another


def kill():
    raise Killed


def standing(department, pile):
    """Its stage, the sides kept of it, how many it has in all, and how many pages its letter has."""
    stack_id, letter = pile
    with department.reading(CLERK) as work:
        stack = work.session.scalars(select(Stack).where(Stack.id == stack_id)).one()
        pages = letter_here(work, letter.id).newest.pages
        return stack.stage, [side.ordinal for side in stack.sides], stack.sides_in_all, len(pages)


@pytest.mark.parametrize("number", [1, 3, SIDES_IN_ALL])
def test_no_side_is_written_over_what_another_has_begun_anew(department, sandbox, pile, another, number):
    slow = Interrupting(sandbox, SIDES, number, lambda: another(3))

    sorter_at(department, slow).sort_next()

    assert standing(department, pile) == (StackStage.WAITING, [1, 2], None, 0)
    another()
    assert standing(department, pile) == (StackStage.SEPARATED, [], SIDES_IN_ALL, 3)


@pytest.mark.parametrize("moment", [(SIDES, 2), (TURN, 1), (TURN, 3)])
def test_what_another_has_filed_is_left_alone(department, sandbox, pile, another, moment):
    sorter_at(department, Interrupting(sandbox, *moment, another)).sort_next()

    assert standing(department, pile) == (StackStage.SEPARATED, [], SIDES_IN_ALL, 3)


def test_what_another_is_reading_is_not_refused(department, sandbox, pile, another):
    def refuse_late():
        another(3)
        raise JobRefused("damaged")

    sorter_at(department, Interrupting(sandbox, SIDES, 2, refuse_late)).sort_next()

    assert standing(department, pile) == (StackStage.WAITING, [1, 2], None, 0)


def test_a_run_that_was_slow_and_alone_goes_on(department, sandbox, pile):
    asleep = Interrupting(sandbox, SIDES, 2, lambda: department.clock.forward(LEASE * 2))

    sorter_at(department, asleep).sort_next()

    assert standing(department, pile) == (StackStage.SEPARATED, [], SIDES_IN_ALL, 3)
