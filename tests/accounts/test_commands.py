"""Whoever runs the host can let people in and keep them out, and it is written down as theirs (AC-02)."""

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from click.testing import CliRunner

from letterbank.audit.model import CentralEntry
from letterbank.cli.home import OPERATOR
from letterbank.cli.staff import staff
from letterbank.errors import RuleBroken
from letterbank.settings import Settings
from tests.signing import MANAGER, give_password, login_of
from tests.worlds import SCREENER


@dataclass
class Host:
    department: object
    settings: Settings

    def office(self, surface):
        return self.department.office(surface)


@pytest.fixture
def command(town):
    host = Host(town.department, Settings.from_mapping({"HOME": str(town.home), "FACILITIES": "NORTH RIVER"}))

    def run(*words):
        return CliRunner().invoke(staff, words, obj=host, catch_exceptions=False)

    return run


def test_the_last_locked_administrator_is_let_in_from_the_host(town, command, written):
    town.employ(MANAGER)
    for _ in range(5):
        give_password(town.browser("central"), login_of(MANAGER), "wrong and wrong again")
    town.department.clock.forward(timedelta(minutes=1))

    answer = command("release", login_of(MANAGER))

    assert answer.exit_code == 0 and "can sign in again" in answer.output
    assert give_password(town.browser("central"), login_of(MANAGER)).location == "/second-factor"
    assert ("release lock", "done") in written(f"staff/{MANAGER.id}")


def test_somebody_is_hired_listed_suspended_and_given_a_new_code(town, command):
    hired = command("add", "Ruth Alder", "r.alder", "--role", "intake_clerk", "--facility", "NORTH")
    assert "Enrol at https://facility.localhost/enrol" in hired.output

    assert "to enrol" in command("list").output
    command("suspend", "r.alder", "--surface", "facility")
    assert [each["state"] for each in json.loads(command("list", "--json").output)] == ["suspended"]

    command("code", "r.alder", "--surface", "facility")
    assert [each["state"] for each in json.loads(command("list", "--json").output)] == ["to enrol"]


def test_the_host_is_named_in_the_audit(town, command):
    town.employ(SCREENER)
    command("suspend", login_of(SCREENER), "--surface", "facility")

    with town.department.reading(MANAGER) as work:
        written = [json.loads(entry.written) for entry in work.session.query(CentralEntry)]
    assert [each["actor"] for each in written if each["act"] == "suspend"] == [OPERATOR]


@pytest.mark.parametrize(("name", "login"), [(" ", "r.alder"), ("Ruth Alder", ""), ("Ruth", "9 lives"), ("R", "r/.")])
def test_nobody_is_hired_without_a_name_or_under_one_nobody_can_type(command, name, login):
    with pytest.raises(RuleBroken, match="Give a name"):
        command("add", name, login, "--role", "auditor")

    assert json.loads(command("list", "--json").output) == []
