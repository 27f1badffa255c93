"""P7, from the other side: a unit of work that changed something and wrote nothing of it down is not committed."""

import json

import pytest
from sqlalchemy import delete, func, select, update

from letterbank.accounts.model import Staff
from letterbank.audit.model import CentralEntry, FacilityEntry
from letterbank.letters import intake, workflow
from letterbank.letters.deposit_gates import nothing_stands
from letterbank.letters.intake import Registration, letter_here
from letterbank.letters.model import Letter
from letterbank.vault import VictimKey, opening
from letterbank.vault.sealed import REVIEW
from notifications import contact, lookups, offers, requests, safe_way
from notifications.model import OfferStage
from screening import queues
from tests.letters.paper.walks import banked, sent, to_the_day
from tests.notifications.walks import a_request, an_offer
from tests.screening.test_transcripts import SECOND, confirming, typing
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, SCREENER, bank_a_letter, offender_of, register

SILENT = {
    "a row": lambda work, letter: setattr(letter, "acknowledged", not letter.acknowledged),
    "a new row": lambda work, letter: work.vault.new_key(work, VictimKey, "a" * 26, "victims"),
    "many rows at once": lambda work, letter: work.session.execute(update(Letter).values(version=9)),
    "a destroyed key": lambda work, letter: work.session.execute(delete(VictimKey)),
    "a person's rights": lambda work, letter: work.session.add(somebody(work)),
    "beside an opening": lambda work, letter: (opening(work, letter.newest, REVIEW), setattr(letter, "step", 1)),
}


def somebody(work) -> Staff:
    return Staff(
        id=work.new_id(), name="Ana Ruiz", login="ana.ruiz", surface="central", held=["administrator"], since=work.now
    )


@pytest.mark.parametrize("what", SILENT)
def test_what_is_not_written_down_is_not_done(department, what):
    key = bank_a_letter(department)
    with department.reading(COORDINATOR) as work:
        before = work.session.get_one(Letter, key).version, _keys(work)

    with pytest.raises(RuntimeError, match="not written down"), department.writing(COORDINATOR) as work:
        SILENT[what](work, work.session.get_one(Letter, key))

    with department.reading(COORDINATOR) as work:
        assert (work.session.get_one(Letter, key).version, _keys(work)) == before


def test_what_a_savepoint_took_back_needs_no_word(department):
    key = bank_a_letter(department)

    with department.writing(COORDINATOR) as work:
        tried = work.session.begin_nested()
        work.session.get_one(Letter, key).step = 9
        work.session.flush()
        tried.rollback()

    with department.reading(COORDINATOR) as work:
        assert work.session.get_one(Letter, key).step != 9


def _keys(work) -> int:
    return work.session.scalar(select(func.count()).select_from(VictimKey)) or 0


def register_one(department):
    with department.writing(CLERK) as work:
        writer = offender_of(work)
        intake.register_letter(work, Registration(
            offender_id=writer.id, case_id=writer.cases[0].id, addressee="Ruth Alder", acknowledged=True, declared=1,
            facts=nothing_stands(work.policy),
        ))  # fmt: skip


def a_submitted_letter(department) -> str:
    with department.writing(CLERK) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
        return letter.id


def take_to_review(department) -> str:
    key = a_submitted_letter(department)
    with department.writing(SCREENER) as work:
        letter = letter_here(work, key)
        queues.claim(work, letter, letter.version)
    return key


def put_back(department):
    key = take_to_review(department)
    with department.writing(SCREENER) as work:
        letter = letter_here(work, key)
        queues.put_back(work, letter, letter.version)


def link(department):
    key = a_request(department)
    with department.writing(ASSISTANT) as work:
        writer = offender_of(work)
        requests.link(work, requests.find(work, key), writer.id, writer.cases[0].id)


def try_to_reach(department):
    key = an_offer(department, OfferStage.CONTACTING)
    with department.writing(ASSISTANT) as work:
        contact.log_attempt(work, offers.find(work, key), "no_answer", "")


def make_digests_anew(department):
    with department.writing(ASSISTANT) as work:
        lookups.rebuild_digests(work)


def note_days_alone(department):
    key = an_offer(department, OfferStage.CONTACTING)
    with department.writing(ASSISTANT) as work:
        safe_way.leave_alone(work, offers.find(work, key).request, "December")


def send_a_bag(department):
    banked(department)
    to_the_day(department)
    sent(department)


def read_a_typed_page(department):
    key = a_submitted_letter(department)
    for reader, deed in ((SCREENER, typing("Dear Ruth")), (SECOND, confirming())):
        with department.writing(reader) as work:
            letter = letter_here(work, key)
            queues.claim(work, letter, letter.version)
            work.session.flush()
            deed(work, letter)
            queues.put_back(work, letter, letter.version)


# What each deed is called in the audit; R27's word that nobody close is concerned is said with the claim.
WORDS = {
    "letter registered": register_one, "letter taken to review": take_to_review, "letter put back": put_back,
    "request: linked": link, "contact: tried": try_to_reach, "receipt digests made anew": make_digests_anew,
    "victim: days to be left alone": note_days_alone,
    "bag sent": send_a_bag, "typed page read": read_a_typed_page,
}  # fmt: skip


@pytest.mark.parametrize("act", WORDS)
def test_each_deed_is_written_down_under_its_own_name(department, act):
    WORDS[act](department)

    with department.database.reading() as session:
        written = [json.loads(row) for table in (CentralEntry, FacilityEntry)
                   for row in session.scalars(select(table.written))]  # fmt: skip
    (entry,) = [entry for entry in written if entry["act"] == act]
    assert act != "letter taken to review" or entry["concerns_nobody_close"] is True
