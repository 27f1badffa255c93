"""P6: no letter, request, answer or message falls between stages: each waits for a role or a word, or is at its end."""

import ast

import pytest

from letterbank.errors import Refusal
from letterbank.letters.model import LetterStage
from letterbank.letters.paper.central import KeptStage
from letterbank.letters.paper.keeping import KEEPING
from letterbank.letters.paper.model import PaperStage
from letterbank.letters.paper.workflow import PAPERS
from letterbank.letters.workflow import LETTERS
from letterbank.permissions import GRANTS
from letterbank.rounds import WORKER
from letterbank.vod.referral import REFERRALS, ReferralStage
from letterbank.workflow import Table
from notifications import dropbox, intake, matching, offers, release
from notifications.model import Offer, OfferStage, Request, RequestStage, UnmatchedDrop
from notifications.workflow import OFFERS, REQUESTS
from screening.sheets.model import SheetStage
from screening.sheets.workflow import SHEETS
from screening.stacks.model import StackStage
from screening.stacks.workflow import STACKS
from tests.house.tree import python
from tests.notifications.walks import DEEDS, a_standing_request, an_offer, stage_of, step
from tests.worlds import ASSISTANT, SECOND_ASSISTANT, bank_a_letter

S = OfferStage
TABLES = {
    "letters": (LETTERS, LetterStage), "requests": (REQUESTS, RequestStage), "offers": (OFFERS, OfferStage),
    "paper": (PAPERS, PaperStage), "kept paper": (KEEPING, KeptStage), "stacks": (STACKS, StackStage),
    "cover sheets": (SHEETS, SheetStage), "referrals": (REFERRALS, ReferralStage),
}  # fmt: skip
OF_THE_DIALOGUE = {ReferralStage.REFERRED}  # the planner's own steps belong to the dialogue's module
FINAL = {
    "letters": {LetterStage.REFUSED, LetterStage.WITHDRAWN, LetterStage.STRUCK},
    "requests": {RequestStage.REFUSED, RequestStage.WITHDRAWN},
    "offers": {S.NOT_A_MATCH, S.NEVER, S.DECEASED, S.WITHDRAWN},
    "paper": {PaperStage.WITH_WRITER, PaperStage.RECEIVED},
    "kept paper": {KeptStage.DESTROYED},
    "stacks": {StackStage.SEPARATED, StackStage.TO_RESCAN, StackStage.DISCARDED, StackStage.CLOSED},
    "cover sheets": {SheetStage.USED, SheetStage.VOID},
    "referrals": {ReferralStage.WITHDRAWN},
}


def final(table: Table, stages: type) -> set[str]:
    """The stages no step of the table leads away from."""
    return set(stages) - {start for rule in table.rules.values() for start in rule.starts}


@pytest.mark.parametrize("name", TABLES)
def test_whatever_is_not_at_its_end_waits_for_somebody_or_for_a_word(name):
    table, stages = TABLES[name]

    assert set(stages) - final(table, stages) == set(table.waits)
    assert all(waiting.words for waiting in table.waits.values())


@pytest.mark.parametrize("name", TABLES)
def test_the_ends_are_known_by_name(name):
    assert final(*TABLES[name]) == FINAL[name]


@pytest.mark.parametrize("name", TABLES)
def test_no_step_leads_to_a_stage_nobody_knows(name):
    table, stages = TABLES[name]

    assert {end for rule in table.rules.values() for end in rule.to} <= set(stages)
    assert all(rule.starts <= set(stages) for rule in table.rules.values())


@pytest.mark.parametrize("name", TABLES)
def test_whoever_a_stage_waits_for_may_take_a_step_from_it(name):
    table, _ = TABLES[name]

    for stage, waiting in table.waits.items():
        needed = {rule.needs for rule in table.rules.values() if stage in rule.starts}
        assert waiting.role is None or stage in OF_THE_DIALOGUE or needed & GRANTS[waiting.role], stage


