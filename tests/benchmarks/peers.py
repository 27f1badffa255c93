"""I2: the same three-page PDF made safe by others, where they are installed: pdftoppm and re-encoding, and ocrmypdf.

Neither is needed here. pdftoppm renders in the open; ocrmypdf, told not to read, keeps the scanner's own bytes.
"""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PIL import Image

from letterbank.sandbox import Sandbox
from screening.scanning import JOBS, sanitise
from tests.benchmarks.morning import a_letter
from tests.benchmarks.side_by_side import Figure, compare
from tests.screening.scanning.papers import saved

WAYS = {
    "pdftoppm": (["pdftoppm", "-r", "200", "-gray", "in.pdf", "page"], "faster than pdftoppm and re-encoding"),
    "ocrmypdf": (["ocrmypdf", "--tesseract-timeout", "0", "-q", "in.pdf", "out.pdf"], "15 x faster"),
}


def figures() -> Iterator[Figure | str]:
    letter = a_letter()
    with Sandbox(JOBS) as sandbox, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in.pdf").write_bytes(letter)
        for program, (words, wanted) in WAYS.items():
            if shutil.which(program) is None:
                yield f"I2  {program} is not installed: not compared"
                continue
            times = compare(
                lambda: [page.image for page in sanitise(sandbox, letter)],
                partial(_by, words, Path(folder)), rounds=2,
            )
            yield Figure("I2", f"a PDF of 3 scanned pages, beside {program}", *times, wanted)


def _by(words: list[str], folder: Path) -> list[bytes]:
    subprocess.run(words, cwd=folder, check=True, capture_output=True)
    pages = sorted(folder.glob("page*"))
    return [saved(Image.open(io.BytesIO(page.read_bytes())), "JPEG", quality=50) for page in pages]
