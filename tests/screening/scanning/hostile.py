"""Files made to do harm: bombs, loops, lies and stowaways, each made here byte by byte."""

import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests.screening.scanning.papers import arrow, pdf_of, pdf_with, saved, typed_pdf

CANARY = b"STOWAWAY-4711"
FORM = (
    b"/AcroForm << /Fields [6 0 R] /XFA 7 0 R >>",
    b"<< /FT /Tx /T (name) /V (STOWAWAY-4711) /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R >>",
    b"<< /Length 60 >>\nstream\n<xdp:xdp><script>STOWAWAY-4711</script></xdp:xdp>           \nendstream",
)


def form() -> bytes:
    catalog, *more = FORM
    return pdf_with(b"BT /F1 30 Tf 90 600 Td (I am sorry) Tj ET", catalog=catalog, more=tuple(more))


def looped_xref() -> bytes:
    """Its list of objects says that an older list stands before it: itself."""
    plain = pdf_with()
    start = plain.rindex(b"startxref")
    place = plain[start:].split(b"\n")[1]
    return plain.replace(b"/Root 1 0 R >>", b"/Root 1 0 R /Prev " + place + b" >>")


def looped_pages() -> bytes:
    """A tree of pages that is its own branch, said to have a million leaves."""
    return pdf_with().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [2 0 R 2 0 R] /Count 1000000")


def looped_picture() -> bytes:
    """A form that draws itself."""
    itself = b"/Resources << /XObject << /X 6 0 R >> >>"
    own = b"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] %s /Length 5 >>\nstream\n/X Do\nendstream" % itself
    return pdf_with(b"/X Do", page=itself, more=(own,))


def flate_bomb() -> bytes:
    """A page's drawing of 48 MB in 50 kB."""
    packed = zlib.compress(b"0 0 m " * 8_000_000, 9)
    body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    return pdf_with(more=(body,)).replace(b"/Contents 4 0 R", b"/Contents 6 0 R")


def broken_font() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /TrueType /BaseFont /Broken /FontDescriptor 7 0 R /FirstChar 0 /LastChar 255 >>",
        b"<< /Type /FontDescriptor /FontName /Broken /Flags 4 /FontFile2 8 0 R >>",
        b"<< /Length 64 /Length1 64 >>\nstream\n" + b"\0\1\0\0\xff\xff" + b"\xff" * 58 + b"\nendstream",
    )
    page = b"/Resources << /Font << /F1 6 0 R >> >>"
    return pdf_with(b"BT /F1 30 Tf 90 600 Td (I am sorry) Tj ET", page=page, more=font)


def odd_codec(name: bytes) -> Callable[[], bytes]:
    """A page that is one picture in a codec with a history, filled with noise."""

    def made() -> bytes:
        noise = bytes(range(256)) * 8
        picture = (
            b"<< /Type /XObject /Subtype /Image /Width 850 /Height 1100 /ColorSpace /DeviceGray /BitsPerComponent 1 "
            b"/Filter /%s /Length %d >>\nstream\n%s\nendstream" % (name, len(noise), noise)
        )
        page = b"/Resources << /XObject << /I 6 0 R >> >>"
        return pdf_with(b"q 612 0 0 792 0 0 cm /I Do Q", page=page, more=(picture,))

    return made


def tiff(*entries: tuple[int, int, int, int], then: int = 0, pixels: bytes = b"") -> bytes:
    """One directory of these (tag, kind, count, value), the next one at `then`; pixels follow it."""
    table = b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + struct.pack("<I", then) + pixels


def tiff_of(width: int, height: int, strip: int, length: int, **how: int) -> bytes:
    short, long = 3, 4
    return tiff(
        (256, long, 1, width), (257, long, 1, height), (258, short, 1, 8), (259, short, 1, 1), (262, short, 1, 1),
        (273, long, 1, strip), (277, short, 1, 1), (278, long, 1, height), (279, long, 1, length), **how,
    )  # fmt: skip


def png_with(name: bytes, content: bytes) -> bytes:
    """A good PNG with one more chunk behind its header."""
    plain = saved(arrow(), "PNG")
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return plain[:33] + chunk + plain[33:]


def text_bomb() -> bytes:
    return png_with(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))


def profile_bomb() -> bytes:
    return png_with(b"iCCP", b"profile\0\0" + zlib.compress(bytes(200_000_000), 9))


def thousand_scans() -> bytes:
    """A progressive JPEG whose last refinement comes again and again: small, and slow to draw."""
    good = saved(arrow((3000, 3000)), "JPEG", progressive=True)
    last = good.rindex(b"\xff\xda")
    return good[:-2] + good[last:-2] * 1_000 + b"\xff\xd9"


