"""The centre's rounds: one part that fails holds up no other, round after round (P6)."""

from dataclasses import replace

import pytest

from letterbank import rounds
from letterbank.db import Database
from notifications.model import Offer
from tests.notifications.walks import a_standing_request
from tests.worlds import ASSISTANT, bank_a_letter


@pytest.fixture
def without_its_drop_box(department, fresh_database):
    """The centre, whose drop box has lost its table."""
    lost = Database(fresh_database("empty"))
    yield replace(department.office("central"), dropbox=lost)
    lost.close()


def test_a_round_whose_first_part_fails_still_finds_offers(department, without_its_drop_box):
    bank_a_letter(department)
    a_standing_request(department)

    rounds.go_safely(without_its_drop_box)

    with department.reading(ASSISTANT) as work:
        assert work.session.query(Offer).count() == 1


def test_a_command_says_that_a_part_failed(without_its_drop_box):
    with pytest.raises(Exception, match="dropped"):
        rounds.go(without_its_drop_box)
