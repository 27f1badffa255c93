"""A slip of the pen in a receipt number is always noticed, without a database (R16)."""

from itertools import combinations

import pytest

from letterbank.ids import SeededIds
from notifications.receipts import check_digits, is_receipt, new_receipt, read_receipt, spell_receipt

NUMBERS = [new_receipt(SeededIds(f"number {each}")) for each in range(20)]
NUMBERS += ["0" * 12 + check_digits("0" * 12), "9" * 12 + check_digits("9" * 12)]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_wrong_digit_is_noticed(number):
    wrong = [
        number[:place] + digit + number[place + 1 :]
        for place in range(len(number))
        for digit in "0123456789"
        if digit != number[place]
    ]

    assert not [slip for slip in wrong if is_receipt(slip)]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_swap_of_two_digits_is_noticed(number):
    swapped = []
    for first, second in combinations(range(len(number)), 2):
        digits = list(number)
        digits[first], digits[second] = digits[second], digits[first]
        swapped.append("".join(digits))

    assert not [slip for slip in swapped if slip != number and is_receipt(slip)]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_read_as_it_is_spelled(number):
    assert is_receipt(number)
    assert read_receipt(spell_receipt(number)) == number
    assert read_receipt(f" {number[:4]}-{number[4:]} ") == number


@pytest.mark.parametrize("typed", ["", "12", NUMBERS[0] + "0", NUMBERS[0][:-1] + "x", "٤" * 14, "²" * 14])
def test_what_is_no_number_is_no_receipt(typed):
    assert not is_receipt(read_receipt(typed))


def test_numbers_come_from_the_source_of_ids_and_differ():
    assert new_receipt(SeededIds("same")) == new_receipt(SeededIds("same"))
    assert len(set(NUMBERS)) == len(NUMBERS)