def lying_webp() -> bytes:
    good = bytearray(saved(arrow(), "WEBP", lossless=True))
    good[21:25] = b"\xff\xff\xff\x0f"  # sixteen thousand dots each way
    return bytes(good)


def metadata_of_a_novel() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "A" * 60_000
    return saved(arrow(), "JPEG", exif=exif, xmp=b"x" * 60_000, comment=b"y" * 60_000)


def hidden_header() -> bytes:
    """A web page that calls itself a PDF after 900 bytes, as some readers would take it."""
    return b"<html>" + b" " * 894 + typed_pdf()


def gif_and_letter() -> bytes:
    """A moving-picture file to one program, and a PDF to those that look for its header further in."""
    return saved(arrow((90, 90)), "GIF") + typed_pdf()


def drawing_and_letter() -> bytes:
    """A drawing with a script whose comment is a whole PDF."""
    return b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><!--" + typed_pdf() + b"--></svg>"


def page_and_web_page() -> bytes:
    """A good PNG whose comment and whose end are a drawing and a web page."""
    return png_with(b"tEXt", b"Comment\0<svg onload='" + CANARY + b"'>") + b"<html><script>" + CANARY + b"</script>"


def nested_tables() -> bytes:
    """A good TIFF page of 90 by 90 whose smaller copies, and whose camera's notes, lead back to the page itself."""
    white, short, long = b"\xff" * 90 * 90, 3, 4
    start = 8 + 2 + 12 * 11 + 4
    return tiff(
        (256, long, 1, 90), (257, long, 1, 90), (258, short, 1, 8), (259, short, 1, 1), (262, short, 1, 1),
        (273, long, 1, start), (277, short, 1, 1), (278, long, 1, 90), (279, long, 1, len(white)),
        (330, long, 1, 8), (34_665, long, 1, 8), pixels=white,
    )  # fmt: skip


def picture_and_bundle() -> bytes:
    return saved(arrow(), "JPEG") + b"PK\3\4" + CANARY * 100


def many_empty_directories() -> bytes:
    """A TIFF of ten thousand tables, none of which holds a page."""
    size = 6
    tables = [struct.pack("<HI", 0, 8 + size * (number + 1)) for number in range(9_999)]
    return b"II*\0" + struct.pack("<I", 8) + b"".join(tables) + struct.pack("<HI", 0, 0)


# What is refused, and why; `pages`: what is taken in as the picture it is, with how many pages.
REFUSED: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "a tree of pages without an end": ({"damaged", "pages"}, looped_pages),
    "a TIFF whose table leads back to itself": ({"damaged"}, lambda: tiff_of(8, 8, 122, 64, then=8)),
    "a TIFF of 10,000 empty tables": ({"damaged", "pages"}, many_empty_directories),
    "a TIFF of 60,000 by 60,000": ({"pixels", "damaged"}, lambda: tiff_of(60_000, 60_000, 122, 64)),
    "a TIFF whose pixels lie past its end": ({"damaged"}, lambda: tiff_of(8, 8, 1 << 30, 64)),
    "a TIFF whose pixels are its whole memory": ({"damaged"}, lambda: tiff_of(8, 8, 8, (1 << 32) - 1)),
    "a web page with a PDF in it": ({"unknown"}, hidden_header),
    "a GIF with a PDF behind it": ({"unknown"}, gif_and_letter),
    "a drawing with a PDF in it": ({"unknown"}, drawing_and_letter),
    "noise for JBIG2": ({"damaged"}, odd_codec(b"JBIG2Decode")),
    "a comment of 200 MB": ({"damaged"}, text_bomb),
    "a colour profile of 200 MB": ({"damaged"}, profile_bomb),
    "a WebP that lies about its size": ({"damaged", "pixels"}, lying_webp),
}
HARMLESS: dict[str, Callable[[], bytes]] = {
    "a form with a script": form,
    "a list of objects that leads back to itself": looped_xref,
    "a drawing that draws itself": looped_picture,
    "a broken font": broken_font,
    "noise for JPEG 2000": odd_codec(b"JPXDecode"),
    "a page drawn from 48 MB": flate_bomb,
    "metadata as long as a novel": metadata_of_a_novel,
    "a PNG that is a web page, too": page_and_web_page,
    "a TIFF whose inner tables lead back to itself": nested_tables,
    "a JPEG with a bundle behind it": picture_and_bundle,
    "a PDF with a bundle behind it": lambda: pdf_of(arrow()) + b"PK\3\4" + CANARY * 100,
}
