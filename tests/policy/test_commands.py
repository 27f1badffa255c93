"""`letterbank policy check` and `show`, as an operator uses them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from letterbank import policy as policies
from letterbank.cli.policy import policy


def _run(*words: str) -> Result:
    return CliRunner().invoke(policy, list(words))


@pytest.fixture
def unfit(tmp_path: Path) -> str:
    text = policies.path_of("mississippi").read_text(encoding="utf-8")
    path = tmp_path / "unfit.toml"
    path.write_text(text.replace("request_needed = { is = true,", "request_needed = { is = false,"), encoding="utf-8")
    return str(path)


def test_a_fit_policy_is_said_to_be_fit_and_what_is_assumed_is_counted() -> None:
    result = _run("check", "mississippi")

    assert result.exit_code == 0
    assert "can be used" in result.output and "assumed" in result.output


def test_an_unfit_policy_is_explained(unfit: str) -> None:
    result = _run("check", unfit)

    assert result.exit_code == 1
    assert "request_needed" in result.output and "R28" in result.output


def test_a_machine_gets_the_faults_as_json(unfit: str) -> None:
    result = _run("check", unfit, "--json")

    assert result.exit_code == 1
    assert [fault["where"] for fault in json.loads(result.output)["faults"]] == ["request_needed"]


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_policy_that_is_nowhere_is_a_usage_error(command: str) -> None:
    result = _run(command, "atlantis")

    assert result.exit_code == 2
    assert "mississippi" in result.output


def test_an_unfit_policy_is_not_shown(unfit: str) -> None:
    assert _run("show", unfit).exit_code == 1


def test_a_policy_is_shown_with_the_source_of_every_answer() -> None:
    result = _run("show", "mississippi")

    assert result.exit_code == 0
    assert "delivery.ways [MS-L11]: posted" in result.output
    assert "voicemail_allowed [assumed]: no" in result.output
    assert all(where in result.output for where in policies.packaged("mississippi").sources)


def test_a_machine_gets_the_whole_policy_as_json() -> None:
    shown = json.loads(_run("show", "mississippi", "--json").output)

    chosen = policies.packaged("mississippi")
    assert shown["digest"] == chosen.digest
    assert shown["policy"]["contact"]["hours_from"] == "09:00"
    assert shown["assumed"] == policies.assumed(chosen)
