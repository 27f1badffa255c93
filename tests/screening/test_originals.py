"""Whether the bytes of a scan are kept as they came is the programme's answer; kept, they lie sealed like the pages."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from letterbank.errors import NotAllowed
from letterbank.letters.model import OriginalPiece
from letterbank.vault import opening
from letterbank.vault.opening import Opened
from letterbank.vault.sealed import CHECK_SCAN
from tests.screening.scanning.papers import arrow, saved
from tests.screening.test_intake_desk import address, typed
from tests.worlds import CLERK, POLICY

CANARY = b"SCANNER-SERIAL-4711"
SCAN = saved(arrow(), "PNG") + CANARY + bytes(range(256)) * 1_000


@pytest.fixture(params=[True, False], ids=["kept", "not kept"])
def department(department, request):
    return replace(department, policy=replace(POLICY, scans=replace(POLICY.scans, keep_original=request.param)))


def test_the_bytes_as_they_came_are_kept_sealed_where_the_programme_says_so_and_nowhere_else(at_desk, department):
    taken = at_desk(CLERK).send(address(department), **typed(department, SCAN, declared="1"))

    assert taken.status_code == 302, taken.text
    with department.writing(CLERK) as work:
        query = select(OriginalPiece).options(undefer(OriginalPiece.content)).order_by(OriginalPiece.ordinal)
        pieces = work.session.scalars(query).all()
        whole = b"".join(Opened(work, piece).raw("content") for piece in pieces)
        assert not any(CANARY in (piece.content or b"") for piece in pieces)
        assert whole == (SCAN if department.policy.scans.keep_original else b"")
        for piece in pieces:
            with pytest.raises(NotAllowed):  # no page shows them: who needs one asks the department's counsel
                opening(work, piece, CHECK_SCAN)
