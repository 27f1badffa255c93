"""I1, I3: a scan made safe and kept, beside the bare decoding and encoding of the same page.

Ours: sealed as it arrives, opened piece by piece into the sandbox, re-made, checked, sealed again, and committed with
its letter and audit rows to a durable database. The limit: the same codec calls in this program, with no wall, no
seal and no disk, to the same format at the same size.
"""

import io
from collections.abc import Iterator
from functools import partial

import pypdfium2
from PIL import Image

from letterbank.letters import intake
from letterbank.letters.deposit_gates import nothing_stands
from letterbank.letters.intake import Registration
from letterbank.sandbox import Held, Sandbox
from letterbank.sandbox.sources import Places
from letterbank.vault import PieceSeal
from screening.scanning import JOBS, PageKind, sanitise
from screening.scanning.arrival import receive
from screening.scanning.pages import unpacked
from screening.scanning.pictures import two_toned
from screening.scanning.remake import remake
from tests.benchmarks.departments import department_on
from tests.benchmarks.side_by_side import Figure, compare
from tests.screening.scanning.papers import pdf_of, saved, scan_with_words, typed_pdf, written_page
from tests.worlds import CLERK, Department, offender_of

SIZE = (1700, 2200)
STAMP = b"BT /F1 18 Tf 90 740 Td (RECEIVED) Tj ET"


def scans() -> dict[str, bytes]:
    page = written_page(300)
    return {
        "a 300-dpi JPEG of a written page": saved(page, "JPEG", dpi=(300, 300), quality=75),
        "a PDF that is one scanned page": pdf_of(page),
        "a PDF of a scan with a stamp on it: rendered": scan_with_words(page, STAMP),
        "a PDF of words: rendered": typed_pdf(),
    }


def bare_picture(scan: bytes, kind: PageKind) -> bytes:
    with Image.open(io.BytesIO(scan)) as picture:
        picture.draft("L", SIZE)
        picture.load()
        return _coded(picture.resize(SIZE, Image.Resampling.HAMMING), kind)


def bare_rendering(scan: bytes, kind: PageKind) -> bytes:
    with pypdfium2.PdfDocument(scan) as document:
        return _coded(document[0].render(scale=200 / 72, grayscale=True).to_pil(), kind)


def _coded(sheet: Image.Image, kind: PageKind) -> bytes:
    if kind is PageKind.BITONAL_PNG:
        return saved(two_toned(sheet), "PNG")
    return saved(sheet, "JPEG", quality=50)


def taken_in(department: Department, sandbox: Sandbox, scan: bytes) -> None:
    """What the registration page does, from the first byte to the commit."""
    pages = list(sanitise(sandbox, receive(io.BytesIO(scan), PieceSeal())))
    with department.writing(CLERK) as work:
        writer = offender_of(work)
        given = Registration(
            offender_id=writer.id, case_id=writer.cases[0].id, addressee="Ruth Alder", acknowledged=True,
            declared=len(pages), facts=nothing_stands(work.policy),
        )  # fmt: skip
        intake.register_letter(work, given, pages)


def within(scan: bytes) -> list[bytes]:
    """The sandbox's job in this very process, without walls."""
    held = Held(scan)

    def fetch(number: int, room: memoryview) -> None:
        room[:] = held.piece(number)

    return list(remake(Places(held.size, fetch)))


def figures() -> Iterator[Figure | str]:
    every = scans()
    picture = next(iter(every.values()))
    with Sandbox(JOBS) as sandbox, department_on("SQLite") as department:
        for number, (what, scan) in enumerate(every.items()):
            kind = unpacked(within(scan)[0]).kind
            limit = partial(bare_picture, picture, kind) if number < 2 else partial(bare_rendering, scan, kind)
            times = compare(partial(taken_in, department, sandbox, scan), limit)
            yield Figure("I1", f"{what}, {kind.value}", *times, "0.65 x or more" if number < 2 else "0.85 x or more")
        walled, open_air = compare(lambda: list(sanitise(sandbox, picture)), lambda: within(picture))
        yield Figure("I3", "sandbox beside the same job without walls", walled, open_air, "0.91 x or more")
    for what, scan in every.items():
        kept = sum(map(len, within(scan)))
        came = f"{kept / 1000:.0f} kB of {len(scan) / 1000:.0f} kB"
        yield f"I3  {what:52} kept {came}: {kept / len(scan):.2f} x (wanted: 1.05 or less)"


if __name__ == "__main__":
    for line in figures():
        print(line, flush=True)
