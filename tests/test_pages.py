"""The look at every page sees each fault it is there for."""

import pytest

from tests.pages import faults

GOOD = (
    '<!doctype html><html lang="en"><head><title>Sign in - Bank</title></head><body><h1 id="top">Sign in</h1>'
    '<form method="post"><input type="hidden" name="csrf_token"><label for="a">Name</label><input id="a" name="a">'
    "</form></body></html>"
)


def test_a_good_page_has_no_fault() -> None:
    assert faults(GOOD, neutral=False) == []


@pytest.mark.parametrize(
    ("take", "put", "says"),
    [
        ("<h1", "<h1>More</h1><h1", "headings"),
        ('<h1 id="top">Sign in</h1>', "", "headings"),
        ("Sign in - Bank", "Something", "does not say"),
        ("Sign in - Bank", "", "no title"),
        (' lang="en"', "", "no language"),
        ('id="top"', 'id="a"', "stands twice"),
        ('<label for="a">Name</label>', "Name", "has no label"),
        ('<input type="hidden" name="csrf_token">', "", "no token"),
    ],
)
def test_every_fault_is_seen(take: str, put: str, says: str) -> None:
    assert take in GOOD

    assert any(says in fault for fault in faults(GOOD.replace(take, put), neutral=False))


def test_a_neutral_tab_need_not_say_the_heading() -> None:
    assert faults(GOOD.replace("Sign in - Bank", "Form"), neutral=True) == []
