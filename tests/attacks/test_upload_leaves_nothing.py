"""R36: a scan is never plain on disk. The system calls of a real upload are read, and the whole home is searched."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.uploading import CANARY, NAME

WRITES = "write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,sendto,sendmsg"
PROJECT = Path(__file__).parents[2]
SECRETS = (CANARY.decode(), NAME)

pytestmark = [
    pytest.mark.traced,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: make test brings it"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def traced_upload(home: Path, *words: str) -> list[str]:
    """Every write of the whole upload, all its processes, with the file each went to and what it carried."""
    trace = home.parent / "trace"
    tracer = ["strace", "-f", "-y", "-s", "5000", "-o", str(trace), "-e", f"trace={WRITES}", "-e", "signal=none"]
    child = [sys.executable, "-m", "tests.attacks.uploading", str(home), *words]
    subprocess.run([*tracer, *child], cwd=PROJECT, check=not words, capture_output=True, timeout=120)
    return trace.read_text(errors="replace").splitlines()


def to_files(writes: list[str]) -> Iterator[str]:
    """Those that reached a file system: not a pipe, a socket or a device."""
    for line in writes:
        target = re.search(r"\w+\(\d+<([^>]*)>", line)
        if target and target[1].startswith("/") and not target[1].startswith(("/dev/null", "/memfd:", "/dev/pts")):
            yield line


def carrying(writes: list[str] | Iterator[str], secret: str) -> list[str]:
    return [line[:200] for line in writes if secret in line]


def test_an_upload_writes_no_plain_byte_to_any_file(home: Path) -> None:
    writes = traced_upload(home)

    assert carrying(writes, SECRETS[0]), "the tracer must see the scan on its way into the sandbox"
    assert list(to_files(writes)), "the tracer must see the database being written"
    for secret in SECRETS:
        assert carrying(to_files(writes), secret) == []


def test_nothing_in_the_home_holds_a_scan_or_a_name_in_clear(home: Path) -> None:
    traced_upload(home)

    found = [file for file in home.rglob("*") if file.is_file()]
    assert any(file.stat().st_size > 50_000 for file in found)
    for secret in SECRETS:
        assert [file.name for file in found if secret.encode() in file.read_bytes()] == []


def test_an_upload_that_is_spooled_as_flask_does_would_be_seen(home: Path) -> None:
    writes = traced_upload(home, "--spooled")

    assert carrying(to_files(writes), SECRETS[0])
