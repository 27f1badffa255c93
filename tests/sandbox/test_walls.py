"""AV-15.2.5, B23: each way out of the sandbox, tried from inside, and each wall tried alone."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from letterbank.sandbox import Sandbox, proofs, seccomp, walls

FILES = ("read a file", "list a folder")


def refused_behind(close: Callable[[], object], attempts: tuple[str, ...]) -> set[str]:
    """What is refused in a forked child that stands behind this wall only."""
    results, reports = os.pipe()
    if os.fork() == 0:
        try:
            close()
            for what in attempts:
                try:
                    proofs.ATTEMPTS[what](os.getppid())
                except OSError:
                    os.write(reports, f"{what}\n".encode())
        finally:
            os._exit(0)
    os.close(reports)
    os.wait()
    with open(results) as lines:
        return set(lines.read().splitlines())


@pytest.mark.parametrize("what", list(proofs.ATTEMPTS))
def test_no_way_leads_out_of_the_sandbox(proved: dict[str, bool], what: str) -> None:
    assert proved[what]


def test_without_walls_every_one_of_these_ways_is_open() -> None:
    ways = (*FILES, "send a datagram", "signal the server", "make memory executable")

    assert refused_behind(lambda: None, ways) == set()


def test_the_filter_alone_keeps_files_and_network_out() -> None:
    def filter_only() -> None:
        walls.give_up_new_privileges()
        seccomp.enter_seccomp()

    ways = (*FILES, "ask whether a file is there", "send a datagram", "run a program")

    assert refused_behind(filter_only, ways) == set(ways)


@pytest.mark.skipif(not walls.landlock_version(), reason="this kernel has no Landlock")
def test_landlock_alone_keeps_files_out() -> None:
    def landlock_only() -> None:
        walls.give_up_new_privileges()
        walls.enter_landlock()

    assert refused_behind(landlock_only, (*FILES, "run a program")) == {*FILES, "run a program"}


def test_a_machine_that_cannot_filter_is_refused() -> None:
    """A child that may not install filters stands for a kernel without them."""
    program = (
        "import errno, struct\n"
        "from letterbank.sandbox import Sandbox, SandboxUnavailable, seccomp, walls\n"
        "walls.give_up_new_privileges()\n"
        "s = seccomp._step\n"
        "gone = s(0x06, 0x00050000 | errno.ENOSYS)\n"
        "prctl = 157 if seccomp.this_machine().audit_name == 0xC000003E else 167\n"
        "seccomp.install(s(0x20, 0) + s(0x15, 444, no=1) + gone + s(0x15, prctl, no=3)\n"
        "    + s(0x20, 16) + s(0x15, 22, no=1) + gone + s(0x06, 0x7FFF0000))\n"
        "try:\n    Sandbox({})\nexcept SandboxUnavailable as why:\n    print('refused:', why)\n"
    )

    said = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)

    assert said.stdout.startswith("refused: This machine cannot keep a hostile file in."), said


def test_a_server_keeps_its_memory_private() -> None:
    program = (
        "import ctypes, resource\n"
        "from letterbank.sandbox import keep_memory_private\n"
        "keep_memory_private()\n"
        "print(ctypes.CDLL(None).prctl(3), resource.getrlimit(resource.RLIMIT_CORE))\n"
    )

    said = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)

    assert said.stdout == "0 (0, 0)\n"


def test_doctor_hears_of_a_way_that_was_not_refused(sandbox: Sandbox) -> None:
    found = proofs.read_proofs([b"read a file"], ["read a file", "run a program"])

    assert found == [proofs.Proof("read a file", True), proofs.Proof("run a program", False)]
    assert all(proof.refused for proof in sandbox.prove())
