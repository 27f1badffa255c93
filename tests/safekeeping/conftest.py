"""A department with a letter in the bank, and what an operator needs beside it."""

import pytest

from letterbank.permissions import Actor
from letterbank.safekeeping.backup import Schema
from letterbank.tables import METADATA
from notifications.dropbox import DropBase
from tests.worlds import bank_a_letter

SCHEMA = Schema(METADATA, DropBase.metadata)
OPERATOR = Actor(id="operator", name="Operator", surface="central", roles=frozenset())


@pytest.fixture
def banked(department):
    """The id of a letter in the bank."""
    return bank_a_letter(department)
