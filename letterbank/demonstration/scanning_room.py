"""This morning's paper at NORTH: cover sheets, piles that were scanned, and what became of each of them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image

from letterbank.demonstration.handwriting import HANDS, scan_pdf, written_pages
from letterbank.demonstration.place import Place
from letterbank.demonstration.register import Writer, find
from letterbank.documents.compose import printed
from letterbank.documents.cover_sheet import CoverSheets, Sheet
from letterbank.ids import Id
from letterbank.letters import intake
from letterbank.letters.intake import Registration
from letterbank.letters.model import Letter
from screening.scanning.arrival import PIECE
from screening.scanning.coversheets import shown
from screening.sheets import issue
from screening.sheets.genuine import printed_code
from screening.stacks import quarantine
from screening.stacks.machine import machine_at
from screening.stacks.sorting import Sorter
from screening.stacks.taking_in import Brought, take_in
from screening.stacks.taking_in import find as find_stack

CLERK, FACILITY, DPI = "north.clerk", "NORTH", 150
_WORDS = (
    "I took what was not mine, and I knew it.\n\nI have thought about the morning you found out. It was wrong.",
    "It was my choice and my doing.\n\nYou did nothing to bring it on. I am sorry for what I did to you.\n\n" * 12,
    "Nobody made me do it.\n\nI see now how long it stays with somebody. I ask for nothing.\n\n" * 14,
)


@dataclass(frozen=True, repr=False)
class Pile:
    """A scanned pile's file, as it arrives."""

    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def pieces(self) -> Iterator[bytes]:
        for start in range(0, len(self.content), PIECE):
            yield self.content[start : start + PIECE]


def this_morning(place: Place, writers: Sequence[Writer]) -> None:
    """A sheet that waits, blank ones, and four piles: sorted, put aside, laid out, not counted."""
    ours = [writer for writer in writers if writer.facility == FACILITY]
    letters = [_registered(place, writer, number) for number, writer in enumerate(ours[:6])]
    with place.as_(CLERK) as work:
        issue.print_blank(work, 2)
    paper = [_on_paper(place, letter, number) for number, letter in enumerate(letters)]
    _brought(place, [*paper[0], *paper[1]], letters=2)
    _brought(place, paper[2][:-1], letters=1)
    _laid_out(place, _brought(place, paper[3][1:], letters=1), letters[3])
    _brought(place, paper[4], letters=None)


def _registered(place: Place, writer: Writer, number: int) -> Letter:
    sides = len(_pages(number))
    with place.as_(CLERK) as work:
        offender, case = find(work, writer)
        given = Registration(
            offender_id=offender, case_id=case, addressee="Mrs. Ada Thornbury", acknowledged=True, declared=sides
        )
        return intake.register_letter(work, given)


def _pages(number: int) -> list[Image.Image]:
    hand = list(HANDS.values())[number % len(HANDS)]
    return written_pages(_WORDS[number % len(_WORDS)], hand, seed=f"pile {number}", dpi=DPI)


def _on_paper(place: Place, letter: Letter, number: int) -> list[Image.Image]:
    """Its cover sheet, and the letter under it."""
    with place.as_(CLERK) as work:
        sheet = issue.print_for(work, intake.letter_here(work, letter.id))
        document = CoverSheets(
            place_name=f"Facility {FACILITY}",
            sheets=(
                Sheet(
                    text=printed_code(work, sheet), code=shown(sheet.code), sides=sheet.declared,
                    letter_number=letter.number,
                ),
            ),
        )  # fmt: skip
    return [_picture(printed(document, place.sandbox)), *_pages(number)]


def _picture(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    document.close()
    return picture


def _brought(place: Place, sides: Sequence[Image.Image], letters: int | None) -> Id:
    office = place.offices["facility"]
    pile = Pile(scan_pdf([side.convert("RGB") for side in sides], DPI))
    stack_id = take_in(office, place.staff[CLERK], pile, Brought(file="Scan_0001.pdf", letters=letters))
    Sorter(office, machine_at(FACILITY), place.sandbox).sort_next()
    return stack_id


def _laid_out(place: Place, stack_id: Id, letter: Letter) -> None:
    """The cover sheet was lost; the clerk says whose the sides are, and waits for a colleague to look."""
    with place.as_(CLERK) as work:
        stack = find_stack(work, stack_id)
        revision = intake.letter_here(work, letter.id).newest.id
        chosen = {side.ordinal: revision for side in stack.sides}
        quarantine.lay_out(work, stack, chosen, stack.version)
