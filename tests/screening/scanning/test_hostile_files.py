"""B23, AV-5.2: a file that is not a scan gets one sentence, and the next scan never notices."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from letterbank.sandbox import PIECE, JobRefused, Sandbox
from screening.scanning import CleanPage, NotAScan, sanitise
from screening.scanning.refusals import MAX_BYTES, SENTENCES
from tests.screening.scanning.papers import arrow, many_pages, pdf_of, pdf_with, saved, typed_pdf

Clean = Callable[[bytes], list[CleanPage]]
LOCK = b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <" + b"5a" * 32 + b"> /U <" + b"a5" * 32 + b"> >>"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("scan.pdf", typed_pdf())
    return out.getvalue()


def png_claiming(width: int, height: int, pixels: bytes = b"") -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def long_tiff() -> bytes:
    """301 pages that are all one empty directory entry: small, and looped through by a reader."""
    page = saved(Image.new("1", (8, 8)), "TIFF")
    frames = [Image.new("1", (8, 8))] * 300
    return saved(Image.open(io.BytesIO(page)), "TIFF", save_all=True, append_images=frames)


def picture_pdf(width: int, height: int) -> bytes:
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length 8 >>\nstream\n%s\nendstream" % (width, height, zlib.compress(b""))
    )
    return pdf_with(b"q 612 0 0 792 0 0 cm /I Do Q", page=b"/Resources << /XObject << /I 6 0 R >> >>", more=(picture,))


def moving() -> bytes:
    return saved(arrow(), "PNG", save_all=True, append_images=[arrow().rotate(180)])


def locked() -> bytes:
    return pdf_with().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt " + LOCK + b" /ID [<00> <00>]")


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("empty", lambda: b""),
    "words": ("unknown", lambda: b"Dear Mrs Carter"),
    "a web page": ("unknown", lambda: b"<!doctype html><script>alert(1)</script>%PDF-1.7"),
    "a drawing with a script": ("unknown", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    "a zip with a PDF in it": ("unknown", zipped),
    "a GIF": ("unknown", lambda: saved(arrow(), "GIF")),
    "an iPhone photograph": ("heic", lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)),
    "a locked PDF": ("password", locked),
    "10,001 pages": ("pages", lambda: many_pages(10_001)),
    "a long TIFF": ("pages", long_tiff),
    "a PDF without pages": ("damaged", lambda: pdf_with().replace(b"[3 0 R] /Count 1", b"[] /Count 0")),
    "a TIFF of thumbnails": ("no-pages", lambda: saved(arrow(), "TIFF", tiffinfo={254: 1})),
    "a page of a mile": ("page-size", lambda: pdf_with(page=b"/MediaBox [0 0 999999 999999]")),
    "a page of a dot": ("page-size", lambda: pdf_with(page=b"/MediaBox [0 0 1 1]")),
    "a PNG of 60,000 by 60,000": ("pixels", lambda: png_claiming(60_000, 60_000)),
    "a PDF picture of 60,000 by 60,000": ("pixels", lambda: picture_pdf(60_000, 60_000)),
    "a PNG with nothing behind its claim": ("damaged", lambda: png_claiming(7_000, 7_000)),
    "a moving picture": ("moving", moving),
    "half a JPEG": ("damaged", lambda: saved(arrow(), "JPEG")[:1500]),
    "half a PNG": ("damaged", lambda: saved(arrow(), "PNG")[:300]),
    "half a TIFF": ("damaged", lambda: saved(arrow(), "TIFF")[:2000]),
    "half a WebP": ("damaged", lambda: saved(arrow(), "WEBP")[:60]),
    "a tenth of a PDF": ("damaged", lambda: pdf_of(arrow())[:120]),
    "a PDF of noise": ("damaged", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40),
}


@pytest.mark.parametrize("what", list(REFUSED))
def test_what_is_no_scan_gets_a_sentence_that_says_what_to_do(clean: Clean, what: str) -> None:
    reason, make = REFUSED[what]

    with pytest.raises(NotAScan) as refusal:
        clean(make())

    assert (refusal.value.reason, refusal.value.sentence) == (reason, SENTENCES[reason])
    assert len(clean(saved(arrow(), "PNG"))) == 1  # the next scan never notices


def test_a_file_of_too_many_pages_is_refused_before_the_first_is_made(sandbox: Sandbox) -> None:
    with pytest.raises(JobRefused, match="pages"):
        next(sandbox.run("sanitise", many_pages(301)))


def test_a_bomb_gives_the_page_it_claims_and_no_more(clean: Clean) -> None:
    bomb = png_claiming(90, 90, bytes(50_000_000))

    (page,) = clean(bomb)

    assert len(bomb) < 60_000
    assert (page.width, page.height) == (90, 90)


class Vast:
    """A source that says how large it is, and can be seen to be read."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.read: list[int] = []

    def piece(self, number: int) -> bytes:
        self.read.append(number)
        return bytes(min(PIECE, self.size - number * PIECE))


def test_a_file_over_the_limit_is_refused_before_a_byte_of_it_is_read(sandbox: Sandbox) -> None:
    vast = Vast(MAX_BYTES + 1)

    with pytest.raises(NotAScan, match="larger than 50 MB"):
        list(sanitise(sandbox, vast))

    assert not vast.read


SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
ATTACHED = (
    b"<< /Type /Filespec /F (evil.exe) /EF << /F 7 0 R >> >>",
    b"<< /Type /EmbeddedFile /Length 4 >>\nstream\nMZ!!\nendstream",
)


@pytest.mark.parametrize(("catalog", "more"), [
    (SCRIPT, ()),
    (b"/Names << /EmbeddedFiles << /Names [(evil.exe) 6 0 R] >> >>", ATTACHED),
    (b"/OpenAction << /S /Launch /F (/bin/sh) >>", ()),
    (b"/OpenAction << /S /URI /URI (http://127.0.0.1:9/seen) >>", ()),
])  # fmt: skip
def test_a_pdf_that_wants_to_act_becomes_a_picture_of_itself(
    clean: Clean, catalog: bytes, more: tuple[bytes, ...]
) -> None:
    (page,) = clean(pdf_with(b"BT /F1 30 Tf 90 600 Td (I am sorry) Tj ET", catalog=catalog, more=more))

    assert page.image.startswith((b"\xff\xd8", b"\x89PNG"))
    for word in (b"JavaScript", b"evil", b"MZ!!", b"/bin/sh", b"http"):
        assert word not in page.image


def test_what_lies_outside_the_page_stays_outside(clean: Clean) -> None:
    """A picture larger than its page is rendered, cut as a reader sees it, and never taken out whole."""
    whole = pdf_of(arrow(), dpi=72)
    cut = whole.replace(b"/MediaBox", b"/CropBox [ 0 0 100 150 ] /MediaBox")

    (page,) = clean(cut)

    with Image.open(io.BytesIO(page.image)) as seen:
        assert seen.convert("L").getextrema()[0] > 200  # the black corner lies above the cut


def test_no_file_makes_the_server_keep_anything_open(clean: Clean) -> None:
    clean(saved(arrow(), "PNG"))
    before = os.listdir("/proc/self/fd")

    for _, make in REFUSED.values():
        with pytest.raises(NotAScan):
            clean(make())

    assert os.listdir("/proc/self/fd") == before


def test_every_refusal_says_what_to_do_next() -> None:
    acts = ("Send", "Save", "Scan", "send")

    assert [reason for reason, sentence in SENTENCES.items() if not any(act in sentence for act in acts)] == []
