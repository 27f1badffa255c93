"""`letterbank demo` and its walk, on homes of their own; a real home is never touched."""

import json

import pytest

from letterbank.demonstration.handwriting import LETTERS, pages_of, scan_pdf
from letterbank.demonstration.home import Filled, held
from letterbank.installation import DEMONSTRATION
from tests.cli.conftest import free_port


def steps_of(said):
    assert said.returncode == 0, said.stderr
    return [json.loads(line) for line in said.stdout.splitlines()]


def test_one_command_carries_a_scan_from_paper_to_packet(run, tmp_path):
    packet = tmp_path / "packet.pdf"

    steps = steps_of(run("demo", "--walk", "--json", "--packet", str(packet)))

    assert all({"step", "by", "record", "stage", "seconds"} <= set(step) for step in steps)
    stages = [step["stage"] for step in steps]
    way = ["registered", "banked", "standing", "found", "accepted", "cleared", "packed", "checked", "handed_over"]
    assert [stage for stage in stages if stage in way and way.index(stage) >= 0][-1] == "handed_over"
    assert set(way) <= set(stages)
    assert steps[-1]["packet"] == str(packet)
    assert steps[-1]["audit_entries"] > len(steps)
    assert packet.read_bytes().startswith(b"%PDF") and packet.stat().st_mode & 0o077 == 0


def test_a_second_walk_goes_on_in_the_same_home_with_a_scan_of_ones_own(run, tmp_path):
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(scan_pdf(pages_of(LETTERS["the-crossing"], dpi=100), 100))

    steps_of(run("demo", "--walk", "--json"))
    again = steps_of(run("demo", "--walk", "--json", "--scan", str(scan)))

    assert again[0]["stage"] == "2 pages"
    assert again[-1]["stage"] == "handed_over"
    assert run("audit", "verify").returncode == 0


def test_a_file_that_is_no_scan_stops_the_walk_with_its_sentence(run, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(b"not a scan at all")

    stopped = run("demo", "--walk", "--json", "--scan", str(tmp_path / "scan.pdf"))

    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert "This is not a scan we can read." in stopped.stderr and "Traceback" not in stopped.stderr


def test_a_packet_is_never_written_into_the_home(run, tmp_path):
    (tmp_path / "home").mkdir()

    refused = run("demo", "--walk", "--packet", str(tmp_path / "home" / "packet.pdf"))

    assert refused.returncode == 1
    assert "outside" in refused.stderr
    assert not list((tmp_path / "home").iterdir())


def test_a_real_home_is_left_alone(run, a_home):
    before = {path: path.stat().st_mtime_ns for path in a_home.rglob("*")}

    for words in (("--walk",), ("--walk", "--fresh"), ("--fresh",), ()):
        refused = run("demo", *words)

        assert refused.returncode == 1
        assert "is not a demonstration" in refused.stderr
    assert {path: path.stat().st_mtime_ns for path in a_home.rglob("*")} == before


@pytest.mark.parametrize("words", [Filled.BEGUN, f"{Filled.WHOLE}\nof tables long gone"])
def test_a_demonstration_half_made_or_of_another_version_is_made_anew(run, tmp_path, words):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / DEMONSTRATION).write_text(f"{words}\n")
    (tmp_path / "home" / "settings.env").write_text("HALF=made\n")

    assert steps_of(run("demo", "--walk", "--json"))[-1]["stage"] == "handed_over"


def test_a_demonstration_that_is_in_use_is_not_thrown_away(run, tmp_path):
    steps_of(run("demo", "--walk", "--json"))

    with held(tmp_path / "home"):
        refused = run("demo", "--fresh", "--port", str(free_port())), run("demo", "--port", str(free_port()))

    assert [said.returncode for said in refused] == [1, 1]
    assert all("is in use. Stop it first" in said.stderr for said in refused)
    assert (tmp_path / "home" / DEMONSTRATION).exists()
