"""I1 to I3 of a morning: fifty letters of three pages on one process and on two; a stack, from its bytes to its
letters; and what a stack of any length takes of memory.
"""

import io
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from PIL import Image

from letterbank.ids import SeededIds
from letterbank.sandbox import Sandbox
from letterbank.vault import PieceSeal
from screening.scanning import JOBS, PageKind, read_sides
from screening.scanning.arrival import receive
from screening.stacks.model import StackStage
from screening.stacks.taking_in import Brought, find, take_in
from tests.benchmarks.departments import department_on
from tests.benchmarks.ingest import OF_SCANS, bare_picture, taken_in
from tests.benchmarks.side_by_side import Figure
from tests.screening.scanning.papers import pdf_of, saved, written_page
from tests.screening.stacks.piles import a_letter_with_sheet, printed, sorter_at
from tests.worlds import CLERK, Department

LETTERS, ROUNDS = 50, 3
IN_THE_STACK = 10
STACKS = (10, 100, 300)
DPI = 300


def figures() -> Iterator[Figure | str]:
    yield from _on_one_and_two()
    yield _a_stack()
    yield from _memory()


def _pages() -> list[Image.Image]:
    return [written_page(DPI, seed) for seed in (1, 2, 3)]


def a_letter() -> bytes:
    return pdf_of(*_pages())


def _on_one_and_two() -> Iterator[str]:
    """From the first byte to the commit, in one department with one database."""
    letter = a_letter()
    times = {workers: min(_with(workers, letter) for _ in range(ROUNDS)) for workers in (1, 2)}
    one, two = times[1], times[2]
    faster = f"{one / two:.2f} x (wanted: 1.6 x or more)"
    yield f"I2  {LETTERS} letters of 3 pages taken in on 1 process and on 2   {one:.1f} s and {two:.1f} s: {faster}"


def _with(workers: int, letter: bytes) -> float:
    with department_on("SQLite") as department:
        urls = [
            database.engine.url.render_as_string(hide_password=False)
            for database in (department.database, department.dropbox)
        ]
        with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=urls) as pool:
            list(pool.map(_take_in, [letter] * workers))  # every worker has its sandbox
            began = time.perf_counter()
            list(pool.map(_take_in, [letter] * LETTERS))
            return time.perf_counter() - began


_here: dict[str, tuple[Department, Sandbox]] = {}


def _begin(main: str, dropbox: str) -> None:
    department = replace(Department.over(main, dropbox), ids=SeededIds(f"process {os.getpid()}"))
    _here["desk"] = department, Sandbox(JOBS)


def _take_in(letter: bytes) -> None:
    taken_in(*_here["desk"], letter)


def _a_stack() -> Figure:
    """Ten letters under their sheets, with the reading of codes, thumbnails, every row and the filing; the limit: each
    of its sides decoded and coded once.
    """
    pages = _pages()
    with Sandbox(JOBS) as sandbox, department_on("SQLite") as department:
        ours, limit = [], []
        for _ in range(ROUNDS):
            sheets = [printed(department, a_letter_with_sheet(department, 3)[1]) for _ in range(IN_THE_STACK)]
            large = [sheet.resize(pages[0].size, Image.Resampling.BICUBIC) for sheet in sheets]
            sides = [side for sheet in large for side in (sheet, *pages)]
            ours.append(_sorted_in(department, sandbox, pdf_of(*sides, dpi=DPI)))
            limit.append(_bare(sides))
    what = f"a stack of {IN_THE_STACK} letters, {len(sides)} sides, to its letters"
    return Figure("I1", what, median(ours), median(limit), OF_SCANS)


def _sorted_in(department: Department, sandbox: Sandbox, stack: bytes) -> float:
    began = time.perf_counter()
    arrival = receive(io.BytesIO(stack), PieceSeal(), limit=len(stack))
    office = department.office("facility")
    stack_id = take_in(office, CLERK, arrival, Brought(file="stack.pdf", letters=IN_THE_STACK))
    sorter_at(department, sandbox).sort_next()
    took = time.perf_counter() - began
    with department.reading(CLERK) as work:
        stage = find(work, stack_id).stage
    if stage is not StackStage.SEPARATED:
        raise RuntimeError(f"The stack of the benchmark is {stage}")
    return took


def _bare(sides: list[Image.Image]) -> float:
    coded = [saved(side, "JPEG", quality=75) for side in sides]
    began = time.perf_counter()
    for picture in coded:
        bare_picture(picture, PageKind.BITONAL_PNG)
    return time.perf_counter() - began


def _memory() -> Iterator[str]:
    """Of the one who asks and of the job, at their highest, whatever the length of the stack."""
    page = written_page(200)
    for sides in STACKS:
        stack = pdf_of(*[page] * sides)
        highest = 0
        with Sandbox(JOBS) as sandbox:
            for count, _ in enumerate(read_sides(sandbox, stack), 1):
                if count % 5 == 0 or count == sides:
                    highest = max([highest, *map(_highest, _jobs_of(sandbox._zygote.pid))])
        size = f"{sides:3} sides, {len(stack) / 1e6:6.1f} MB"
        yield f"I3  a stack of {size}   the job's memory at its highest {highest} MiB (wanted: 100 or less, and flat)"


def _jobs_of(zygote: int) -> list[Path]:
    found = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
    return [Path("/proc") / one for one in found]


def _highest(process: Path) -> int:
    """Resident, in MiB; 0 when it is gone."""
    try:
        said = process.joinpath("status").read_text()
    except OSError:
        return 0
    return int(said.split("VmHWM:")[1].split()[0]) // 1024 if "VmHWM:" in said else 0


if __name__ == "__main__":
    for line in figures():
        print(line, flush=True)