def test_every_workflow_there_is_was_asked():
    made = [
        node.args[0] for source in python() if source.is_code for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Table.__name__
        and "letterbank.workflow" in source.text
    ]  # fmt: skip

    assert {ast.literal_eval(name) for name in made} == {table.name for table, _ in TABLES.values()}


class Killed(Exception):
    """The power goes."""


@pytest.mark.parametrize("stage", [stage for stage in DEEDS if DEEDS[stage]])
def test_a_step_cut_off_in_its_middle_leaves_everything_where_it_waited(department, stage):
    way = [S.FOUND, *DEEDS]
    key = an_offer(department, way[way.index(stage) - 1])
    before = stage_of(department, key)

    with pytest.raises(Killed), department.writing(SECOND_ASSISTANT if stage is S.CHECKED else ASSISTANT) as work:
        DEEDS[stage](work, offers.find(work, key))
        work.session.flush()
        raise Killed

    assert stage_of(department, key) is before
    assert before in OFFERS.waits
    step(department, key, stage)
    assert stage_of(department, key) is stage


def test_a_packet_that_could_not_be_printed_is_still_to_be_packed(department):
    key = an_offer(department, S.CLEARED)

    with pytest.raises(Killed):
        _pack_and_die(department, key)

    assert stage_of(department, key) is S.CLEARED
    step(department, key, S.PACKED)


def _pack_and_die(department, key):
    def die(_contents):
        raise Killed

    with department.reading(ASSISTANT) as work:
        version = offers.find(work, key).version
    release.pack(department.office("central"), ASSISTANT, die, key, version)


@pytest.mark.parametrize("message", [b"", b"\x00" * 99, {"kind": "request"}, {"kind": "stop", "receipt": "1"}, [], 7])
def test_no_message_is_too_strange_to_wait_for_a_person(department, message):
    office = department.office("public")
    sealed = message if isinstance(message, bytes) else dropbox.seal_message(office.vault, "a" * 26, message)
    with office.database.writing() as session:
        dropbox.drop(session, "a" * 26, sealed)

    intake.take_in(department.office("central"), WORKER)

    with department.reading(ASSISTANT) as work:
        (waits,) = work.session.query(UnmatchedDrop)
        assert waits.settled_at is None
    with department.dropbox.reading() as session:
        assert dropbox.waiting(session) == []


@pytest.mark.parametrize("first", ["the letter", "the request"])
def test_letter_and_request_meet_whichever_came_first(department, first):
    deeds = [bank_a_letter, a_standing_request]
    for deed in deeds if first == "the letter" else reversed(deeds):
        deed(department)
        with department.writing(ASSISTANT) as work:
            matching.find_offers(work)

    with department.reading(ASSISTANT) as work:
        (offer,) = work.session.query(Offer)
        assert offer.stage is S.FOUND


def test_the_only_rows_ever_deleted_are_keys_digests_drafts_and_messages_taken_in():
    found = {
        (source.path, ast.unparse(node))
        for source in python()
        if source.is_code and not source.is_migration
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "delete"
    }

    kept_out = {(path, call) for path, call in found if not call.startswith(("delete(table)", "delete(Dropped)"))}
    assert {path for path, _ in kept_out} <= {
        "letterbank/accounts/library.py", "letterbank/people/drafts.py", "notifications/lookups.py",
        "notifications/known.py", "letterbank/letters/review_drafts.py",
        "screening/stacks/sorting.py",  # pieces whose sides are kept, and sides that are read anew
    }, kept_out  # fmt: skip


def test_a_refused_step_loses_nothing(department):
    key = an_offer(department, S.VERIFIED)
    with department.writing(ASSISTANT) as work, pytest.raises(Refusal):
        DEEDS[S.CLEARED](work, offers.find(work, key))

    assert stage_of(department, key) is S.VERIFIED
    with department.reading(ASSISTANT) as work:
        assert work.session.query(Request).one().stage is RequestStage.STANDING
