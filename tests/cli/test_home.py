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


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("scan", "import", "nowhere.pdf", "--facility", "NORTH"), "Path 'nowhere.pdf' does not exist."),
        (("scan", "import", ".", "--facility", "NORTH", "--lettres", "3"), "No such option '--lettres'."),
        (("scan", "import", "."), "Say whose paper it is: --facility CODE, or --old-files."),
        (("scan", "import", ".", "--facility", "NORTH", "--letters", "3"), "--letters goes with one file."),
        (("scan", "import", ".", "--facility", "WEST"), "This home does not serve WEST."),
        (("--nonsense",), "No such option '--nonsense'."),
        (("nothing",), "No such command 'nothing'."),
    ],
)
def test_a_machine_is_told_of_a_wrong_usage_as_of_any_refusal(run, a_home, words, sentence):
    done = run(*words, "--json")

    assert (done.returncode, done.stdout) == (1, "")
    (refused,) = json.loads(done.stderr).items()
    assert refused[0] == "refused" and sentence in refused[1]


def test_a_person_is_shown_the_usage(run, a_home):
    done = run("scan", "import", ".", "--lettres", "3")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: letterbank scan import") and "--letters" in done.stderr
