"""This morning's paper, at NORTH and in the old files at the centre: sheets, piles, and what became of each (R32)."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import pypdfium2
from PIL import Image

from letterbank.demonstration import paper_side
from letterbank.demonstration.handwriting import HANDS, scan_pdf, written_pages
from letterbank.demonstration.place import Place
from letterbank.demonstration.register import Writer, find
from letterbank.documents.compose import printed
from letterbank.ids import Id
from letterbank.letters import earlier, intake
from letterbank.letters.deposit_gates import nothing_stands
from letterbank.letters.earlier import Evidence
from letterbank.letters.intake import Registration
from letterbank.letters.model import Letter
from letterbank.letters.paper import giving_back
from letterbank.letters.paper.workflow import Move
from letterbank.letters.registration import Mistake
from screening.intake.taking_out import take_out
from screening.scanning.arrival import PIECE
from screening.sheets import issue, printing
from screening.stacks import quarantine
from screening.stacks.machine import machine_at
from screening.stacks.sorting import Sorter
from screening.stacks.taking_in import Brought, take_in
from screening.stacks.taking_in import find as find_stack

CLERK, FACILITY, DPI = "north.clerk", "NORTH", 150
ENTERS = "coordinator"
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


@dataclass(frozen=True)
class Desk:
    """Whose hands take the paper in: a facility's clerk, or at the centre whoever enters the old files."""

    place: Place
    who: str
    facility: str | None
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(100)))

    def registers(self, writer: Writer, since: date | None = None, found: Sequence[Evidence] = ()) -> "OnPaper":
        pages = _pages(next(self.numbers))
        with self.place.as_(self.who) as work:
            offender, case = find(work, writer)
            given = Registration(
                offender_id=offender, case_id=case, addressee="Mrs. Ada Thornbury", acknowledged=True,
                declared=len(pages), facts=nothing_stands(work.policy), on_paper_since=since,
            )  # fmt: skip
            letter = intake.register_letter(work, given)
            if found:
                earlier.write_in(work, letter, found)
        return OnPaper(letter, self._covered(letter), pages)

    def _covered(self, letter: Letter) -> Image.Image:
        with self.place.as_(self.who) as work:
            sheet = issue.print_for(work, intake.letter_here(work, letter.id))
            document = printing.on_paper(work, sheet.batch)
        return _picture(printed(document, self.place.sandbox))

    def brings(self, sides: Sequence[Image.Image], letters: int | None) -> Id:
        """A scanned pile, sorted."""
        office = self.place.offices["facility" if self.facility else "central"]
        pile = Pile(scan_pdf([side.convert("RGB") for side in sides], DPI))
        stack_id = take_in(office, self.place.staff[self.who], pile, Brought(file="Scan_0001.pdf", letters=letters))
        Sorter(office, machine_at(self.facility), self.place.sandbox).sort_next()
        return stack_id

    def lays_out(self, stack_id: Id, letter: Letter) -> None:
        """The cover sheet was lost; somebody says whose the sides are, and waits for a colleague to look."""
        with self.place.as_(self.who) as work:
            stack = find_stack(work, stack_id)
            revision = intake.letter_here(work, letter.id).newest.id
            chosen = {side.ordinal: revision for side in stack.sides}
            quarantine.lay_out(work, stack, chosen, stack.version)

    def takes_out(self, letter: Letter) -> None:
        """It was registered twice."""
        with self.place.as_(self.who) as work:
            found = intake.letter_here(work, letter.id)
            take_out(work, found, Mistake.TWICE, found.version)

    def sends_into_review(self, letter: Letter) -> None:
        with self.place.as_(self.who) as work:
            found = intake.letter_here(work, letter.id)
            for page in found.newest.pages:
                intake.look_at(work, found, page.ordinal)
            intake.submit(work, found, found.version)


@dataclass(frozen=True, repr=False)
class OnPaper:
    """A letter's cover sheet, and the letter under it."""

    letter: Letter
    sheet: Image.Image
    sides: list[Image.Image]

    @property
    def pile(self) -> list[Image.Image]:
        return [self.sheet, *self.sides]


def this_morning(place: Place, writers: Sequence[Writer]) -> None:
    """Sheets, one of them blank, a letter entered twice, and four piles: sorted, put aside, laid out, not counted."""
    desk = Desk(place, CLERK, FACILITY)
    ours = [writer for writer in writers if writer.facility == FACILITY]
    paper = [desk.registers(writer) for writer in ours[:6]]
    with place.as_(CLERK) as work:
        issue.print_blank(work, 2)
    desk.takes_out(desk.registers(ours[5]).letter)
    desk.brings([*paper[0].pile, *paper[1].pile], letters=2)
    desk.brings(paper[2].pile[:-1], letters=1)
    desk.lays_out(desk.brings(paper[3].sides, letters=1), paper[3].letter)
    desk.brings(paper[4].pile, letters=None)


def old_files(place: Place, writers: Sequence[Writer]) -> None:
    """Letters accepted on paper before: two in review, one scanned, one laid out, one not scanned yet."""
    desk = Desk(place, ENTERS, None)
    with place.as_(ENTERS) as work:
        issue.print_blank(work, 1)
    paper = [desk.registers(writer, date(1998, 4, 2 + at), _FOUND[at]) for at, writer in enumerate(writers[-6:])]
    desk.brings([side for one in paper[:3] for side in one.pile], letters=3)
    for one in paper[:2]:
        desk.sends_into_review(one.letter)
    desk.lays_out(desk.brings(paper[3].sides, letters=1), paper[3].letter)
    desk.brings(paper[4].pile, letters=None)


def going_home(place: Place, writers: Sequence[Writer]) -> None:
    """Two of the old files that their writers took back: one waits at the centre, the other is on its way to NORTH."""
    desk = Desk(place, ENTERS, None)
    ours = [writer for writer in writers if writer.facility == FACILITY]
    letters = [desk.registers(writer, date(1997, 3, 1 + at)).letter for at, writer in enumerate(ours[:2])]
    for letter in letters:
        paper_side.withdraw(place, CLERK, letter.id)
    with place.as_(ENTERS) as work:
        paper = giving_back.paper_here(work, letters[0].newest.id)
        giving_back.act(work, Move.SEND_BACK, paper, paper.version)


_SCREENED = Evidence(step=0, reader="Della Crane", given_on=date(1998, 5, 4), found_in="Cabinet 2, folder 1998")
_PLANNED = Evidence(step=1, reader="Howard Pitt", given_on=date(1998, 6, 1), found_in="Cabinet 2, folder 1998")
_FOUND = ((_SCREENED, _PLANNED), (_SCREENED,), (_SCREENED, _PLANNED), (_SCREENED, _PLANNED), (), (_SCREENED, _PLANNED))


def _pages(number: int) -> list[Image.Image]:
    hand = list(HANDS.values())[number % len(HANDS)]
    return written_pages(_WORDS[number % len(_WORDS)], hand, seed=f"pile {number}", dpi=DPI)


def _picture(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    document.close()
    return picture
