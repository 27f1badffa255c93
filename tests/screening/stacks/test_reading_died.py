"""A stack whose job is killed from outside is read anew from its first side: no good paper is refused for it."""

import os
import signal
from collections import Counter

import pytest

from letterbank.documents.compose import JOBS as DOCUMENT_JOBS
from letterbank.letters.intake import letter_here
from letterbank.sandbox import JobDied, Sandbox
from screening.scanning import JOBS
from screening.scanning.sanitise import SIDES, TURN
from screening.stacks.model import Stack, StackStage
from tests.screening.stacks.piles import a_letter_with_sheet, brought, page, printed, sorter_at
from tests.worlds import CLERK


class Mortal(Sandbox):
    """Its first so many jobs of one kind are killed with their zygote before the second result, or the only one."""

    def __init__(self, job, deaths):
        self.job, self.deaths, self.begun = job, deaths, Counter()
        super().__init__({**JOBS, **DOCUMENT_JOBS})

    def run(self, job, source, *, limits=None):
        self.begun[job] += 1
        results = super().run(job, source, limits=limits)
        return self._cut_short(results) if job == self.job and self.begun[job] <= self.deaths else results

    def _cut_short(self, results):
        if self.job == SIDES:
            yield next(results)
        os.kill(self._zygote.pid, signal.SIGKILL)  # as the machine does when its memory is at an end
        self._zygote.wait()
        raise JobDied


@pytest.fixture
def pile(department):
    """A letter of two sides, and its stack, fed upside down."""
    letter, sheet = a_letter_with_sheet(department, 2)
    pictures = (printed(department, sheet), page("a"), page("b"))
    return letter, brought(department, [side.rotate(180) for side in pictures], 1)


def standing(department, pile):
    letter, stack_id = pile
    with department.reading(CLERK) as work:
        return work.session.get_one(Stack, stack_id).stage, len(letter_here(work, letter.id).newest.pages)


@pytest.mark.parametrize(("job", "times"), [(SIDES, 2), (TURN, 3)])
def test_a_stack_whose_job_is_killed_once_comes_in_whole(department, pile, job, times):
    with Mortal(job, deaths=1) as sandbox:
        sorter_at(department, sandbox).sort_next()

    assert standing(department, pile) == (StackStage.SEPARATED, 2)
    assert sandbox.begun[job] == times


def test_a_stack_that_kills_every_job_is_refused_and_the_next_one_never_notices(department, pile):
    letter, sheet = a_letter_with_sheet(department)
    with Mortal(SIDES, deaths=2) as sandbox:
        sorter_at(department, sandbox).sort_next()
        good = brought(department, (printed(department, sheet), page("c")), 1)
        sorter_at(department, sandbox).sort_next()

    assert standing(department, pile) == (StackStage.REFUSED, 0)
    assert standing(department, (letter, good)) == (StackStage.SEPARATED, 1)
