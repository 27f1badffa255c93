"""Whose turn a stack is: one run of one sorter's, for as long as no other has begun anew after its lease."""

from dataclasses import dataclass
from datetime import timedelta

from letterbank.ids import Id
from letterbank.work import Work
from screening.stacks.model import Stack

LEASE = timedelta(minutes=5)


class ClaimLost(Exception):
    """Another run has begun this stack anew. Whatever this one still holds is not to be written."""


@dataclass(frozen=True)
class Claim:
    """`run` is this run's own mark: the machines of a desk all have one name."""

    stack_id: Id
    run: Id

    def lay_on(self, work: Work, stack: Stack) -> None:
        stack.claimed_by, stack.claimed_until = self.run, work.now + LEASE

    def stack(self, work: Work) -> Stack:
        """The stack, while it is this run's; a writing unit keeps it so until its end and renews the lease.

        Raises ClaimLost.
        """
        stack = work.session.get(Stack, self.stack_id, with_for_update=work.write)
        if stack is None or stack.claimed_by != self.run:
            raise ClaimLost
        if work.write:
            self.lay_on(work, stack)
        return stack
