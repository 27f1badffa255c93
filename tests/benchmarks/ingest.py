"""I1, I3: a scan made safe, beside the bare decoding and encoding of the same page.

Ours: sealed as it arrives, opened piece by piece into the sandbox, re-made, checked, sealed again,
written durably. The limit: the same codec calls in this program, with no wall, no seal and no disk.
"""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pypdfium2
from PIL import Image

from letterbank.sandbox import Sandbox
from letterbank.vault import PieceSeal, cipher
from screening.scanning import JOBS, CleanPage, sanitise
from screening.scanning.arrival import receive
from screening.scanning.remake import remake
from tests.benchmarks.side_by_side import Figure, compare
from tests.screening.scanning.papers import pdf_of, saved, scan_with_words, typed_pdf, written_page

PROJECT = Path(__file__).parents[2]
SIZE = (1700, 2200)
STAMP = b"BT /F1 18 Tf 90 740 Td (RECEIVED) Tj ET"
WEIGH = (
    "import sys\n"
    "from screening.scanning.remake import remake\n"
    "def most(): return int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) // 1024\n"
    "before = most()\n"
    "pages = sum(1 for _ in remake(sys.stdin.buffer.read()))\n"
    "print(before, most(), pages)\n"
)


def scans() -> dict[str, bytes]:
    page = written_page(300)
    return {
        "a 300-dpi JPEG of a written page": saved(page, "JPEG", dpi=(300, 300), quality=75),
        "a PDF that is one scanned page": pdf_of(page),
        "a PDF of a scan with a stamp on it: rendered": scan_with_words(page, STAMP),
        "a PDF of words: rendered": typed_pdf(),
    }


def bare_picture(scan: bytes) -> bytes:
    with Image.open(io.BytesIO(scan)) as picture:
        picture.draft("L", SIZE)
        picture.load()
        return saved(picture.resize(SIZE, Image.Resampling.HAMMING), "JPEG", quality=50)


def bare_rendering(scan: bytes) -> bytes:
    with pypdfium2.PdfDocument(scan) as document:
        sheet = document[0].render(scale=200 / 72, grayscale=True).to_pil()
        return saved(sheet, "JPEG", quality=50)


def taken_in(sandbox: Sandbox, scan: bytes, durable: int) -> list[CleanPage]:
    key, pages = cipher.new_key(), []
    for number, page in enumerate(sanitise(sandbox, receive(io.BytesIO(scan), PieceSeal()))):
        os.write(durable, cipher.seal(key, page.image, department="here", place=f"page/{number}"))
        pages.append(page)
    os.fdatasync(durable)
    return pages


def figures() -> Iterator[Figure | str]:
    pictures, rendered = list(scans().items())[:2], list(scans().items())[2:]
    scan = pictures[0][1]
    with Sandbox(JOBS) as sandbox, tempfile.TemporaryFile(dir=PROJECT / ".cache") as file:
        durable = file.fileno()
        for what, given in pictures:
            yield Figure(
                "I1",
                what,
                *compare(partial(taken_in, sandbox, given, durable), partial(bare_picture, scan)),
                "0.65 x or more",
            )
        for what, given in rendered:
            yield Figure(
                "I1",
                what,
                *compare(partial(taken_in, sandbox, given, durable), partial(bare_rendering, given)),
                "0.85 x or more",
            )
        walled, open_air = compare(lambda: list(sanitise(sandbox, scan)), lambda: list(remake(scan)))
        yield Figure("I3", "sandbox beside the same job without walls", walled, open_air, "0.91 x or more")
    yield from weights()


def weights() -> Iterator[str]:
    """Bytes kept for each byte that came, and the memory one page takes at its highest."""
    for what, scan in scans().items():
        kept = sum(len(page) for page in remake(scan))
        said = subprocess.run([sys.executable, "-c", WEIGH], input=scan, cwd=PROJECT, capture_output=True, check=True)
        idle, most, _ = said.stdout.split()
        yield (
            f"I3  {what:52} kept {kept / 1000:.0f} kB of {len(scan) / 1000:.0f} kB, "
            f"memory {int(most)} MiB at its highest, {int(idle)} MiB of it before the page (wanted: 100 or less)"
        )


if __name__ == "__main__":
    for line in figures():
        print(line, flush=True)
