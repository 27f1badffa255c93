"""What the intake desk refuses before any paper is scanned, and what may be done with a letter when."""

from dataclasses import replace

import pytest

from letterbank.errors import Missing, NotAllowed, RuleBroken, WrongStage
from letterbank.letters import intake
from letterbank.letters.model import LetterStage
from letterbank.permissions import Role
from letterbank.vault.ring import KeyRing, facility_domain
from tests.worlds import (
    CLERK,
    COORDINATOR,
    RIVER_SCREENER,
    SCREENER,
    bank_a_letter,
    offender_of,
    person,
    register,
)


def test_a_facility_without_keys_takes_in_no_letter(department):
    publics = {name: key for name, key in department.ring.publics.items() if name != facility_domain("NORTH")}
    without = replace(department, ring=KeyRing(department.ring.department, publics, department.ring.held))

    with pytest.raises(RuleBroken, match="keys are not made"), without.writing(CLERK) as work:
        intake.writer_ready(work, offender_of(work).id)


def test_a_writer_without_a_case_has_no_letter(department):
    with department.arranging(COORDINATOR) as work:
        writer = offender_of(work)
        writer.cases.clear()

    with pytest.raises(RuleBroken, match="no case"), department.writing(CLERK) as work:
        intake.writer_ready(work, offender_of(work).id)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(RIVER_SCREENER, Missing), (COORDINATOR, NotAllowed), (person(Role.AUDITOR), NotAllowed)],
    ids=["another facility", "coordinator", "auditor"],
)
def test_nobody_else_withdraws_a_letter(department, actor, refusal):
    with department.arranging(CLERK) as work:
        letter = register(work)

    with pytest.raises(refusal), department.writing(actor) as work:
        intake.withdraw(work, intake.letter_here(work, letter.id), 1)


def test_a_banked_letter_takes_no_new_scan(department):
    key = bank_a_letter(department)

    with pytest.raises(WrongStage, match="no new scan"), department.writing(SCREENER) as work:
        intake.can_be_scanned(work, intake.letter_here(work, key))


def test_a_withdrawn_letter_stays_withdrawn(department):
    with department.arranging(CLERK) as work:
        key = register(work).id
    with department.writing(CLERK) as work:
        letter = intake.letter_here(work, key)
        intake.withdraw(work, letter, letter.version)

    with pytest.raises(WrongStage), department.writing(CLERK) as work:
        letter = intake.letter_here(work, key)
        assert letter.stage is LetterStage.WITHDRAWN
        intake.submit(work, letter, letter.version)


def test_a_letter_withdrawn_on_a_stale_page_is_left_alone(department):
    with department.arranging(CLERK) as work:
        key = register(work).id

    with pytest.raises(WrongStage, match="has changed since"), department.writing(CLERK) as work:
        intake.withdraw(work, intake.letter_here(work, key), 7)
    with department.reading(CLERK) as work:
        assert intake.letter_here(work, key).stage is LetterStage.REGISTERED
