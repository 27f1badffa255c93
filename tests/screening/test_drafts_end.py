"""Kept answers are sealed with the letter, and over when it goes elsewhere, when it is destroyed and after a while."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from letterbank import rounds
from letterbank.audit import CentralEntry, FacilityEntry
from letterbank.errors import Unreadable
from letterbank.letters import workflow
from letterbank.letters.intake import letter_here, withdraw
from letterbank.letters.review_drafts import ReviewDraft
from letterbank.permissions import Role
from letterbank.safekeeping.backup import Schema, take_backup
from letterbank.safekeeping.file import read as lines_of
from letterbank.safekeeping.sets import BackupSet
from letterbank.tables import METADATA
from letterbank.vault import LetterKey
from letterbank.vault.keys import destroy
from notifications.dropbox import DropBase
from screening import drafts, escalation, queues
from screening.criteria import Answer, Given
from screening.forms import DeskForm
from tests.worlds import CLERK, COORDINATOR, PLANNER, SCREENER, person, review

NOTE = "third line: he names the street where Ruth lives"
SECOND = person(Role.FACILITY_SCREENER, 2, facility="NORTH")
PAGE = "a" * 26


class OneNote(DeskForm):
    """The desk with one note standing in it."""

    class Meta:
        csrf = False

    def standing(self):
        return {"note_blame": NOTE}


@pytest.fixture
def form(town):
    with town.app("central").test_request_context("/"):
        yield OneNote(MultiDict({"opened": PAGE}))


@pytest.fixture
def kept(department, form):
    """`kept(SCREENER, letter_id)`: taken, and an answer kept."""

    def kept(actor, letter_id):
        with department.writing(actor) as work:
            letter = letter_here(work, letter_id)
            queues.claim(work, letter, letter.version)
            drafts.keep(work, letter, form, {}, letter.stage)
        return letter_id

    return kept


def number_of(department):
    with department.reading(COORDINATOR) as work:
        return work.session.scalar(select(func.count()).select_from(ReviewDraft))


def ask_a_second_person(work, letter):
    escalation.escalate(work, letter, {"threats": Given(Answer.YES, "third line")}, "")


@pytest.mark.parametrize(
    "deed",
    [
        review,
        lambda work, letter: review(work, letter, workflow.Step.RETURN),
        lambda work, letter: review(work, letter, workflow.Step.REFUSE),
        ask_a_second_person,
        lambda work, letter: withdraw(work, letter, letter.version),
    ],
    ids=["passed", "returned", "refused", "put before a second person", "withdrawn"],
)
def test_when_the_letter_goes_elsewhere_nothing_is_kept_of_it(department, a_letter, kept, deed):
    kept(SCREENER, a_letter)

    with department.writing(SCREENER) as work:
        deed(work, letter_here(work, a_letter))

    assert number_of(department) == 0


def test_of_two_readers_of_one_step_each_ends_their_own(department, a_letter, kept):
    first, *others = department.policy.reviews
    two = replace(department, policy=replace(department.policy, reviews=(replace(first, people=2), *others)))
    for reader in (SCREENER, SECOND):
        kept(reader, a_letter)
        department.clock.forward(timedelta(hours=2))

    with two.writing(SECOND) as work:
        review(work, letter_here(work, a_letter))

    with department.reading(COORDINATOR) as work:
        assert work.session.scalars(select(ReviewDraft.reader_id)).all() == [SCREENER.id]


def test_a_safety_note_just_kept_is_not_hidden_by_what_a_colleague_kept_before(department, a_letter, form):
    with department.writing(SCREENER) as work:
        letter = letter_here(work, a_letter)
        queues.claim(work, letter, letter.version)
        ask_a_second_person(work, letter)
    for coordinator in (COORDINATOR, person(Role.COORDINATOR, 2)):
        with department.writing(coordinator) as work:
            letter = letter_here(work, a_letter)
            escalation.claim(work, letter, letter.version)
            drafts.keep(work, letter, form, {}, letter.stage)
        department.clock.forward(timedelta(hours=2))

    with department.writing(coordinator) as work:
        escalation.keep(work, letter_here(work, a_letter), "The advocate calls first.")

    assert number_of(department) == 0


def test_what_the_centre_kept_of_a_letter_its_facility_withdrew_is_gone_with_the_next_round(department, a_letter, kept):
    with department.writing(SCREENER) as work:
        review(work, letter_here(work, a_letter))
    kept(PLANNER, a_letter)
    with department.writing(CLERK) as work:
        letter = letter_here(work, a_letter)
        withdraw(work, letter, letter.version)

    rounds.go(department.office("central"))

    assert number_of(department) == 0


def test_they_are_over_after_the_days_the_policy_names(department, a_letter, kept):
    kept(SCREENER, a_letter)
    days = timedelta(days=department.policy.claims.draft_days)

    department.clock.forward(days - timedelta(minutes=1))
    rounds.go(department.office("central"))
    before = number_of(department)
    department.clock.forward(timedelta(minutes=1))
    rounds.go(department.office("central"))

    assert (before, number_of(department)) == (1, 0)


def test_with_the_letters_key_they_are_gone(department, a_letter, kept):
    kept(SCREENER, a_letter)

    with department.arranging(SCREENER) as work:
        letter = letter_here(work, a_letter)
        destroy(work, LetterKey, letter.newest.id)
        with pytest.raises(Unreadable):
            drafts.taken_up(work, letter)


def test_no_backup_holds_them(department, a_letter, kept, tmp_path):
    """A returned letter's key goes back to its facility: an old backup must not hold what the centre's reader noted."""
    kept(SCREENER, a_letter)
    office = department.office("central")

    sets = [
        take_backup(office, COORDINATOR, Schema(METADATA, DropBase.metadata), kind, tmp_path).path for kind in BackupSet
    ]

    lines = [line for path in sets for line in lines_of(path, office.vault)]
    assert any(b'"letter_page"' in line for line in lines)
    assert not any(b'"review_draft"' in line for line in lines)


def test_no_word_stands_in_a_file_of_the_database(department, a_letter, kept, database_kind, request):
    kept(SCREENER, a_letter)
    url = department.database.engine.url.render_as_string(hide_password=False)

    if database_kind == "sqlite":
        file = Path(department.database.engine.url.database)
        files = [*file.parent.glob(f"{file.name}*")]
    else:
        folders = request.getfixturevalue("postgres_databases").files_of(url)
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]

    held = [file.read_bytes() for file in files]
    assert any(a_letter.encode() in each for each in held)
    assert not any(b"street" in each or b"note_blame" in each for each in held)


def test_one_entry_says_that_answers_are_kept_and_no_half_minute_of_typing_does(department, a_letter, kept, form):
    kept(SCREENER, a_letter)
    begun = entries(department)

    for _ in range(3):
        department.clock.forward(timedelta(seconds=30))
        with department.writing(SCREENER) as work:
            letter = letter_here(work, a_letter)
            drafts.keep(work, letter, form, {}, letter.stage)

    assert [b"answers kept for later" in entry for entry in begun].count(True) == 1
    assert entries(department) == begun
    with department.reading(SCREENER) as work:
        assert work.session.scalars(select(ReviewDraft.kept_at)).one() == department.clock.now()


def entries(department):
    with department.database.reading() as session:
        return [row for table in (CentralEntry, FacilityEntry) for row in session.scalars(select(table.written))]
