"""A stack that the machine has put aside, and people who decide on it."""

import pytest

from screening.stacks.model import StackStage
from screening.stacks.taking_in import find
from tests.screening.stacks.piles import brought, sorter_at
from tests.worlds import CLERK


@pytest.fixture
def aside(department, sandbox):
    """`aside(pictures, letters)` is the id of a stack that the machine has put aside."""

    def aside(pictures, letters=1):
        stack_id = brought(department, pictures, letters)
        sorter_at(department, sandbox).sort_next()
        with department.reading(CLERK) as work:
            assert find(work, stack_id).stage is StackStage.QUARANTINED
        return stack_id

    return aside


@pytest.fixture
def do(department):
    def do(actor, deed, stack_id, *more):
        with department.writing(actor) as work:
            stack = find(work, stack_id)
            return deed(work, stack, *more, stack.version)

    return do
