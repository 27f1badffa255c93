"""I2: fifty letters of three pages on one process and on two; and what a stack of any length takes of memory."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from letterbank.sandbox import Sandbox
from screening.scanning import JOBS, read_sides, sanitise
from tests.benchmarks.departments import department_on
from tests.benchmarks.ingest import taken_in
from tests.screening.scanning.papers import pdf_of, written_page

LETTERS, ROUNDS = 50, 3
STACKS = (10, 100, 300)


def a_letter() -> bytes:
    return pdf_of(*(written_page(300, seed) for seed in (1, 2, 3)))


def figures() -> Iterator[str]:
    yield from _on_one_and_two()
    yield from _memory()


def _on_one_and_two() -> Iterator[str]:
    """The slow part of each letter, from sealed bytes to clean pages; rows and commits are one department's."""
    letter = a_letter()
    with department_on("SQLite") as department, Sandbox(JOBS) as sandbox:
        began = time.perf_counter()
        for _ in range(LETTERS):
            taken_in(department, sandbox, letter)
        whole = time.perf_counter() - began
    yield f"I2  {LETTERS} letters of 3 pages, from the first byte to the commit   {whole:.1f} s"
    times = {workers: min(_with(workers, letter) for _ in range(ROUNDS)) for workers in (1, 2)}
    one, two = times[1], times[2]
    faster = f"{one / two:.2f} x (wanted: 1.6 x or more)"
    yield f"I2  the same made clean on 1 process and on 2   {one:.1f} s and {two:.1f} s: {faster}"


def _with(workers: int, letter: bytes) -> float:
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin) as pool:
        list(pool.map(_clean, [letter] * workers))  # every worker has its sandbox
        began = time.perf_counter()
        list(pool.map(_clean, [letter] * LETTERS))
        return time.perf_counter() - began


_here: dict[str, Sandbox] = {}


def _begin() -> None:
    _here["sandbox"] = Sandbox(JOBS)


def _clean(letter: bytes) -> int:
    return sum(1 for _ in sanitise(_here["sandbox"], letter))


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
