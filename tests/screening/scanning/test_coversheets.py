"""The code of a cover sheet: whose it is, and what a tired person may do to it with a keyboard."""

from itertools import combinations
from random import Random

import pytest
import zxingcpp

from letterbank.errors import RuleBroken
from letterbank.ids import SeededIds, SystemIds
from screening.scanning.coversheets import (
    MOST_SIDES,
    SIGNS,
    Verdict,
    claimed,
    is_of_our_family,
    new_code,
    shown,
    spelt,
    typed,
)
from tests.screening.scanning.leaves_of_paper import HERE, STRANGERS, Desk, mac_of

CODE = new_code(SeededIds("a sheet"))


def test_a_code_has_sixty_random_bits_and_no_two_are_alike():
    codes = {new_code(SystemIds()) for _ in range(2000)}

    assert len(codes) == 2000
    assert len(SIGNS) ** 13 > 2**60
    assert {len(code) for code in codes} == {15}


def test_no_two_signs_of_a_code_look_alike():
    assert not set(SIGNS) & set("ILOSU")


def test_a_code_is_shown_in_groups_and_typed_back_as_it_is():
    assert [len(group) for group in shown(CODE).split("-")] == [5, 5, 5]
    assert typed(shown(CODE)) == CODE


@pytest.mark.parametrize(
    "spoil",
    [
        str.lower,
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", ""),
        lambda text: f"  {text}\n",
        lambda text: text.replace("-", "–"),
        lambda text: text.replace("0", "O").replace("1", "I").replace("5", "S"),
        lambda text: text.replace("0", "o").replace("1", "l").replace("V", "u"),
    ],
)
def test_spaces_small_letters_and_look_alikes_are_forgiven(spoil):
    for seed in range(50):
        code = new_code(SeededIds(str(seed)))

        assert typed(spoil(shown(code))) == code


def test_every_wrong_sign_is_caught():
    for at in range(len(CODE)):
        for sign in set(SIGNS) - {CODE[at]}:
            with pytest.raises(RuleBroken, match="wrong sign"):
                typed(CODE[:at] + sign + CODE[at + 1 :])


def test_every_swap_of_two_signs_is_caught():
    for one, other in combinations(range(len(CODE)), 2):
        signs = list(CODE)
        signs[one], signs[other] = signs[other], signs[one]
        if signs[one] != signs[other]:
            with pytest.raises(RuleBroken, match="wrong sign"):
                typed("".join(signs))


def test_any_two_wrong_signs_are_caught():
    chance = Random(1)
    for _ in range(2000):
        signs = list(CODE)
        for at in chance.sample(range(len(CODE)), 2):
            signs[at] = chance.choice([sign for sign in SIGNS if sign != signs[at]])
        with pytest.raises(RuleBroken):
            typed("".join(signs))


@pytest.mark.parametrize("text", ["", "K7QF", shown(CODE) + "A", shown(CODE)[:-1] + "Ä", "0937"])
def test_what_is_no_code_is_refused_with_a_word_on_how_it_looks(text):
    with pytest.raises(RuleBroken, match="three groups of five"):
        typed(text)


@pytest.mark.parametrize("sides", [1, 12, MOST_SIDES, None])
def test_our_own_sheet_says_its_code_and_its_sides(sides):
    claim = claimed(HERE, spelt(HERE, CODE, sides))

    assert (claim.verdict, claim.code, claim.place, claim.sides) == (Verdict.OURS, CODE, "NORTH", sides)


@pytest.mark.parametrize("sides", [0, -1, MOST_SIDES + 1])
def test_no_sheet_declares_a_letter_that_cannot_be(sides):
    with pytest.raises(RuleBroken, match="between 1 and"):
        spelt(HERE, CODE, sides)


@pytest.mark.parametrize("verdict", list(STRANGERS))
def test_a_strangers_sheet_is_told_from_ours(verdict):
    claim = claimed(HERE, spelt(STRANGERS[verdict], CODE, 3))

    assert claim.verdict == verdict.replace(" ", "-")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", Verdict.NOTHING_OF_OURS),
        ("https://example.org", Verdict.NOTHING_OF_OURS),
        ("LBANK", Verdict.NOTHING_OF_OURS),
        ("lbank1.what", Verdict.NOTHING_OF_OURS),
        ("LBANK1." + "A" * 101, Verdict.NOTHING_OF_OURS),
        ("LBANK\N{ARABIC-INDIC DIGIT ONE}.A", Verdict.NOTHING_OF_OURS),
        ("LBANK1.", Verdict.NOT_GENUINE),
        ("LBANK0.A", Verdict.NOT_GENUINE),
        ("LBANK2.ANYTHING", Verdict.NEWER_FORMAT),
    ],
)
def test_any_other_text_is_judged_and_never_stops_the_reader(text, verdict):
    assert claimed(HERE, text).verdict == verdict
    assert is_of_our_family(text) == (verdict is not Verdict.NOTHING_OF_OURS)


def test_no_sign_of_a_sheet_can_be_changed_unnoticed():
    text = spelt(HERE, CODE, 3)

    for at in range(len(text)):
        for sign in "0A7.-":
            changed = text[:at] + sign + text[at + 1 :]
            assert changed == text or claimed(HERE, changed).verdict != Verdict.OURS


def test_the_paper_does_not_show_the_departments_id():
    desk = Desk("abcdefghijklmnopqrstuvwxyz", "NORTH", mac_of(b"north"))

    assert "ABCDEF" not in spelt(desk, CODE, 3).replace(CODE, "").upper()


def test_a_text_keeps_to_the_letters_that_make_a_small_code():
    desk = Desk("a department", "A" * 20, mac_of(b"long"))

    code = zxingcpp.create_barcode(spelt(desk, CODE, 300), zxingcpp.BarcodeFormat.QRCode, ec_level="H")

    assert len(memoryview(code.to_image(add_quiet_zones=False))) <= 41
