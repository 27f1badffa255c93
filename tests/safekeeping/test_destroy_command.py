"""`letterbank destroy`: only what nobody waits for any more, asked about first, certified in words (P9)."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from letterbank.audit.model import CentralEntry
from letterbank.cli.destroy import destroy
from letterbank.errors import Missing, Refusal, RuleBroken, Unreadable
from letterbank.letters import workflow
from letterbank.letters.model import Letter
from letterbank.safekeeping.destruction import complete
from letterbank.vault import LetterKey, VictimKey, opening
from letterbank.vault.sealed import READ_VICTIM
from notifications import requests
from notifications.model import Request
from tests.notifications import walks
from tests.safekeeping.conftest import OPERATOR
from tests.worlds import ASSISTANT, COORDINATOR, SCREENER, register, review


class HomeOf:
    """A home whose central office is the department's."""

    def __init__(self, department):
        self.department = department

    def office(self, surface):
        return self.department.office(surface)


@pytest.fixture
def run(department):
    """`run("letter", id, …)`: exit status and words; a refusal is raised."""

    def typed(*words, answer=None):
        said = CliRunner().invoke(destroy, words, obj=HomeOf(department), input=answer)
        if isinstance(said.exception, Refusal):
            raise said.exception
        assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
        return said

    return typed


@pytest.fixture
def withdrawn(department, banked):
    with department.writing(SCREENER) as work:
        workflow.advance(work, workflow.Step.WITHDRAW, work.session.get_one(Letter, banked))
    return banked


def certified(department, run):
    """PostgreSQL's own housekeeping may be in the way for a moment; the worker comes round again."""
    for _ in range(50):
        if all(one["done_at"] for one in json.loads(run("list", "--json").output)):
            return json.loads(run("list", "--json").output)
        complete(department.office("central"), OPERATOR)
    raise AssertionError("never certified")


def keys_of(department, table):
    with department.reading(COORDINATOR) as work:
        return set(work.session.scalars(select(table.record_id)))


def test_a_withdrawn_letter_is_destroyed_whole_and_certified(department, run, withdrawn):
    said = run("letter", withdrawn, "--reason", "the writer asked", "--yes")

    found = certified(department, run)
    days = department.policy.retention.key_backup_days
    assert {one["subject"] for one in found} == {f"letter/{withdrawn}/revision/1", f"deposit/{withdrawn}"}
    assert {one["gone_on"] for one in found} == {f"2026-03-{2 + days:02}"}
    assert f"letter/{withdrawn}/revision/1" in said.output and "the writer asked" in said.output
    assert keys_of(department, LetterKey) == keys_of(department, VictimKey) == set()
    with department.reading(COORDINATOR) as work:
        acts = [json.loads(entry.written) for entry in work.session.query(CentralEntry)]
    ordered = [act for act in acts if act["act"] == "destruction: ordered"]
    assert {act["actor"] for act in ordered} == {"host operator"} and len(ordered) == 2


def test_the_certificate_says_until_when_a_backup_may_open_it(department, run, withdrawn):
    run("letter", withdrawn, "--reason", "the writer asked", "--yes")
    certified(department, run)

    assert "may still open it until 09 March 2026" in run("list").output


def test_nothing_happens_before_the_question_is_answered(department, run, withdrawn):
    before = keys_of(department, LetterKey)

    said = run("letter", withdrawn, "--reason", "the writer asked", answer="n\n")

    assert said.exit_code == 1
    assert "withdrawn, scans: 1" in said.output
    assert keys_of(department, LetterKey) == before
    assert run("letter", withdrawn, "--reason", "x", "--json").exit_code == 2


def test_a_letter_by_its_number_after_a_yes(department, run, withdrawn):
    with department.reading(COORDINATOR) as work:
        number = work.session.get_one(Letter, withdrawn).number

    run("letter", number, "--reason", "the writer asked", answer="y\n")

    assert keys_of(department, LetterKey) == set()


def test_a_letter_on_its_way_or_in_the_bank_is_not_destroyed(department, run, banked):
    with department.writing(SCREENER) as work:
        waits = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, waits)
        key = waits.id

    for letter in (banked, key):
        with pytest.raises(RuleBroken, match="Only one that was withdrawn"):
            run("letter", letter, "--reason", "tidy", "--yes")


def test_a_refused_letter_is_destroyed(department, run):
    with department.writing(SCREENER) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
    with department.writing(SCREENER) as work:
        review(work, work.session.get_one(Letter, letter.id), workflow.Step.REFUSE)

    run("letter", letter.id, "--reason", "refused long ago", "--yes")

    assert keys_of(department, LetterKey) == set()


def test_what_is_not_there_is_said(department, run, withdrawn):
    for kind in ("letter", "victim"):
        with pytest.raises(Missing, match="There is no"):
            run(kind, "nobody", "--reason", "x", "--yes")
    with pytest.raises(RuleBroken, match="Write down why"):
        run("letter", withdrawn, "--reason", "  ", "--yes")
    run("letter", withdrawn, "--reason", "x", "--yes")
    with pytest.raises(Missing, match="destroyed before"):
        run("letter", withdrawn, "--reason", "x", "--yes")


def test_a_victim_with_an_open_request_is_not_destroyed(department, run):
    request = walks.a_standing_request(department)

    with pytest.raises(RuleBroken, match="A request is still open"):
        run("victim", request, "--reason", "tidy", "--yes")


def test_all_a_victim_told_us_is_destroyed(department, run):
    asked = walks.a_standing_request(department)
    with department.writing(ASSISTANT) as work:
        requests.withdraw(work, work.session.get_one(Request, asked))

    run("victim", asked, "--reason", "she asked", "--yes")

    assert {one["subject"].split("/")[0] for one in certified(department, run)} == {"victim", "request"}
    with department.writing(ASSISTANT) as work:
        request = work.session.get_one(Request, asked)
        for record, column in ((request, "content"), (request.victim, "name")):
            with pytest.raises(Unreadable):
                opening(work, record, READ_VICTIM).raw(column)


def test_not_yet_certified_is_said_and_is_no_success(department, run, withdrawn):
    with department.database.reading() as reader:
        if not department.database.embedded:
            reader.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        reader.scalars(select(LetterKey.record_id)).all()
        said = run("letter", withdrawn, "--reason", "the writer asked", "--yes")

    assert said.exit_code == 1
    assert "not certified yet" in said.output
    assert keys_of(department, LetterKey) == set()
