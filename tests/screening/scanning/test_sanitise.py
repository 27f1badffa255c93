"""N6: what comes in as a scan leaves as clean pixels, legible, small and the right way up."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageStat, PngImagePlugin

from letterbank.sandbox import Sandbox
from screening.scanning import CleanPage, PageKind, sanitise
from screening.scanning.renditions import BUDGET
from tests.screening.scanning.papers import (
    arrow,
    is_upright,
    labelled,
    pdf_of,
    saved,
    scan_with_words,
    typed_pdf,
    written_page,
)

Clean = Callable[[bytes], list[CleanPage]]
CANARY = "SCANNER-SERIAL-4711"
G3 = {"compression": "group3"}
SCANS = {
    "JPEG": lambda: saved(arrow(), "JPEG"),
    "CMYK JPEG": lambda: saved(arrow().convert("CMYK"), "JPEG"),
    "PNG": lambda: saved(arrow(), "PNG"),
    "16-bit PNG": lambda: saved(sixteen_bit(arrow()), "PNG"),
    "transparent PNG": lambda: saved(on_nothing(arrow()), "PNG"),
    "palette PNG": lambda: saved(arrow().quantize(4), "PNG"),
    "G4 TIFF": lambda: saved(arrow().convert("1"), "TIFF", compression="group4"),
    "G3 TIFF": lambda: saved(arrow().convert("1"), "TIFF", compression="group3"),
    "LZW TIFF": lambda: saved(arrow(), "TIFF", compression="tiff_lzw"),
    "JPEG TIFF": lambda: saved(arrow(), "TIFF", compression="jpeg"),
    "LZW TIFF with the great end first": lambda: saved(arrow(), "TIFF", compression="tiff_lzw", big_endian=True),
    "deflated TIFF": lambda: saved(arrow().convert("L"), "TIFF", compression="tiff_adobe_deflate"),
    "CMYK TIFF": lambda: saved(arrow().convert("CMYK"), "TIFF"),
    "progressive JPEG": lambda: saved(arrow(), "JPEG", progressive=True),
    "gray JPEG": lambda: saved(arrow().convert("L"), "JPEG"),
    "16-bit PNG in colour": lambda: deep_png(arrow().convert("RGB"), 2),
    "16-bit PNG in colour that lets through": lambda: deep_png(on_nothing(arrow()), 6),
    "2-bit PNG": lambda: saved(arrow().quantize(4), "PNG", bits=2),
    "PNG with one transparent colour": lambda: saved(arrow(), "PNG", transparency=(255, 255, 255)),
    "WebP": lambda: saved(arrow(), "WEBP"),
    "lossless WebP": lambda: saved(arrow(), "WEBP", lossless=True),
    "transparent WebP": lambda: saved(on_nothing(arrow()), "WEBP", lossless=True),
    "PDF of a JPEG": lambda: pdf_of(arrow(), dpi=72),
    "PDF of a fax": lambda: pdf_of(arrow().convert("1"), dpi=72),
}


def sixteen_bit(page: Image.Image) -> Image.Image:
    return page.convert("L").convert("I").point(lambda level: level * 257).convert("I;16")


def deep_png(page: Image.Image, colours: int) -> bytes:
    """Sixteen bits for each colour, which Pillow reads and does not write."""
    levels, across = page.tobytes(), page.width * len(page.mode)
    rows = (levels[at : at + across] for at in range(0, len(levels), across))
    pixels = b"".join(b"\0" + bytes(level for level in row for _ in range(2)) for row in rows)

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", *page.size, 16, colours, 0, 0, 0)
    packed = zlib.compress(pixels)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def on_nothing(page: Image.Image) -> Image.Image:
    """What is white becomes transparent, with black behind it."""
    seen = page.convert("L").point(lambda level: 255 - level)
    return Image.merge("RGBA", [Image.new("L", page.size, 0)] * 3 + [seen])


@pytest.mark.parametrize("kind", list(SCANS))
def test_every_kind_of_scan_becomes_one_clean_page(clean: Clean, kind: str) -> None:
    (page,) = clean(SCANS[kind]())

    assert is_upright(page.image)
    with Image.open(io.BytesIO(page.image)) as again:
        assert again.size == (page.width, page.height)
        assert again.format == ("PNG" if page.kind is PageKind.BITONAL_PNG else "JPEG")


@pytest.mark.parametrize("kind", ["G4 TIFF", "G3 TIFF", "PDF of a fax"])
def test_two_tones_stay_two_tones(clean: Clean, kind: str) -> None:
    assert clean(SCANS[kind]())[0].kind is PageKind.BITONAL_PNG


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize(("orientation", "turn"), [
    (1, None),
    (2, Image.Transpose.FLIP_LEFT_RIGHT),
    (4, Image.Transpose.FLIP_TOP_BOTTOM),
    (5, Image.Transpose.TRANSPOSE),
    (7, Image.Transpose.TRANSVERSE),
    (3, Image.Transpose.ROTATE_180),
    (6, Image.Transpose.ROTATE_90),
    (8, Image.Transpose.ROTATE_270),
])  # fmt: skip
def test_a_photograph_taken_sideways_is_turned_upright(
    clean: Clean, kind: str, orientation: int, turn: Image.Transpose | None
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation

    (page,) = clean(saved(arrow() if turn is None else arrow().transpose(turn), kind, exif=exif))

    assert is_upright(page.image)
    assert (page.width, page.height) == (200, 300)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_turned_inside_a_pdf_is_turned_upright(clean: Clean, rotation: int) -> None:
    lying = arrow().rotate(rotation, expand=True)  # anticlockwise; the entry turns it back
    pdf = pdf_of(lying, dpi=72).replace(b"/Type /Page\n", b"/Type /Page\n/Rotate %d\n" % rotation)

    (page,) = clean(pdf)

    assert is_upright(page.image)


def test_each_page_of_a_stack_comes_in_order(clean: Clean) -> None:
    stack = [written_page(75, seed).resize((425, 550 + 10 * seed)) for seed in range(1, 4)]
    tiff = saved(stack[0], "TIFF", save_all=True, append_images=stack[1:], compression="tiff_lzw")

    heights = [[page.height for page in clean(file)] for file in (tiff, pdf_of(*stack, dpi=75))]

    assert heights == [[560, 570, 580]] * 2


def test_a_300_dpi_scan_is_kept_at_200(clean: Clean) -> None:
    (page,) = clean(saved(written_page(300), "JPEG", dpi=(300, 300), quality=85))

    assert (page.width, page.height) == (1700, 2200)
    assert len(page.image) <= BUDGET * 1.1  # densely written on purpose


def test_a_telephone_photograph_is_kept_as_large_as_a_letter(clean: Clean) -> None:
    (page,) = clean(saved(written_page(300), "JPEG", dpi=(72, 72)))

    assert (page.width, page.height) == (1700, 2200)


def test_a_fax_with_half_its_lines_gets_its_shape_back(clean: Clean) -> None:
    (page,) = clean(saved(arrow((1700, 1078)).convert("1"), "TIFF", dpi=(200, 98), **G3))

    assert (page.width, page.height) == (1700, 2200)


def test_a_page_of_words_is_rendered(clean: Clean) -> None:
    (page,) = clean(typed_pdf())

    assert (page.width, page.height) == (1700, 2200)
    assert b"thought" not in page.image


def test_faint_pencil_survives_on_grainy_paper(clean: Clean) -> None:
    pencil = Image.new("L", (850, 1100), 236)
    pencil.paste(212, (300, 300, 500, 340))
    grainy = ImageChops.add(pencil, Image.effect_noise(pencil.size, 9), offset=-128)

    (page,) = clean(saved(grainy, "PNG", dpi=(100, 100)))

    with Image.open(io.BytesIO(page.image)) as seen:
        stroke, paper = (ImageStat.Stat(seen.crop(box)).mean[0] for box in ((310, 305, 490, 335), (310, 405, 490, 435)))
    assert paper - stroke >= 14
    assert paper > 250


def test_the_grays_of_a_16_bit_scan_keep_their_places(clean: Clean) -> None:
    steps = Image.new("L", (300, 300), 255)
    steps.paste(100, (0, 0, 100, 300))

    (page,) = clean(saved(sixteen_bit(steps), "PNG"))

    with Image.open(io.BytesIO(page.image)) as seen:
        assert abs(seen.getpixel((50, 150)) - 100) <= 2


def with_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = exif[0x0131] = exif[0xA431] = CANARY
    return exif


def marked_png() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", CANARY)
    words.add_itxt("XML:com.adobe.xmp", CANARY)
    return saved(arrow(), "PNG", pnginfo=words, exif=with_exif(), icc_profile=CANARY.encode())


MARKED = {
    "JPEG": lambda: saved(arrow(), "JPEG", exif=with_exif(), xmp=CANARY.encode(), comment=CANARY.encode()),
    "PNG": marked_png,
    "two-toned PNG": lambda: saved(arrow().convert("1"), "PNG", exif=with_exif()),
    "TIFF": lambda: saved(arrow(), "TIFF", tiffinfo={271: CANARY, 305: CANARY, 42033: CANARY, 700: CANARY.encode()}),
    "WebP": lambda: saved(arrow(), "WEBP", exif=with_exif(), xmp=CANARY.encode()),
    "PDF": lambda: saved(arrow(), "PDF", title=CANARY, author=CANARY, producer=CANARY),
    "PDF with a trailing note": lambda: pdf_of(arrow()) + CANARY.encode(),
}


@pytest.mark.parametrize("kind", list(MARKED))
def test_nothing_that_names_a_scanner_or_a_writer_survives(clean: Clean, kind: str) -> None:
    """CR-17. The clean page is read whole: its only extra is its resolution."""
    (page,) = clean(MARKED[kind]())

    assert CANARY.encode() not in page.image
    with Image.open(io.BytesIO(page.image)) as again:
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
        assert not again.getexif()


def test_invisible_words_under_a_scan_are_gone_and_the_scan_is_taken_out(clean: Clean) -> None:
    scan = labelled("Dear Mrs Carter")

    (page,) = clean(scan_with_words(scan, b"BT 3 Tr /F1 12 Tf 90 600 Td (Dear Mrs Carter) Tj ET"))
    (shown,) = clean(scan_with_words(scan, b"BT 0 Tr /F1 12 Tf 90 600 Td (Dear Mrs Carter) Tj ET"))

    assert (page.width, page.height) == scan.size
    assert (shown.width, shown.height) == (1700, 2200)  # words that show make it a page to be rendered


def test_pages_come_one_at_a_time(sandbox: Sandbox) -> None:
    pages = sanitise(sandbox, pdf_of(arrow(), arrow(), dpi=72))

    assert is_upright(next(pages).image)
    assert len(list(pages)) == 1
