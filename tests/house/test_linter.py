"""The linter and the type checker keep the rules that are theirs: these settings must not go soft."""

import subprocess
import sys
import tomllib

import pytest

from tests.house.tree import ROOT

BRANCHES = "\n".join(f"    if number == {step}:\n        number += {step}" for step in range(8))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("C901", f"def planted(number):\n{BRANCHES}\n    return number\n"),
        ("BLE001", "def planted():\n    try:\n        act()\n    except Exception:\n        pass\n"),
        ("DTZ005", "from datetime import datetime\n\nNOW = datetime.now()\n"),
        ("T201", "print('a letter')\n"),
        ("PGH003", "LETTERS: int = 'many'  # type: ignore\n"),
    ],
)
def test_the_linter_refuses_what_the_house_refuses(code, text):
    assert code in _linter_on(text)


def _linter_on(text):
    lint = [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", "letterbank/planted.py"]
    asked = subprocess.run([*lint, "-"], input=text, cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout


def test_types_are_checked_strictly_in_all_three_packages():
    mypy = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]

    assert mypy["strict"] is True
    assert mypy["files"] == ["letterbank", "screening", "notifications"]
