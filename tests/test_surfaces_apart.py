"""A process that serves one surface never learns of the others' pages and tables: asked of a process of its own."""

import json
import subprocess
import sys

import pytest

from letterbank.database.windows import WINDOWS
from letterbank.tables import METADATA

# Every table a process has a name for, beyond those its database role may look into. The vault and the audit are one
# code for all surfaces; what becomes of a letter after the bank is described beside the letter. None of them says
# that a victim is there, and on PostgreSQL the role of the surface reads none of them.
OF_ALL = {"audit_central", "victim_key"}
BESIDE_THE_LETTER = {
    "central_answers", "deposit", "earlier_review", "kept_paper", "kept_paper_step", "paper_bag_words", "paper_loss",
    "register_draft",
}  # fmt: skip
OF_VICTIMS = {
    "victim", "request", "request_step", "offer", "offer_step", "contact_attempt", "packet", "gate_answer",
    "unmatched_drop", "receipt_digest", "person_digest", "dialogue_referral", "dialogue_referral_step", "after_care",
    "destruction",
}  # fmt: skip
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

    assert tables - {window.table for window in WINDOWS} == OF_ALL | BESIDE_THE_LETTER
    assert "notifications.dropbox" not in modules
    assert "public" not in parts


def test_a_public_process_knows_no_table_of_letters_or_victims() -> None:
    tables, parts, modules = known_to("public")

    assert tables == OF_ALL | {"audit_facility", "audit_turn", "letter_key"}
    assert "notifications.dropbox" in modules
    assert parts == {"public"}


def test_every_other_table_is_the_victims_side() -> None:
    """A new table is on one side or the other, and somebody has said on which."""
    ours = {window.table for window in WINDOWS}

    assert set(METADATA.tables) - ours - OF_ALL - BESIDE_THE_LETTER == OF_VICTIMS


@pytest.mark.parametrize("surface", ["public", "facility"])
def test_only_the_centre_knows_the_victims_modules(surface: str) -> None:
    _, _, modules = known_to(surface)

    assert not {"letterbank.people.victims", "notifications.model", "letterbank.vod.referral"} & modules
    assert "letterbank.people.victims" in known_to("central")[2]
