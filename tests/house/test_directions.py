"""Imports go down, never up and never in a circle; neighbours that must not know each other do not."""

import pytest

from tests.house.directions import circles, wrong_ways
from tests.house.tree import Source, breaches, python

OURS = [source for source in python() if source.is_code]


def test_imports_go_down():
    assert not breaches(wrong_ways, OURS)


def test_no_modules_import_each_other_in_a_circle():
    assert not circles(OURS)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("letterbank/vault/planted.py", "from letterbank.letters import model"),
        ("letterbank/vault/planted.py", "from letterbank import letters"),
        ("letterbank/vault/planted.py", "from ..letters import model"),
        ("letterbank/errors.py", "import letterbank.audit"),
        ("letterbank/letters/planted.py", "import screening.review"),
        ("letterbank/letters/planted.py", "def f():\n    from letterbank.vod import workflow"),
        ("letterbank/vod/planted.py", "from letterbank.letters.model import Letter"),
        ("letterbank/letters/planted.py", "from letterbank.people.victims import Victim"),
        ("letterbank/letters/planted.py", "from letterbank.people import victims"),
        ("screening/planted.py", "from letterbank.people import victims"),
        ("screening/planted.py", "from notifications.offers import Offer"),
        ("notifications/planted.py", "from screening import review"),
        ("notifications/planted.py", "from letterbank.vod.model import Dialogue"),
        ("screening/planted.py", "from letterbank.app import create_app"),
        ("letterbank/people/planted.py", "from letterbank.cli import main"),
        ("letterbank/novelty/planted.py", "from letterbank.db import Base"),
    ],
)
def test_an_import_the_wrong_way_is_noticed(path, line):
    assert breaches(wrong_ways, [Source(path, line)])


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("letterbank/letters/planted.py", "from letterbank.people import offenders"),
        ("letterbank/vod/planted.py", "from letterbank.people.victims import Victim"),
        ("notifications/planted.py", "from letterbank.vod.referral import Referral"),
        ("notifications/planted.py", "from letterbank.people import victims"),
        ("letterbank/cli/planted.py", "from letterbank.app import create_app"),
        ("letterbank/vault/planted.py", "from letterbank import errors, ids"),
    ],
)
def test_an_import_the_right_way_is_let_be(path, line):
    assert not breaches(wrong_ways, [Source(path, line)])


def test_a_circle_of_types_alone_is_let_be():
    there = Source("letterbank/audit.py", "from letterbank import vault")
    back = Source("letterbank/vault.py", "if TYPE_CHECKING:\n    from letterbank.audit import record")

    assert not circles([there, back])


def test_a_circle_is_noticed():
    there = Source("letterbank/audit.py", "from letterbank import vault")
    back = Source("letterbank/vault.py", "from letterbank.audit import record")

    assert circles([there, back]) == ["letterbank.audit -> letterbank.vault -> letterbank.audit"]
    assert not circles([there])
