"""What is installed is what was locked: each package at one version, with hashes, whether running or checking."""

import re

from tests.house.tree import ROOT

PIN = re.compile(r"^([\w.\[\]-]+==[\w.]+)", re.MULTILINE)


def _lock(name):
    return (ROOT / name).read_text()


def test_every_locked_package_has_a_hash():
    for name in ("requirements-build.txt", "requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=\S)", _lock(name).strip())

        assert all("--hash=sha256:" in entry for entry in entries)


def test_checking_uses_the_versions_that_running_uses():
    checking = set(PIN.findall(_lock("requirements-dev.txt")))

    assert set(PIN.findall(_lock("requirements.txt"))) <= checking
    assert set(PIN.findall(_lock("requirements-build.txt"))) <= checking
