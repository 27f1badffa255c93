"""Paper for the tests and the benchmark: letters by hand, scanned, photographed or put into PDFs."""

import io
import random
import zlib
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

LETTER = (8.5, 11.0)


@cache
def written_page(dpi: int = 100, seed: int = 1) -> Image.Image:
    """A page of handwriting in blue-black ink on slightly yellow, grainy paper."""
    width, height = round(LETTER[0] * dpi), round(LETTER[1] * dpi)
    page = Image.new("RGB", (width, height), (240, 238, 228))
    pen = ImageDraw.Draw(page)
    dice = random.Random(seed)
    for line in range(24):
        _write_line(pen, dice, dpi, round((1 + line * 0.38) * dpi))
    grain = Image.merge("RGB", [Image.effect_noise(page.size, 9)] * 3)
    return ImageChops.add(page, grain, offset=-128)


def _write_line(pen: ImageDraw.ImageDraw, dice: random.Random, dpi: int, base: int) -> None:
    x = 0.9 * dpi
    while x < 7.4 * dpi:
        word = []
        for _ in range(dice.randrange(6, 30)):
            x += dice.uniform(0.02, 0.06) * dpi
            word.append((x, base + dice.uniform(-0.11, 0.05) * dpi))
        pen.line(word, fill=(38, 40, 74), width=max(1, round(0.013 * dpi)), joint="curve")
        x += 0.12 * dpi


def arrow(size: tuple[int, int] = (200, 300)) -> Image.Image:
    """A page whose top left corner is black: it tells which way up it is."""
    page = Image.new("RGB", size, "white")
    page.paste((0, 0, 0), (0, 0, size[0] // 2, size[1] // 3))
    return page


def is_upright(image: bytes) -> bool:
    with Image.open(io.BytesIO(image)) as page:
        gray = page.convert("L")
        across, down = gray.width, gray.height
        return (
            gray.getpixel((across // 4, down // 6)) < 60
            and gray.getpixel((across * 3 // 4, down // 6)) > 200
            and gray.getpixel((across // 4, down * 2 // 3)) > 200
        )


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def pdf_of(*pages: Image.Image, dpi: int = 300) -> bytes:
    return saved(pages[0], "PDF", resolution=dpi, save_all=True, append_images=list(pages[1:]))


def typed_pdf(lines: int = 45) -> bytes:
    """A page of words, without any picture: it has to be rendered."""
    words = "".join(
        f"BT /F1 11 Tf 60 {740 - 15 * line} Td (I have thought about what I did, line {line}.) Tj ET\n"
        for line in range(lines)
    )
    return pdf_with(words.encode())


def pdf_with(content: bytes = b"", *, catalog: bytes = b"", page: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """A one-page PDF by hand. `catalog` and `page` are further entries, `more` objects from number 6 on."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> "
        + (page if b"/MediaBox" in page else b"/MediaBox [0 0 612 792] " + page) + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    )  # fmt: skip
    return _numbered(objects)


def many_pages(claimed: int) -> bytes:
    pages = b" ".join([b"3 0 R"] * claimed)
    return pdf_with().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [%s] /Count %d" % (pages, claimed))


def _numbered(objects: tuple[bytes, ...]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def scan_with_words(scan: Image.Image, words: bytes) -> bytes:
    """What a scanner with text recognition makes: a page that is one gray picture, and words on it."""
    pixels = zlib.compress(scan.convert("L").tobytes())
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (*scan.size, len(pixels), pixels)
    )
    page = b"/Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >>"
    return pdf_with(b"q 612 0 0 792 0 0 cm /I Do Q " + words, page=page, more=(picture,))


def labelled(words: str) -> Image.Image:
    page = Image.new("L", (850, 1100), 255)
    ImageDraw.Draw(page).text((80, 100), words, fill=0, font=ImageFont.load_default(40))
    return page
