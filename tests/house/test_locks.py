"""What is installed is what was locked: each package at one version, with hashes, whether running or checking."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def test_a_lock_is_whole_so_that_nothing_is_chosen_while_it_is_installed():
    """`make setup` takes what is listed and no more: what a locked package asks for, its extras too, must be listed."""
    pins = [Requirement(pin) for pin in PIN.findall(_lock("requirements-dev.txt"))]
    locked = {canonicalize_name(pin.name) for pin in pins}

    missing = [str(needed) for pin in pins for needed in _needs(pin) if canonicalize_name(needed.name) not in locked]

    assert missing == []
    assert len(list(_needs(Requirement("psycopg[binary]")))) > len(list(_needs(Requirement("psycopg"))))


def _needs(pin: Requirement) -> Iterator[Requirement]:
    """What a pinned package asks for on this machine; nothing, if it is for other machines."""
    try:
        asked = [Requirement(line) for line in requires(pin.name) or ()]
    except PackageNotFoundError:
        return
    for needed in asked:
        if not needed.marker or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *pin.extras)):
            yield needed
