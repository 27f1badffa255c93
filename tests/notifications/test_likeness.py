"""Two names of one person, or of two of one family: what a look at the words can tell, and what is then asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.likeness import ASKED, Likeness, likeness

L = Likeness
PAIRS = [
    ("Ruth Alder", "Alder, Ruth", L.SAME),
    ("Mrs. Ruth Alder", "Ruth Alder", L.SAME),
    ("RUTH  ALDER", "ruth alder", L.SAME),
    ("Zoe\u0308 Alder", "Zo\u00eb Alder", L.SAME),
    ("Mrs Ruth Aldor", "Ruth Alder", L.SPELLING),
    ("Carla Jimerson", "Karla Jimmerson", L.SPELLING),
    ("Ruth M. Alder", "Ruth Alder", L.SPELLING),
    ("Ruth Ann Alder", "Ruth Alder", L.SPELLING),
    ("Tom Alder", "Ruth Alder", L.PART),
    ("Rita Alder", "Ruth Alder", L.PART),
    ("Alder", "Ruth Alder", L.PART),
    ("Ruth", "Ruth Alder", L.PART),
    ("Mrs. Alder", "Mr. Alder", L.PART),
    ("Mrs. Alder", "Alder", L.PART),
    ("Mrs. John Alder", "Mr. John Alder", L.PART),
    ("John Alder Jr.", "John Alder", L.PART),
    ("John Alder II", "John Alder III", L.PART),
    ("R. A.", "Ruth Alder", L.OTHER),
    ("Xiu Qing", "Ruth Alder", L.OTHER),
    ("", "Ruth Alder", L.OTHER),
    ("Mrs.", "Mrs.", L.OTHER),
    ("", "", L.OTHER),
]


@pytest.mark.parametrize(("written", "hers", "found"), PAIRS)
def test_a_likeness_is_found_as_a_person_would(written, hers, found):
    assert likeness(written, hers) is found
    assert likeness(hers, written) is found


def test_every_likeness_says_what_is_asked():
    assert set(ASKED) == set(Likeness)
    assert [(ASKED[each].people, ASKED[each].why) for each in Likeness] == [
        (1, False), (1, True), (2, True), (2, True),
    ]  # fmt: skip


@given(st.text(max_size=30), st.text(max_size=30))
def test_only_the_same_words_are_ever_the_same_name(written, hers):
    if likeness(written, hers) is L.SAME:
        ignored = {"mr", "mrs", "ms", "miss", "mx", "dr"}
        letters = [sorted(sign for sign in name.lower() if sign.isalnum()) for name in (written, hers)]
        assert letters[0] == letters[1] or any(word in name.lower() for word in ignored for name in (written, hers))
