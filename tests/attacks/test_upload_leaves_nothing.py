"""R36: a scan is never plain on disk. The system calls of a real upload are read, and the whole home is searched:
with SQLite its databases lie there; with PostgreSQL their files and its log are searched as well.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.attacks.uploading import CANARY, NAME
from tests.schema import build_dropbox, build_template

WRITES = "write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,sendto,sendmsg"
PROJECT = Path(__file__).parents[2]
SECRETS = (CANARY.decode(), NAME)

pytestmark = [
    pytest.mark.traced,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: make test brings it"),
]


@dataclass(frozen=True)
class Place:
    """A home of nothing yet, the urls of its two databases, and every file in which something could be left."""

    home: Path
    urls: tuple[str, str]
    files: Callable[[], list[Path]]


@pytest.fixture
def place(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> Place:
    home = tmp_path / "home"
    home.mkdir()
    if database_kind == "sqlite":
        urls = (f"sqlite:///{home / 'main'}.sqlite", f"sqlite:///{home / 'dropbox'}.sqlite")
        build_template(urls[0])
        build_dropbox(urls[1])
        return Place(home, urls, lambda: _files(home))
    fresh, server = request.getfixturevalue("fresh_postgres"), request.getfixturevalue("postgres_databases")
    made = (fresh("main"), fresh("dropbox"))
    return Place(home, made, lambda: _files(home, *server.files_of(*made)))


def _files(*folders: Path) -> list[Path]:
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]


def traced_upload(place: Place, *words: str) -> list[str]:
    """Every write of the whole upload, all its processes, with the file each went to and what it carried."""
    trace = place.home.parent / "trace"
    tracer = ["strace", "-f", "-y", "-s", "5000", "-o", str(trace), "-e", f"trace={WRITES}", "-e", "signal=none"]
    child = [sys.executable, "-m", "tests.attacks.uploading", str(place.home), *place.urls, *words]
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


def test_an_upload_writes_no_plain_byte_to_any_file(place: Place, database_kind: str) -> None:
    writes = traced_upload(place)

    assert carrying(writes, SECRETS[0]), "the tracer must see the scan on its way into the sandbox"
    assert database_kind != "sqlite" or list(to_files(writes)), "the tracer must see the database being written"
    for secret in SECRETS:
        assert carrying(to_files(writes), secret) == []


def test_nothing_that_is_left_holds_a_scan_or_a_name_in_clear(place: Place) -> None:
    traced_upload(place)

    found = place.files()
    assert any(file.stat().st_size > 50_000 for file in found)
    assert any(b"NORTH" in file.read_bytes() for file in found), "the search must see what the database keeps in clear"
    for secret in SECRETS:
        assert [file.name for file in found if secret.encode() in file.read_bytes()] == []


def test_an_upload_that_is_spooled_as_flask_does_would_be_seen(place: Place) -> None:
    writes = traced_upload(place, "--spooled")

    assert carrying(to_files(writes), SECRETS[0])
