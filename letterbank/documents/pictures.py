"""Pictures as text: a page image or a QR code becomes an SVG that travels in a document's content."""

from base64 import b64encode
from dataclasses import dataclass

import zxingcpp

_JPEG = b"\xff\xd8\xff"
_QUIET_ZONE = 4


@dataclass(frozen=True)
class PageImage:
    """One sanitised page of a letter: JPEG, its size in pixels and, where a person typed one, its transcript."""

    jpeg: bytes
    width: int
    height: int
    transcript: str = ""

    def __post_init__(self) -> None:
        if not self.jpeg.startswith(_JPEG):
            raise ValueError("A page image is a JPEG")


def page_svg(page: PageImage) -> str:
    """The picture wrapped whole: its own bytes reach the PDF unchanged."""
    size = f'width="{page.width}" height="{page.height}"'
    picture = f"data:image/jpeg;base64,{b64encode(page.jpeg).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {page.width} {page.height}">'
        f'<image {size} href="{picture}"/></svg>'
    )


def qr_svg(code: str) -> str:
    """A QR code of the strongest correction, so that a creased label can still be read."""
    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    return str(drawn.to_svg(add_quiet_zones=True, scale=1))
