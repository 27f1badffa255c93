"""The commands as an operator types them: real processes on real homes."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from letterbank.installation import Wanted, make_home

LETTERBANK = Path(sys.executable).with_name("letterbank")
Said = subprocess.CompletedProcess[str]
Run = Callable[..., Said]


def letterbank(home: Path, *words: str, **more: str) -> Said:
    """What the command said and how it ended."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **more}
    command = [str(LETTERBANK), "--home", str(home), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("doctor")` on a home of this test's own; `TMPDIR` keeps what is made beside it in reach."""
    beside = tmp_path / "beside"
    beside.mkdir()
    return lambda *words, home=tmp_path / "home": letterbank(home, *words, TMPDIR=str(beside))


@pytest.fixture
def a_home(tmp_path: Path) -> Path:
    """A real, empty installation."""
    return make_home(tmp_path / "home", Wanted("mississippi", ("NORTH", "RIVER"), {"SECURE": "no"})).home


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
