"""The main job, whole: one scanned letter becomes one sealed packet, on both databases, each surface as its role."""

import pytest
from pypdfium2 import PdfDocument

from letterbank.audit import verify
from letterbank.demonstration import victim_side
from letterbank.demonstration.place import Place
from letterbank.demonstration.register import FACILITIES
from letterbank.demonstration.walk import HERS, STEPS, Errand, walk
from letterbank.errors import RuleBroken
from letterbank.ids import SystemIds
from letterbank.permissions import Role
from letterbank.sandbox import Sandbox
from letterbank.serving import JOBS
from notifications.receipts import new_receipt
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, PLANNER, SCREENER, SECOND_ASSISTANT, person

STAFF = {
    "administrator": person(Role.ADMINISTRATOR), "north.clerk": CLERK, "north.screener": SCREENER, "planner": PLANNER,
    "coordinator": COORDINATOR, "assistance": ASSISTANT, "assistance.second": SECOND_ASSISTANT,
    "auditor": person(Role.AUDITOR),
}  # fmt: skip


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(JOBS) as started:
        yield started


@pytest.fixture
def place(department, sandbox):
    offices = {surface: department.office(surface) for surface in ("public", "facility", "central")}
    return Place(offices, sandbox, STAFF)


def test_a_letter_goes_the_whole_way(place, tmp_path):
    packet = tmp_path / "packet.pdf"

    told = list(walk(place, Errand(tmp_path / "home", packet=packet)))

    assert [each.step for each in told] == [step for step, _, _ in STEPS]
    assert told[-1].stage == "handed_over"
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(packet)]
    assert HERS["name"] in "".join(pages)
    assert len(pages) >= len(FACILITIES) + 3


def test_every_chain_is_whole_after_the_whole_way(place, department, tmp_path):
    *_, last = walk(place, Errand(tmp_path / "home", packet=tmp_path / "packet.pdf"))

    entries = 0
    for chain, reader in (("central", STAFF["auditor"]), ("facility/NORTH", CLERK)):
        with department.office(reader.surface).reading(reader) as work:
            verdict = verify(work.session, chain, work.vault.ring.department)
        assert verdict.whole, verdict
        entries += verdict.entries
    assert entries >= last.audit_entries


def test_nothing_leaves_while_a_message_waits_that_could_be_hers(place, tmp_path):
    way = iter(walk(place, Errand(tmp_path / "home", packet=tmp_path / "packet.pdf")))
    while next(way).step != "look up the gates":
        pass

    victim_side.write(place, {"kind": "stop", "receipt": new_receipt(SystemIds())})

    with pytest.raises(RuleBroken, match="drop box"):
        next(way)
    assert not (tmp_path / "packet.pdf").exists()
