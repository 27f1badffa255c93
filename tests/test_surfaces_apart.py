"""A process that serves one surface never learns of the others' pages and tables: asked of a process of its own."""

import json
import subprocess
import sys

import pytest

OF_VICTIMS = {
    "victim", "request", "request_step", "offer", "offer_step", "contact_attempt", "packet", "gate_answer",
    "unmatched_drop", "receipt_digest", "person_digest", "dialogue_referral", "dialogue_referral_step",
}  # fmt: skip
OF_STAFF = {"staff", "letter", "letter_page", "review", "deposit", "offender", "court_case", "sign_in_session"}
ASK = """
import json, sys
import letterbank.cli.work
from letterbank.app import parts_of
from letterbank.db import Base
parts = parts_of(sys.argv[1])
print(json.dumps([sorted(Base.metadata.tables), sorted(parts), sorted(sys.modules)]))
"""


def known_to(surface: str) -> tuple[set[str], set[str], set[str]]:
    answer = subprocess.run([sys.executable, "-c", ASK, surface], capture_output=True, text=True, check=True)
    tables, parts, modules = json.loads(answer.stdout)
    return set(tables), set(parts), set(modules)


def test_a_facility_process_knows_no_table_of_victims() -> None:
    tables, parts, modules = known_to("facility")

    assert not tables & OF_VICTIMS
    assert tables >= {"letter", "review"}
    assert "notifications.dropbox" not in modules
    assert "public" not in parts


def test_a_public_process_knows_no_table_of_letters_or_victims() -> None:
    tables, parts, modules = known_to("public")

    assert not tables & (OF_VICTIMS | OF_STAFF)
    assert "notifications.dropbox" in modules
    assert parts == {"public"}


@pytest.mark.parametrize("surface", ["public", "facility"])
def test_only_the_centre_knows_the_victims_modules(surface: str) -> None:
    _, _, modules = known_to(surface)

    assert not {"letterbank.people.victims", "notifications.model", "letterbank.vod.referral"} & modules
    assert "letterbank.people.victims" in known_to("central")[2]
