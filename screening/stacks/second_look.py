"""What once stood against a paper is remembered at its cover sheets: nobody scans a doubt away alone.

The same paper brought again goes to no letter before somebody looks who had no part in it.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from letterbank.ids import Id
from letterbank.work import Work
from screening.scanning.coversheets import Verdict
from screening.scanning.doubts import Doubt, Finding, Reason
from screening.sheets.genuine import known
from screening.sheets.issue import sheets_of
from screening.sheets.model import CoverSheet
from screening.stacks.filing import Facts
from screening.stacks.model import Stack, StackStep

# Nobody had counted its letters, or registered a blank sheet, or the machine gave up: nothing contradicted the paper.
NOTHING_AGAINST_IT = frozenset({Reason.UNCOUNTED, Reason.UNREGISTERED, Reason.NOT_TURNED})
DOUBTED_BEFORE = Doubt((Finding(Reason.DOUBTED_BEFORE),))


def remember(work: Work, stack: Stack) -> None:
    """Something speaks against this stack, and so against every sheet that was seen in it."""
    for sheet in _sheets_in(work, stack):
        sheet.doubted_in = json.dumps(sorted({*json.loads(sheet.doubted_in), stack.id}))


def doubted_before(work: Work, stack: Stack) -> frozenset[Id]:
    """The other stacks with something against them in which one of its sheets lay, or another sheet of its papers."""
    sheets = _sheets_in(work, stack)
    papers = [sheet.revision_id for sheet in sheets if sheet.revision_id]
    same = or_(CoverSheet.id.in_([sheet.id for sheet in sheets]), CoverSheet.revision_id.in_(papers))
    found = work.session.scalars(select(CoverSheet.doubted_in).where(CoverSheet.desk == stack.desk, same))
    return frozenset(one for told in found for one in json.loads(told)) - {stack.id}


def had_a_part(work: Work, stack: Stack, before: Iterable[Id]) -> list[Id]:
    """Who brought this stack or put it right, or took any step with those of before; the machine is nobody."""
    steps = work.session.scalars(select(StackStep.actor_id).where(StackStep.record_id.in_(before)))
    return sorted({stack.brought_by, *stack.not_the_second, *steps} - {work.actor.id})


def _sheets_in(work: Work, stack: Stack) -> Sequence[CoverSheet]:
    texts = {text for side in stack.sides for text in Facts.of(side).reading.codes}
    ours = [one.claim.code for one in known(work, texts).values() if one.claim.verdict is Verdict.OURS]
    return list(sheets_of(work, ours).values())
