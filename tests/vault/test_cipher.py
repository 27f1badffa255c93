"""CR-06, CR-07: one failure for whatever is not the right seal, at the right place, under the right key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbank.errors import Unreadable
from letterbank.vault import DraftSeal, PieceSeal, cipher
from letterbank.vault.domains import HeldDomain

KEY = cipher.new_key()
HELD = HeldDomain.new("bank")
PLAIN = b"I am sorry for what I did."
SEALED = cipher.seal(KEY, PLAIN, department="d", place="letter/a")
SENT = HELD.public().seal(PLAIN, department="d", place="letter/a")


def refuses(open_it, sealed):
    with pytest.raises(Unreadable) as refusal:
        open_it(sealed)
    assert refusal.value.sentence == Unreadable().sentence
    assert refusal.value.__cause__ is None
    return True


def from_key(sealed):
    return cipher.unseal(KEY, sealed, department="d", place="letter/a")


def from_domain(sealed):
    return HELD.unwrap(sealed, department="d", place="letter/a")


OPENERS = [(from_key, SEALED), (from_domain, SENT)]


@pytest.mark.parametrize(("open_it", "sealed"), OPENERS, ids=["record key", "domain"])
def test_the_right_seal_opens(open_it, sealed):
    assert open_it(sealed) == PLAIN


@pytest.mark.parametrize(("open_it", "sealed"), OPENERS, ids=["record key", "domain"])
@given(draw=st.data())
def test_a_changed_byte_is_refused(open_it, sealed, draw):
    at, bit = draw.draw(st.integers(0, len(sealed) - 1)), draw.draw(st.integers(0, 7))

    assert refuses(open_it, bytes([*sealed[:at], sealed[at] ^ (1 << bit), *sealed[at + 1 :]]))


@pytest.mark.parametrize(("open_it", "sealed"), OPENERS, ids=["record key", "domain"])
@given(draw=st.data())
def test_a_cut_or_grown_seal_is_refused(open_it, sealed, draw):
    left = draw.draw(st.integers(0, len(sealed) - 1))

    assert refuses(open_it, sealed[:left])
    assert refuses(open_it, sealed[left + 1 :])
    assert refuses(open_it, sealed + b"\x00" * (left + 1))


@pytest.mark.parametrize("open_it", [from_key, from_domain])
@given(noise=st.binary(max_size=2000))
def test_noise_is_refused(open_it, noise):
    assert refuses(open_it, noise)


@pytest.mark.parametrize(
    ("department", "place"), [("e", "letter/a"), ("d", "letter/b"), ("", "d\x00letter/a"), ("d\x00letter/a", "")]
)
def test_another_department_or_place_is_refused(department, place):
    assert refuses(lambda sealed: cipher.unseal(KEY, sealed, department=department, place=place), SEALED)
    assert refuses(lambda sealed: HELD.unwrap(sealed, department=department, place=place), SENT)


def test_another_key_or_domain_is_refused():
    other = HeldDomain.new("bank")

    assert refuses(lambda sealed: cipher.unseal(cipher.new_key(), sealed, department="d", place="letter/a"), SEALED)
    assert refuses(lambda sealed: other.unwrap(sealed, department="d", place="letter/a"), SENT)


def test_a_domain_does_not_open_under_another_name():
    renamed = HeldDomain("victims", HELD.seed, HELD.scalar, HELD.own_key)
    wrapped = HELD.wrap(KEY, department="d", place="key/a")

    assert refuses(lambda sealed: renamed.unwrap(sealed, department="d", place="letter/a"), SENT)
    assert refuses(lambda sealed: renamed.unwrap(sealed, department="d", place="key/a"), wrapped)


def test_the_same_words_are_never_sealed_alike():
    seals = {cipher.seal(KEY, PLAIN, department="d", place="letter/a") for _ in range(500)}

    assert len({sealed[9:21] for sealed in seals}) == 500


def test_a_key_read_back_is_the_same_key():
    again = HeldDomain.from_text("bank", HELD.to_text())

    assert again.unwrap(SENT, department="d", place="letter/a") == PLAIN
    assert again.public() == HELD.public()


def test_pieces_open_in_their_own_order_only():
    seal, other = PieceSeal(), PieceSeal()
    first = seal.seal(b"first", 1)

    assert seal.unseal(first, 1) == b"first"
    assert refuses(lambda sealed: seal.unseal(sealed, 2), first)
    assert refuses(lambda sealed: other.unseal(sealed, 1), first)


@given(cookie=st.text(max_size=200))
def test_a_foreign_draft_is_refused(cookie):
    assert refuses(DraftSeal().unseal, cookie)
