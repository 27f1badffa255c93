"""Receipt numbers: twelve digits and two check digits, shaped like any account number.

The check digits are those of ISO 7064 MOD 97-10: every wrong digit and every swap of two digits is found without
asking a database, so a page may say "look at the number again" and still know nothing (R16).
"""

from letterbank.ids import IdSource

DIGITS = 12
_LENGTH = DIGITS + 2


def new_receipt(ids: IdSource) -> str:
    drawn = str(int.from_bytes(ids.random(8), "big") % 10**DIGITS).zfill(DIGITS)
    return drawn + check_digits(drawn)


def check_digits(digits: str) -> str:
    return str(98 - int(digits) * 100 % 97).zfill(2)


def is_receipt(text: str) -> bool:
    return len(text) == _LENGTH and text.isascii() and text.isdecimal() and check_digits(text[:DIGITS]) == text[DIGITS:]


def read_receipt(typed: str) -> str:
    """What somebody typed, without the spaces and dashes people put between the digits."""
    return "".join(sign for sign in typed if sign not in " -–.\u00a0\u2009")


def is_mistyped(typed: str) -> bool:
    """Whether somebody meant a receipt number and a digit is wrong, too much or missing."""
    digits = read_receipt(typed)
    return digits.isdecimal() and abs(len(digits) - _LENGTH) <= 2 and not is_receipt(digits)


def spell_receipt(number: str) -> str:
    """In groups that are easy to read aloud: `4821 7730 1945 62`."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
