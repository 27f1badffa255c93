"""`--home` is taken before and after the verb; the commands answer a machine in JSON."""

import json
import subprocess

import pytest

from tests.cli.conftest import LETTERBANK


@pytest.mark.parametrize("words", [("keys", "list", "--home"), ("keys", "--home")])
def test_the_installation_may_be_named_after_the_verb(a_home, words):
    tail = () if "list" in words else ("list",)

    command = [str(LETTERBANK), *words, str(a_home), *tail]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    assert "facility/NORTH" in done.stdout


def test_two_different_installations_named_in_one_command_are_a_wrong_usage(run, a_home, tmp_path):
    same, other = run("keys", "list", "--home", str(a_home)), run("keys", "list", "--home", str(tmp_path / "other"))

    assert (same.returncode, other.returncode) == (0, 2)
    assert "two different folders" in other.stderr


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("central", ("keys", "list")), ("owner", ("keys", "facility", "EAST")), ("central", ("audit", "anchor")),
        ("central", ("audit", "verify")), ("central", ("worker", "--once")), ("owner", ("database", "migrate")),
        ("central", ("docs", "--check")), ("central", ("staff", "add", "Bo Lee", "bo", "--role", "planner")),
    ],
    ids=lambda given: given if isinstance(given, str) else " ".join(given[:2]),
)  # fmt: skip
def test_a_command_answers_a_machine(installed, who, words):
    done = installed.says(who, *words, "--json")

    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
