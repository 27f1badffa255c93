"""Rendered stacks taken the whole way: a file, the sandbox, the sorter, and then the pages of the letters themselves.

What is judged is read from the database: each page of a letter is opened, found again among the pictures that the
sandbox made, and must show the mark that was drawn on its side.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from PIL import Image
from sqlalchemy import select

from letterbank.ids import Id
from letterbank.letters.model import Revision
from letterbank.sandbox import Sandbox
from letterbank.vault import PieceSeal, opening_many
from letterbank.vault.sealed import CHECK_SCAN
from screening.scanning.arrival import receive
from screening.scanning.coversheets import claimed
from screening.scanning.pages import unpacked
from screening.scanning.refusals import MAX_STACK_BYTES
from screening.scanning.sanitise import SIDES, TURN
from screening.scanning.separation import Placed, Separated, SeparatedLetter
from screening.scanning.sides import Reading, unpacked_side
from screening.stacks import machine
from screening.stacks.machine import machine_at
from screening.stacks.model import Stack as StackHere
from screening.stacks.model import StackStage
from screening.stacks.taking_in import Brought, find, take_in
from tests.figures import Tally
from tests.screening.scanning.accidents import Accident
from tests.screening.scanning.feeder import Shot
from tests.screening.scanning.leaves_of_paper import HERE, Stack, a_good_stack
from tests.screening.scanning.mishaps import a_stack
from tests.screening.scanning.page_marks import found_on
from tests.screening.scanning.papers import pdf_of
from tests.screening.scanning.rendered import clean, face_number, pictured, rough
from tests.screening.scanning.truth import judged
from tests.screening.scanning.weighing import summed, tallied
from tests.screening.stacks.real_sheets import laid_on
from tests.worlds import CLERK, Department

DPI = 200
NO_FILE = "no side at all, so that the scanner made no file"


class Watched:
    """The real sandbox, what it has said of each side of a stack, and which picture of its making is which side's."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.limits, self._sandbox = sandbox.limits, sandbox
        self.sides: list[tuple[Reading, bool]] = []
        self.placed: dict[bytes, Placed] = {}

    def run(self, job, source, **limits):
        for claim in self._sandbox.run(job, source, **limits):
            if job == SIDES:
                side = unpacked_side(claim)
                self.sides.append((side.reading, side.blank))
                self.placed[side.page.image] = Placed(len(self.sides), 0)
            if job == TURN:
                before = self.placed[unpacked(source[1:]).image]
                turn = (before.turn + 90 * source[0]) % 360
                self.placed[unpacked(claim).image] = Placed(before.number, turn)
            yield claim


@dataclass
class ScanningRoom:
    department: Department
    sandbox: Sandbox
    _filed: set[Id] = field(default_factory=set)

    def clean_stacks(self, seeds: Iterable[int], *, most_letters: int = 4) -> Tally:
        """Good stacks, printed and scanned as in any office: as few of them as can be may be put aside."""
        return summed(self._made(a_good_stack, clean, Random(f"clean {seed}"), most_letters) for seed in seeds)

    def rough_stacks(self, seeds: Iterable[int], *, most_letters: int = 4) -> Tally:
        """Stacks with every mishap, and every accident to each side on its way through the scanner."""
        return summed(self._made(a_stack, rough, Random(f"rough {seed}"), most_letters) for seed in seeds)

    def _made(self, make: Callable[[Random, int], Stack], happens: Accident, chance: Random, most: int) -> Tally:
        return self._weighed(make(chance, chance.randrange(1, most + 1)), chance, happens)

    def _weighed(self, stack: Stack, chance: Random, happens: Accident) -> Tally:
        stack, letters = laid_on(self.department, stack)
        taken = list(pictured(stack, chance, happens))
        if not taken:
            return tallied(stack, [NO_FILE])
        shots, pictures = zip(*taken, strict=True)
        watched = Watched(self.sandbox)
        came = self._uploaded(pdf_of(*pictures, dpi=DPI), stack.counted, watched)
        fresh = dict(self._filed_since())
        if came.stage is StackStage.QUARANTINED:
            assert not fresh, "a stack was put aside, and pages went to a letter"
            return tallied(stack, came.reasons)
        assert came.stage is StackStage.SEPARATED
        pages = {letters[letter_id]: [watched.placed[image] for image in images] for letter_id, images in fresh.items()}
        shown = [
            shows_its_mark(stack, shots, image, watched.placed[image]) for images in fresh.values() for image in images
        ]
        seen = [replace(shot, reading=one[0], blank=one[1]) for shot, one in zip(shots, watched.sides, strict=True)]
        tally = tallied(stack, judged(stack, seen, separated(seen, pages)))
        tally.update({"pages opened in their letters": len(shown), "of them with their own mark": sum(shown)})
        return tally

    def _uploaded(self, content: bytes, counted: int | None, sandbox: Watched) -> StackHere:
        """As the page of the scanning room takes it, and the server's round after it; how it stands then."""
        office = self.department.office("facility")
        arrival = receive(io.BytesIO(content), PieceSeal(), limit=MAX_STACK_BYTES)
        stack_id = take_in(office, CLERK, arrival, Brought(file="scan.pdf", letters=counted or None))
        machine.go(office, machine_at("NORTH"), sandbox)
        with self.department.reading(CLERK) as work:
            return find(work, stack_id)

    def _filed_since(self) -> Iterator[tuple[Id, list[bytes]]]:
        """Each letter, whosever it is, that has got pages since the last look, and their pictures."""
        with self.department.writing(CLERK) as work:
            for revision in work.session.scalars(select(Revision).where(Revision.pages.any())).all():
                if revision.id not in self._filed:
                    self._filed.add(revision.id)
                    opened = opening_many(work, revision.pages, CHECK_SCAN)
                    yield revision.letter_id, [page.raw("image") for page in opened]


def separated(shots: Sequence[Shot], pages: dict[str, list[Placed]]) -> Separated:
    """What the letters hold, by the texts of their sheets, told as the sorter tells it."""
    sheets = {code: number for number, shot in enumerate(shots, 1) for code in shot.reading.codes}
    filed = [SeparatedLetter(claimed(HERE, text).code, sheets[text], tuple(placed)) for text, placed in pages.items()]
    return Separated(tuple(sorted(filed, key=lambda letter: letter.sheet)))


def shows_its_mark(stack: Stack, shots: Sequence[Shot], image: bytes, placed: Placed) -> bool:
    """Whether the page shows the mark of the side that lay on the glass, turned as was said; never another one.

    A cover sheet and an empty side have none, and of some that were written on nothing but dirt is left to be seen.
    """
    shot = shots[placed.number - 1]
    if shot.blank or (stack.leaves[shot.leaf].is_sheet and shot.is_front):
        return False
    with Image.open(io.BytesIO(image)) as page:
        mark = found_on(page, {face_number(one) for one in shots})
    assert mark in (None, (face_number(shot), (shot.turned + placed.turn) % 360)), "another side's picture"
    return mark is not None
