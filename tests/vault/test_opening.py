"""P7: opening needs a permission and a purpose, leaves a line in the audit, and dies with its unit of work."""

import json

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from letterbank.audit import record
from letterbank.audit.model import FacilityEntry
from letterbank.errors import NotAllowed, Unreadable
from letterbank.letters.model import Letter, Page, Revision
from letterbank.vault import opening, opening_all
from letterbank.vault.sealed import CONTACT, MEND, PRINT, REVIEW
from tests.worlds import CLERK, SCREENER, register


@pytest.fixture
def letter(department):
    with department.arranging(SCREENER) as work:
        return register(work).id


def newest(work, letter):
    return work.session.get_one(Letter, letter).newest


def entries(department):
    with department.reading(SCREENER) as work:
        return [json.loads(each) for each in work.session.scalars(select(FacilityEntry.written))]


def test_an_opening_names_who_opened_what_and_why(department, letter):
    with department.writing(SCREENER) as work:
        place = opening(work, newest(work, letter), REVIEW).addressee and newest(work, letter).place

    (written,) = entries(department)
    assert written["act"] == "opened"
    assert written["actor"] == SCREENER.id
    assert written["on"] == [place]
    assert written["purpose"] == "review"
    assert "Ruth" not in json.dumps(written)


def test_a_list_is_one_line_that_names_them_all(department, letter):
    with department.writing(SCREENER) as work:
        pages = newest(work, letter).pages
        opening_all(work, pages, REVIEW)

    (written,) = entries(department)
    assert written["on"] == [f"letter/{letter}/revision/1/page/{number}" for number in (1, 2)]


@pytest.mark.parametrize(("actor", "purpose"), [(CLERK, REVIEW), (SCREENER, PRINT), (SCREENER, CONTACT)])
def test_without_the_permission_nothing_opens(department, letter, actor, purpose):
    with pytest.raises(NotAllowed), department.writing(actor) as work:
        opening(work, newest(work, letter), purpose)


def test_a_record_is_not_opened_for_a_purpose_that_is_not_its_own(department, letter):
    with pytest.raises(NotAllowed, match="that purpose"), department.writing(SCREENER) as work:
        opening(work, newest(work, letter).pages[0], MEND)


def test_where_nothing_can_be_written_nothing_opens(department, letter):
    with department.reading(SCREENER) as work, pytest.raises(RuntimeError, match="writing unit"):
        opening(work, newest(work, letter), REVIEW)


def test_what_was_opened_closes_with_the_unit_of_work(department, letter):
    with department.writing(SCREENER) as work:
        opened = opening(work, newest(work, letter), REVIEW)

    with pytest.raises(RuntimeError, match="over"):
        opened.addressee  # noqa: B018 - reading it is the attempt
    assert not work.open_keys


def test_an_opening_that_is_undone_was_never_seen_by_anyone_else(department, letter):
    with pytest.raises(ZeroDivisionError), department.writing(SCREENER) as work:
        opening(work, newest(work, letter), REVIEW)
        raise ZeroDivisionError

    assert entries(department) == []


@pytest.mark.parametrize("plain", [b"Ruth Alder", b"", b"\x01", b"\x01Ruth Alder", b"\xff\xd8\xff picture" * 99])
@pytest.mark.parametrize("table", [Revision, Page])
def test_words_in_clear_never_reach_a_sealed_column(department, letter, table, plain):
    column = "addressee" if table is Revision else "image"

    with pytest.raises(StatementError) as refusal, department.writing(SCREENER) as work:
        work.session.execute(insert(table), [{"id": "a", column: plain}])

    assert isinstance(refusal.value.__cause__, Unreadable)
    assert "Ruth" not in str(refusal.value)  # the driver's complaint would carry the words into a log


def test_the_attribute_is_ciphertext(department, letter):
    with department.reading(SCREENER) as work:
        assert b"Ruth" not in newest(work, letter).addressee
        assert "Ruth" not in repr(newest(work, letter))


def test_nothing_is_done_in_a_unit_that_writes_no_audit(department):
    with department.reading(SCREENER) as work, pytest.raises(RuntimeError, match="not written down"):
        record(work, "an act")
