"""P10: an import, a migration, a restore or a restart never sends a message: by construction, no code can."""

import re
from datetime import timedelta

import pytest

from letterbank import rounds
from letterbank.cli.home import operator
from letterbank.errors import NotAllowed
from letterbank.migrations import migrate, prepare_dropbox
from letterbank.people.register import COLUMNS, read_register, take_in
from letterbank.permissions import GRANTS, Permission, Role
from letterbank.safekeeping.backup import restore
from letterbank.safekeeping.sets import BackupSet
from letterbank.workflow import take
from notifications import offers
from notifications.model import ContactAttempt, Offer, OfferStage, OfferStep, Packet
from notifications.workflow import OFFERS, Move
from tests.house.directions import imports
from tests.house.tree import python
from tests.notifications.walks import a_found_offer, a_standing_request, an_offer
from tests.promises.test_p9_destroyed_means_destroyed import SCHEMA, keep
from tests.safekeeping.test_backup import new_department
from tests.worlds import ASSISTANT, COORDINATOR, bank_a_letter

__all__ = ["new_department"]

P = Permission
SENDERS = {
    "smtplib", "smtpd", "aiosmtplib", "aiosmtpd", "email", "imaplib", "poplib", "ftplib", "telnetlib", "nntplib",
    "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "websockets", "twilio", "boto3",
    "xmlrpc", "paramiko", "pycurl", "flask_mail", "flask_mailman", "celery", "webbrowser", "asyncio",
}  # fmt: skip
SOCKETS = {
    "letterbank/sandbox/pool.py", "letterbank/sandbox/zygote.py",  # pairs between a parent and its child
    "letterbank/sandbox/proofs.py",  # tries the walls: the sandbox may reach nobody
    "letterbank/serving.py",  # listens; where a browser comes in, nothing goes out
}  # fmt: skip
RUNNERS = {  # whose other programme is one that is named there
    "letterbank/sandbox/pool.py", "letterbank/sandbox/proofs.py",  # the sandbox itself, and its tried walls
    "screening/machine_reading.py",  # tesseract, on a page, when somebody asks for it
}  # fmt: skip
STARTS = re.compile(r"\bsubprocess\b|\bos\.(exec|spawn|posix_spawn|system|popen|startfile)|\bpty\.spawn")
TOWARDS_HER = {P.OFFER_CONTACT, P.PACKET_PACK, P.PACKET_CHECK, P.LETTER_PRINT}
TOWARDS = [Move.BEGIN, Move.SAY_YES, Move.CLEAR, Move.PACK, Move.CHECK, Move.HAND_OVER, Move.WAKE]
MACHINES = {"worker": rounds.WORKER, "operator": operator(), "importer": operator(P.REGISTER_IMPORT)}
REGISTER = {
    "facilities": b"code,name\nNORTH,North\nRIVER,River\n",
    "offenders": b"number,name,facility\nN1001,Dale North,NORTH\n",
    "cases": b"number,county,offence,date,offender\n2011-NORTH,Hinds,Burglary,2011-05-12,N1001\n",
}


def reached_out(department) -> list[object]:
    """Everything that ever went, or was made ready to go, towards a victim."""
    with department.reading(ASSISTANT) as work:
        beyond = work.session.query(Offer).where(Offer.stage != OfferStage.FOUND).all()
        return [*beyond, *work.session.query(ContactAttempt), *work.session.query(Packet)]


def test_no_code_of_ours_can_send():
    for source in python():
        if source.is_code:
            used = {target for _, target in imports(source, sorted(SENDERS)) if _is_one_of(target, SENDERS)}
            assert not used, source.path


def test_only_the_sandbox_and_the_server_know_of_sockets():
    used = {source.path: {target for _, target in imports(source)} for source in python() if source.is_code}

    assert {path for path, targets in used.items() if "socket" in targets} <= SOCKETS


def test_only_the_sandbox_and_the_reading_machine_start_another_programme():
    """Such as one that sends mail."""
    assert {source.path for source in python() if source.is_code and STARTS.search(source.text)} == RUNNERS


@pytest.mark.parametrize("name", MACHINES)
def test_no_machine_holds_a_permission_towards_her(name):
    assert MACHINES[name].permissions.isdisjoint(TOWARDS_HER)


@pytest.mark.parametrize("move", TOWARDS)
@pytest.mark.parametrize("name", MACHINES)
def test_no_machine_takes_a_step_towards_her(department, name, move):
    key = a_found_offer(department)

    with department.writing(MACHINES[name]) as work, pytest.raises(NotAllowed):
        take(work, OFFERS, move, work.session.get_one(Offer, key))


def test_whoever_imports_contacts_nobody():
    importing = [role for role in Role if P.REGISTER_IMPORT in GRANTS[role]]

    assert importing
    assert all(GRANTS[role].isdisjoint(TOWARDS_HER) for role in importing)


def test_an_import_and_the_rounds_after_it_make_work_and_nothing_more(department):
    bank_a_letter(department)
    a_standing_request(department)

    for _ in range(2):
        with department.writing(COORDINATOR) as work:
            assert set(REGISTER) == set(COLUMNS)
            take_in(work, read_register(REGISTER))
        rounds.go(department.office("central"))

    assert reached_out(department) == []
    with department.reading(ASSISTANT) as work:
        assert work.session.query(Offer).one().stage is OfferStage.FOUND


@pytest.mark.parametrize("stage", [OfferStage.CONTACTING, OfferStage.LATER, OfferStage.CHECKED])
def test_a_restart_moves_no_offer(department, stage):
    key = _at(department, stage)
    department.clock.forward(timedelta(days=800))
    with department.reading(ASSISTANT) as work:
        steps = work.session.query(OfferStep).count()

    for _ in range(3):
        rounds.go(department.office("central"))

    with department.reading(ASSISTANT) as work:
        assert work.session.get_one(Offer, key).stage is stage
        assert work.session.query(OfferStep).count() == steps


def test_a_restore_and_a_migration_move_no_offer(department, new_department, tmp_path):
    key = an_offer(department, OfferStage.CHECKED)
    sets = keep(department, BackupSet.RECORDS, tmp_path), keep(department, BackupSet.KEYS, tmp_path)

    restore(new_department.office("central"), ASSISTANT, SCHEMA, sets)
    migrate(new_department.database.engine.url.render_as_string(hide_password=False))
    prepare_dropbox(new_department.dropbox.engine.url.render_as_string(hide_password=False))

    with department.reading(ASSISTANT) as before, new_department.reading(ASSISTANT) as after:
        counts = [
            (work.session.query(OfferStep).count(), work.session.query(ContactAttempt).count())
            for work in (before, after)
        ]
        assert counts[0] == counts[1]
        assert after.session.get_one(Offer, key).stage is OfferStage.CHECKED


def _is_one_of(target: str, names: set[str]) -> bool:
    return any(target == name or target.startswith(f"{name}.") for name in names)


def _at(department, stage):
    if stage is not OfferStage.LATER:
        return an_offer(department, stage)
    key = an_offer(department, OfferStage.CONTACTING)
    with department.writing(ASSISTANT) as work:
        offers.say_later(work, offers.find(work, key), work.today + timedelta(days=3))
    return key
