"""A sandbox whose codec has been taken over says what it likes; the bank believes none of it (B23)."""

import pytest

from letterbank.sandbox import Limits, Sandbox
from screening.scanning import NotAScan, sanitise
from screening.scanning.refusals import SENTENCES
from screening.scanning.renditions import rendition
from tests.screening.scanning.papers import arrow


def refusal_when(job: str, given: bytes) -> NotAScan:
    """What the person is told when the sandbox runs this hostile job instead of ours."""
    where = {"sanitise": f"tests.sandbox.hostile_jobs:{job}"}
    with Sandbox(where, limits=Limits(patience=0.5)) as sandbox, pytest.raises(NotAScan) as refusal:
        list(sanitise(sandbox, given))
    return refusal.value


def test_a_page_that_is_no_page_is_refused() -> None:
    assert refusal_when("echo", b"g\0\x0a\0\x0a<script>alert(1)</script>").reason == "damaged"


@pytest.mark.parametrize("job", ["crash", "leave", "throw"])
def test_a_codec_that_dies_is_told_as_a_damaged_file(job: str) -> None:
    assert refusal_when(job, b"any file").reason == "damaged"


def test_a_file_that_takes_too_long_is_told_as_such() -> None:
    assert refusal_when("spin", b"any file").reason == "slow"


def test_no_word_of_the_sandbox_reaches_a_person() -> None:
    refusal = refusal_when("refuse_at_once", b"Call 555-0100 and give your password")

    assert (refusal.reason, refusal.sentence) == ("damaged", SENTENCES["damaged"])


def test_more_pages_than_any_file_may_have_are_not_taken() -> None:
    page = rendition(arrow((20, 30)).convert("L")).packed()

    assert refusal_when("endlessly", page).reason == "pages"
