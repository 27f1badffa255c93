"""P7: every act and every opening is in the append-only audit in the same transaction, or it does not happen."""

import ast

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from letterbank.audit import chains, verify
from letterbank.audit.model import CentralEntry
from letterbank.letters import workflow as letters
from letterbank.letters.model import Letter
from letterbank.safekeeping.destruction import order
from letterbank.tables import METADATA
from letterbank.vault import opening
from letterbank.vault.sealed import READ_VICTIM, REVIEW
from notifications import matching, offers, release, requests, safe_way
from notifications.model import Offer, OfferStage
from tests.house.tree import python
from tests.notifications.walks import DEEDS, a_request, a_standing_request, an_offer, version_of
from tests.worlds import ASSISTANT, COORDINATOR, RING, SCREENER, SECOND_ASSISTANT, bank_a_letter

S = OfferStage
NEVER_SAME = {"audit_central", "audit_facility"}

# Where sealed bytes are opened without `opening`, and why each is no record: the drop box (the intake writes its own
# entry), a person's own second factor, her own draft, an upload on its way in, a backup file.
OTHER_SEALS = {
    "notifications/dropbox.py", "letterbank/accounts/second_factor.py", "notifications/public/draft.py",
    "screening/scanning/arrival.py", "letterbank/safekeeping/file.py",
}  # fmt: skip


@pytest.fixture
def no_audit(department, request):
    """`no_audit()`: from now on the audit takes no entry, as on a full disk."""

    def fill_up():
        url = department.database.engine.url
        if department.database.embedded:
            with department.database.writing() as session:
                for table in NEVER_SAME:
                    session.execute(text(f"CREATE TRIGGER {table}_full BEFORE INSERT ON {table} "
                                         "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"))  # fmt: skip
            return
        server = request.getfixturevalue("postgres_databases")
        with psycopg.connect(server._url(url.database).replace("+psycopg", ""), autocommit=True) as superuser:
            superuser.execute("REVOKE INSERT ON audit_central, audit_facility FROM lb_central, lb_facilities")

    return fill_up


def everything(department) -> dict[str, list[str]]:
    with department.database.reading() as session:
        return {name: sorted(map(repr, session.execute(select(table)))) for name, table in METADATA.tables.items()}


def withdraw_a_letter(department):
    key = bank_a_letter(department)
    return SCREENER, lambda work: letters.advance(work, letters.Step.WITHDRAW, work.session.get_one(Letter, key))


def destroy_a_letter(department):
    key = bank_a_letter(department)
    return ASSISTANT, lambda work: order(
        work, "letter", work.session.get_one(Letter, key).newest.id, subject="letter", reason="asked"
    )


def look_for_matches(department):
    bank_a_letter(department)
    a_standing_request(department)
    return ASSISTANT, matching.find_offers


def refuse_a_request(department):
    key = a_request(department)
    return ASSISTANT, lambda work: requests.refuse(work, requests.find(work, key), "Not a victim of this case.")


def change_her_way(department):
    key = a_standing_request(department)
    return ASSISTANT, lambda work: safe_way.change(work, requests.find(work, key), "By the old number.", hours="noon")


def read_a_letter(department):
    key = bank_a_letter(department)
    return COORDINATOR, lambda work: opening(work, work.session.get_one(Letter, key).newest, REVIEW).addressee


def read_a_victim(department):
    key = a_request(department)
    return ASSISTANT, lambda work: opening(work, requests.find(work, key).victim, READ_VICTIM).name


def step_to(stage):
    def prepare(department):
        way = [S.FOUND, *DEEDS]
        key = an_offer(department, way[way.index(stage) - 1])
        actor = SECOND_ASSISTANT if stage is S.CHECKED else ASSISTANT
        return actor, lambda work: DEEDS[stage](work, offers.find(work, key))

    return prepare


ACTS = {
    "withdraw a letter": withdraw_a_letter, "destroy a letter": destroy_a_letter, "match": look_for_matches,
    "refuse a request": refuse_a_request, "change her way": change_her_way, "read a letter": read_a_letter,
    "read a victim": read_a_victim, **{f"to {stage}": step_to(stage) for stage in DEEDS if DEEDS[stage]},
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_without_its_audit_nothing_is_done(department, no_audit, act):
    actor, deed = ACTS[act](department)
    no_audit()
    before = everything(department)

    with pytest.raises(DBAPIError), department.writing(actor) as work:
        deed(work)

    assert everything(department) == before


@pytest.mark.parametrize("act", ACTS)
def test_with_its_audit_it_is_done_and_written(department, act):
    actor, deed = ACTS[act](department)
    before = everything(department)

    with department.writing(actor) as work:
        deed(work)

    written = everything(department)
    assert any(written[chain] != before[chain] for chain in NEVER_SAME)
    with department.database.reading() as session:
        assert all(verify(session, chain, RING.department).whole for chain in chains(session))


def test_a_packet_is_not_printed_without_its_audit(department, no_audit):
    key, printed = an_offer(department, S.CLEARED), []
    version = version_of(department, key)
    no_audit()

    with pytest.raises(DBAPIError):
        release.pack(department.office("central"), ASSISTANT, printed.append, key, version)

    assert printed == []
    with department.reading(ASSISTANT) as work:
        assert work.session.get_one(Offer, key).packets == []


def test_a_page_shows_nothing_of_a_letter_whose_opening_cannot_be_written(town, browser_of, department, no_audit):
    key = bank_a_letter(department)
    browser = browser_of(ASSISTANT)
    request = a_standing_request(department)
    town.app("central").config["PROPAGATE_FAULTS"] = False
    assert "Ruth Alder" in browser.get(f"/requests/{request}").text
    no_audit()

    shown = browser.get(f"/requests/{request}")

    assert shown.status_code == 500
    assert "Ruth" not in shown.text
    assert key not in shown.text


def test_a_reading_unit_opens_nothing(department):
    key = bank_a_letter(department)

    with department.reading(COORDINATOR) as work, pytest.raises(RuntimeError, match="writing unit"):
        opening(work, work.session.get_one(Letter, key).newest, REVIEW)


def test_no_code_opens_a_sealed_value_by_another_way():
    ways = {"unseal", "unwrap", "open_for", "own_key"}
    found = {
        source.path
        for source in python()
        if source.is_code and not source.path.startswith("letterbank/vault/")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in ways
    }

    assert found == OTHER_SEALS


def test_what_is_written_holds_no_name_no_address_and_no_word_of_a_letter(department):
    key = an_offer(department, S.HANDED_OVER)

    with department.reading(ASSISTANT) as work:
        written = b"".join(work.session.scalars(select(CentralEntry.written))).decode()

    assert key in written
    for word in ("Ruth", "Alder", "Box 12", "601 555", "bluebird", "pixels", "Dale"):
        assert word not in written
