"""A page that lies upside down or on its side, turned by a clerk who looks the scan over before it is sent on."""

from collections.abc import Mapping

from letterbank.errors import Missing
from letterbank.ids import Id
from letterbank.letters import intake
from letterbank.letters.intake import letter_here, page_to_check
from letterbank.sandbox import Sandbox
from letterbank.vault import opening
from letterbank.vault.sealed import CHECK_SCAN
from letterbank.work import Work
from screening.scanning import CleanPage, PageKind, turned

WAYS: Mapping[str, int] = {"left": 270, "over": 180, "right": 90}  # degrees clockwise


def turn(work: Work, sandbox: Sandbox, letter_id: Id, ordinal: int, way: str, version: int) -> None:
    """Made anew behind the walls, between two units of work; the letter must still be as it was shown.

    Raises Missing, WrongStage, NotAScan.
    """
    if way not in WAYS:
        raise Missing
    letter = letter_here(work, letter_id)
    page = page_to_check(work, letter, ordinal)
    intake.unchanged(letter, version)
    kind = next(kind for kind in PageKind if kind.media_type == page.kind)
    lying = CleanPage(page.width, page.height, kind, opening(work, page, CHECK_SCAN).raw("image"))
    work.open_keys.clear()
    with work.unit.outside():
        upright = turned(sandbox, lying, WAYS[way])
    intake.turn_page(work, letter_here(work, letter_id), ordinal, upright, version)
