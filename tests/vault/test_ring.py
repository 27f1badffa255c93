"""CR-10, B15: a key ring is private, whole and opened by its own passphrase, or it is not used."""

import os
import stat

import pytest

from letterbank.errors import Unreadable
from letterbank.installation import Wanted, add_facility, make_home
from letterbank.vault.ring import (
    WeakKeys,
    load_publics,
    load_ring,
    new_passphrase_file,
    new_ring,
    save_publics,
    save_ring,
    with_domain,
)

RING = new_ring("d", ["bank", "facility/NORTH"])


@pytest.fixture
def kept(tmp_path):
    """A ring and its passphrase on disk."""
    ring, passphrase = tmp_path / "central.ring", tmp_path / "central.pass"
    new_passphrase_file(passphrase)
    save_ring(RING, ring, passphrase)
    return ring, passphrase


def test_a_ring_comes_back_as_it_was_kept(kept):
    assert load_ring(*kept) == RING


def test_ring_and_passphrase_are_for_their_owner_alone(kept):
    assert [stat.S_IMODE(file.stat().st_mode) for file in kept] == [0o400, 0o400]


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("mode", [0o440, 0o404, 0o420, 0o644, 0o777])
def test_a_file_others_can_read_is_refused(kept, which, mode):
    kept[which].chmod(mode)

    with pytest.raises(WeakKeys, match="chmod 0400"):
        load_ring(*kept)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_refused(kept):
    os.chown(kept[0], 12345, 12345)

    with pytest.raises(WeakKeys):
        load_ring(*kept)


@pytest.mark.parametrize("which", [0, 1])
def test_a_missing_file_is_said_to_be_missing(kept, which):
    kept[which].unlink()

    with pytest.raises(WeakKeys, match="missing"):
        load_ring(*kept)


def test_a_wrong_passphrase_opens_nothing(kept, tmp_path):
    other = tmp_path / "other.pass"
    new_passphrase_file(other)

    with pytest.raises(Unreadable):
        load_ring(kept[0], other)


def test_a_passphrase_kept_with_an_editors_end_of_line_opens_every_ring_that_follows(tmp_path):
    settings = make_home(tmp_path / "home", Wanted("mississippi", ("NORTH",), {}))
    for surface in ("central", "facility"):
        file = settings.keys / f"{surface}.pass"
        file.chmod(0o600)
        file.write_bytes(file.read_bytes() + b"\r\n")
        file.chmod(0o400)

    add_facility(settings, "RIVER")

    for surface in ("central", "facility"):
        grown = load_ring(settings.keys / f"{surface}.ring", settings.keys / f"{surface}.pass")
        assert "facility/RIVER" in grown.publics


def test_a_ring_that_would_not_open_again_replaces_nothing(kept):
    ring, passphrase = kept
    passphrase.chmod(0o444)

    with pytest.raises(WeakKeys):
        save_ring(with_domain(RING, "facility/EAST"), ring, passphrase)

    passphrase.chmod(0o400)
    assert load_ring(*kept) == RING


@pytest.mark.parametrize("left", [0, 5, 16, 40, -1])
def test_a_cut_ring_is_unreadable(kept, left):
    whole = kept[0].read_bytes()
    kept[0].unlink()
    kept[0].touch(0o400)
    kept[0].chmod(0o600)
    kept[0].write_bytes(whole[:left])

    with pytest.raises(Unreadable):
        load_ring(*kept)


def test_the_public_file_opens_nothing(tmp_path):
    save_publics(RING, tmp_path / "public.json")

    publics = load_publics(tmp_path / "public.json")

    assert not publics.held
    assert all(domain.own_key not in (tmp_path / "public.json").read_bytes() for domain in RING.held.values())
    with pytest.raises(Unreadable):
        publics.holder("bank")


def test_a_surface_gets_no_more_domains_than_it_serves():
    narrowed = RING.only(["facility/NORTH"])

    assert set(narrowed.held) == {"facility/NORTH"}
    assert set(narrowed.publics) == set(RING.publics)


def test_a_new_facility_leaves_the_others_as_they_were():
    grown = with_domain(RING, "facility/EAST")

    assert {name: grown.held[name] for name in RING.held} == dict(RING.held)


def test_no_key_shows_in_what_python_prints():
    assert "own_key" not in repr(RING) + repr(RING.held["bank"])
