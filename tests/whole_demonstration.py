"""One whole demonstration, made once in a run however many processes test; whoever changes it takes a copy."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from letterbank.demonstration import filling
from letterbank.sandbox import Sandbox
from letterbank.serving import JOBS
from letterbank.settings import Settings

Whole = tuple[Settings, list[str]]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A demonstration with letters at every stage, and what was said while it was made."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "demonstration"
    folder.mkdir(exist_ok=True)
    said = folder / "said.txt"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_text("\n".join(_made(folder / "home")))
    return Settings.from_home(folder / "home", {}), said.read_text().splitlines()


def _made(home: Path) -> list[str]:
    said: list[str] = []
    with Sandbox(JOBS) as sandbox:
        filling.letters_ready(home, sandbox, said.append)
    return said


def copy_of(whole: Whole, folder: Path) -> Settings:
    shutil.copytree(whole[0].home, folder / "home")
    return Settings.from_home(folder / "home", {})
