"""AU-12: a process killed at any moment leaves an act with its audit row and a key with its record, or none of them.

The killing is real: a child process lives one unit of work and meets SIGKILL at the named moment of it.
"""

import multiprocessing
import os
import signal

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from letterbank.audit import chains, verify
from letterbank.audit.model import FacilityEntry
from letterbank.letters import workflow
from letterbank.letters.model import Letter, LetterStep, Page, Revision
from letterbank.vault import LetterKey, opening
from letterbank.vault.sealed import REVIEW
from tests.worlds import COORDINATOR, SCREENER, Department, bank_a_letter, register, review

KEPT = (Letter, Revision, Page, LetterStep, LetterKey, FacilityEntry)


def die(*_arguments, **_more):
    os.kill(os.getpid(), signal.SIGKILL)


def at_statement(moment, words):
    """Die before or after the database was told these words."""

    def arm(department):
        def listener(_connection, _cursor, statement, *_rest):
            if words in statement:
                die()

        event.listen(department.at_facility.engine, f"{moment}_cursor_execute", listener)

    return arm


def at_session(moment):
    return lambda _department: event.listen(Session, moment, die)


def at_commit(department):
    """The transaction is complete and the word COMMIT is about to be said."""
    event.listen(department.at_facility.engine, "commit", die)


MOMENTS = {
    "before the first row": at_session("before_flush"),
    "before the key": at_statement("before", "INSERT INTO letter_key"),
    "after the key, before its record's pages": at_statement("after", "INSERT INTO letter_key"),
    "after the record, before the step": at_statement("after", "INSERT INTO letter_page"),
    "after the step": at_statement("after", "INSERT INTO letter_step"),
    "before the audit": at_statement("before", "INSERT INTO audit_facility"),
    "after the audit": at_statement("after", "INSERT INTO audit_facility"),
    "before the commit": at_commit,
}


def hand_in(work):
    letter = register(work)
    workflow.advance(work, workflow.Step.SUBMIT, letter)


def hand_over(work):
    """The facility's review: with the pass, the letter's key goes to the bank."""
    review(work, work.session.query(Letter).one())


def live_and_die(urls, arm, act):
    department = Department.over(*urls)
    arm(department)
    with department.writing(SCREENER) as work:
        act(work)
    os._exit(0)


def kill(urls, arm, act=hand_in):
    child = multiprocessing.get_context("fork").Process(target=live_and_die, args=(urls, arm, act))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL


@pytest.fixture
def urls(department):
    return [
        engine.url.render_as_string(hide_password=False)
        for engine in (department.database.engine, department.dropbox.engine)
    ]


def kept(department):
    with department.reading(COORDINATOR) as work:
        whole = all(verify(work.session, chain, "dept-under-test").whole for chain in chains(work.session))
        return whole, {
            table.__tablename__: work.session.scalar(select(func.count()).select_from(table)) for table in KEPT
        }


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_before_the_commit_nothing_was_done(department, urls, moment):
    before = kept(department)

    kill(urls, MOMENTS[moment])

    assert kept(department) == before
    bank_a_letter(department)


def test_killed_after_the_commit_everything_was_done(department, urls):
    kill(urls, at_session("after_commit"))

    assert kept(department) == (
        True,
        {"letter": 1, "letter_revision": 1, "letter_page": 2, "letter_step": 1, "letter_key": 1, "audit_facility": 1},
    )
    bank_a_letter(department)


@pytest.mark.parametrize("words", ["DELETE FROM letter_key", "INSERT INTO letter_key", "INSERT INTO audit_facility"])
def test_killed_while_custody_moves_the_key_stays_where_it_was(department, urls, words):
    with department.writing(SCREENER) as work:
        hand_in(work)

    kill(urls, at_statement("after", words), hand_over)

    with department.writing(SCREENER) as work:
        letter = work.session.query(Letter).one()
        assert opening(work, letter.newest, REVIEW).addressee == "Ruth Alder"
        hand_over(work)
