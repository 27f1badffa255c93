"""A refused deed leaves nothing behind but its sentence, and the rest of the request goes on."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from letterbank.audit import record
from letterbank.audit.model import FacilityEntry
from letterbank.errors import NotAllowed, RuleBroken
from letterbank.letters.model import Letter
from letterbank.vault import LetterKey
from letterbank.web.deeds import heed
from tests.worlds import CLERK, register


def form():
    return SimpleNamespace(form_errors=[])


def half_done(work):
    record(work, "letter registered", register(work).subject)
    raise RuleBroken("The scanner is out of paper.")


def kept(department, table):
    with department.reading(CLERK) as work:
        return work.session.scalar(select(func.count()).select_from(table))


def test_a_refused_deed_is_undone_whole(department):
    page, before = form(), kept(department, FacilityEntry)

    with department.writing(CLERK) as work:
        assert heed(work, page, lambda: half_done(work)) is None
        held = dict(work.open_keys)

    assert page.form_errors == ["The scanner is out of paper."]
    assert [kept(department, table) for table in (Letter, LetterKey)] == [0, 0]
    assert (kept(department, FacilityEntry), held) == (before, {})


def test_what_was_done_before_and_after_a_refusal_stands(department):
    with department.arranging(CLERK) as work:
        heed(work, form(), lambda: register(work))
        heed(work, form(), lambda: half_done(work))
        heed(work, form(), lambda: register(work))

    assert kept(department, Letter) == 2


def test_a_denial_is_no_sentence_on_a_form_but_the_end_of_the_request(department):
    def denied():
        raise NotAllowed("Your account does not allow this.")

    with pytest.raises(NotAllowed), department.writing(CLERK) as work:
        heed(work, form(), denied)
