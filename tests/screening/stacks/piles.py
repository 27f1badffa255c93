"""Piles of paper for the tests: real cover sheets, printed and scanned, on top of letters by hand."""

import io
from collections.abc import Sequence
from datetime import date
from functools import cache

import pypdfium2
from PIL import Image, ImageDraw, ImageStat

from letterbank.documents.compose import compose
from letterbank.documents.cover_sheet import CoverSheets, Sheet
from letterbank.letters import intake
from letterbank.letters.deposit_gates import nothing_stands
from letterbank.letters.intake import Registration
from letterbank.letters.model import Letter
from letterbank.permissions import Actor
from screening.scanning.coversheets import shown
from screening.sheets import issue
from screening.sheets.genuine import printed_code
from screening.sheets.model import CoverSheet
from screening.stacks.machine import machine_at
from screening.stacks.sorting import Sorter
from screening.stacks.taking_in import Brought, take_in
from tests.screening.scanning.papers import pdf_of
from tests.worlds import CLERK, COORDINATOR, Department, offender_of

DPI = 150
EMPTY = Image.new("L", (1275, 1650), 250)


class Bytes:
    """A file that has arrived."""

    def __init__(self, content: bytes, sha256: str = "") -> None:
        import hashlib

        self._content, self.size = content, len(content)
        self.sha256 = sha256 or hashlib.sha256(content).hexdigest()

    def pieces(self):
        for start in range(0, self.size, 1024 * 1024):
            yield self._content[start : start + 1024 * 1024]


@cache
def page(words: str) -> Image.Image:
    """One written side that can be told from every other one: a bar code of our own making, and lines."""
    side = EMPTY.copy()
    pen = ImageDraw.Draw(side)
    for at, sign in enumerate(words.encode()):
        pen.rectangle((200, 200 + at * 90, 200 + sign * 6, 230 + at * 90), fill=30)
    return side


def darker_half(image: bytes) -> str:
    """Of a page: on the left while `page` stands upright."""
    with Image.open(io.BytesIO(image)) as found:
        return darker_half_of(found.convert("L"))


def darker_half_of(picture: Image.Image) -> str:
    left, right = (
        ImageStat.Stat(picture.crop(box)).mean[0]
        for box in (
            (0, 0, picture.width // 2, picture.height), (picture.width // 2, 0, picture.width, picture.height)
        )
    )
    return "left" if left < right else "right"


@cache
def on_paper(text: str, code: str, sides: int | None, number: str) -> Image.Image:
    sheet = Sheet(text=text, code=code, sides=sides, letter_number=number)
    made = CoverSheets(place_name="Facility NORTH", sheets=(sheet,))
    document = pypdfium2.PdfDocument(compose(made.template, made.content()))
    picture = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    document.close()
    return picture


def printed(department: Department, sheet: CoverSheet, clerk: Actor = CLERK) -> Image.Image:
    """The sheet as the scanner sees it."""
    with department.reading(clerk) as work:
        found = issue.find(work, sheet.id)
        number = found.revision.letter.number if found.revision else ""
        return on_paper(printed_code(work, found), shown(found.code), found.declared, number)


def registered(
    department: Department, sides: int = 1, clerk: Actor = CLERK, addressee: str = "Ruth Alder",
    since: date | None = None,
) -> Letter:  # fmt: skip
    """A letter on paper that waits for its scan."""
    with department.writing(clerk) as work:
        offender = offender_of(work, clerk.facility or "NORTH")
        given = Registration(
            offender_id=offender.id, case_id=offender.cases[0].id, addressee=addressee, acknowledged=True,
            declared=sides, facts=nothing_stands(work.policy), on_paper_since=since,
        )  # fmt: skip
        return intake.register_letter(work, given)


def covered(department: Department, letter: Letter, clerk: Actor = CLERK) -> CoverSheet:
    """Its cover sheet."""
    with department.writing(clerk) as work:
        return issue.print_for(work, intake.letter_here(work, letter.id))


def a_letter_with_sheet(department: Department, sides: int = 1, clerk: Actor = CLERK) -> tuple[Letter, CoverSheet]:
    letter = registered(department, sides, clerk)
    return letter, covered(department, letter, clerk)


def an_old_letter_with_sheet(department: Department) -> tuple[Letter, CoverSheet]:
    """One accepted on paper before, at the centre's desk (R32)."""
    letter = registered(department, clerk=COORDINATOR, since=date(1998, 4, 2))
    return letter, covered(department, letter, COORDINATOR)


def scanned(*sides: Image.Image) -> bytes:
    return pdf_of(*(side.copy() for side in sides), dpi=DPI)


def brought(
    department: Department, sides: Sequence[Image.Image] | bytes, letters: int | None = None, clerk: Actor = CLERK
) -> str:
    """The stack's id, taken in and not sorted yet."""
    content = sides if isinstance(sides, bytes) else scanned(*sides)
    return take_in(department.office(clerk.surface), clerk, Bytes(content), Brought(file="scan.pdf", letters=letters))


def sorter_at(department: Department, sandbox, clerk: Actor = CLERK) -> Sorter:
    return Sorter(department.office(clerk.surface), machine_at(clerk.facility), sandbox)


def revision_of(department: Department, letter: Letter) -> str:
    with department.reading(CLERK) as work:
        return intake.letter_here(work, letter.id).newest.id
