"""I1, I3: a letter's scan made safe and kept, beside the bare decoding and encoding of the same pages.

Ours: sealed as it arrives, opened piece by piece into the sandbox, re-made, checked, sealed again, and committed with
its letter and audit rows to a durable database. The limit: the same codec calls in this program, with no wall, no
seal and no disk, to the same format at the same size. What is done once a letter weighs less the more pages it has,
so letters of one and of three pages are shown.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
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
from tests.benchmarks.side_by_side import Act, Figure, compare
from tests.screening.scanning.hands import grainy, written
from tests.screening.scanning.papers import pdf_of, saved, scan_with_words, typed_pdf, written_page
from tests.worlds import CLERK, Department, offender_of

SIZE = (1700, 2200)
STAMP = b"BT /F1 18 Tf 90 740 Td (RECEIVED) Tj ET"
OF_SCANS, OF_RENDERED = "0.65 x or more", "0.85 x or more"


@dataclass(frozen=True)
class Case:
    """`pictures` are the scan's pages as the scanner coded them; without any, its pages must be rendered."""

    what: str
    scan: bytes
    pictures: tuple[bytes, ...] = ()

    def limit(self) -> Act:
        kind = unpacked(within(self.scan)[0]).kind
        if self.pictures:
            return lambda: [bare_picture(picture, kind) for picture in self.pictures]
        return partial(bare_rendering, self.scan, kind)


def cases() -> Iterator[Case]:
    pen = [written_page(300, seed) for seed in (1, 2, 3)]
    pencil = [grainy(written(contrast=80, width=0.01), 3).resize(pen[0].size, Image.Resampling.BICUBIC)] * 3
    coded = [_coded_by_a_scanner(page) for page in pen]
    yield Case("a 300-dpi JPEG, one page in pen", coded[0], (coded[0],))
    yield Case("a PDF that is one scanned page in pen", pdf_of(pen[0]), (coded[0],))
    yield Case("a PDF of three scanned pages in pen", pdf_of(*pen), tuple(coded))
    yield Case("a PDF of three scanned pages in pencil", pdf_of(*pencil), (_coded_by_a_scanner(pencil[0]),) * 3)
    stamped = scan_with_words(pen[0], STAMP)
    yield Case("one scan with a stamp on it: rendered", stamped)
    yield Case("three scans with a stamp on each: rendered", three_times(stamped))
    yield Case("one page of words: rendered", typed_pdf())
    yield Case("three pages of words: rendered", three_times(typed_pdf()))


def _coded_by_a_scanner(page: Image.Image) -> bytes:
    return saved(page, "JPEG", dpi=(300, 300), quality=75)


def three_times(scan: bytes) -> bytes:
    with pypdfium2.PdfDocument.new() as made, pypdfium2.PdfDocument(scan) as page:
        for _ in range(3):
            made.import_pages(page)
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def bare_picture(scan: bytes, kind: PageKind) -> bytes:
    with Image.open(io.BytesIO(scan)) as picture:
        picture.draft("L", SIZE)
        picture.load()
        return _coded(picture.resize(SIZE, Image.Resampling.HAMMING), kind)


def bare_rendering(scan: bytes, kind: PageKind) -> list[bytes]:
    with pypdfium2.PdfDocument(scan) as document:
        return [_coded(page.render(scale=200 / 72, grayscale=True).to_pil(), kind) for page in document]


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
    every = list(cases())
    with Sandbox(JOBS) as sandbox, department_on("SQLite") as department:
        for case in every:
            kind = unpacked(within(case.scan)[0]).kind
            times = compare(partial(taken_in, department, sandbox, case.scan), case.limit())
            yield Figure("I1", f"{case.what}, {kind.value}", *times, OF_SCANS if case.pictures else OF_RENDERED)
        picture = every[0].scan
        walled, open_air = compare(lambda: list(sanitise(sandbox, picture)), lambda: within(picture))
        yield Figure("I3", "sandbox beside the same job without walls", walled, open_air, "0.91 x or more")
    for case in every:
        kept = sum(map(len, within(case.scan)))
        came = f"{kept / 1000:.0f} kB of {len(case.scan) / 1000:.0f} kB"
        yield f"I3  {case.what:52} kept {came}: {kept / len(case.scan):.2f} x (wanted: 1.05 or less)"


if __name__ == "__main__":
    for line in figures():
        print(line, flush=True)
