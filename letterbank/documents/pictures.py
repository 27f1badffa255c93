"""Pictures as text: a page image or a QR code becomes an SVG that travels in a document's content."""

from base64 import b64encode
from dataclasses import dataclass

import zxingcpp

_MEDIA_TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclass(frozen=True, repr=False)
class PageImage:
    """One sanitised page of a letter: JPEG or PNG and its pixels across and down."""

    picture: bytes
    width: int
    height: int

    def __post_init__(self) -> None:
        if not self.media_type:
            raise ValueError("A page image is a JPEG or a PNG")

    @property
    def media_type(self) -> str:
        return next((kind for start, kind in _MEDIA_TYPES.items() if self.picture.startswith(start)), "")


def page_svg(page: PageImage) -> str:
    """The picture wrapped whole: the bytes of a JPEG reach the PDF unchanged."""
    size = f'width="{page.width}" height="{page.height}"'
    source = f"data:{page.media_type};base64,{b64encode(page.picture).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {page.width} {page.height}">'
        f'<image {size} href="{source}"/></svg>'
    )


def qr_svg(code: str) -> str:
    """A QR code of the strongest correction, so that a creased label can still be read."""
    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    return str(drawn.to_svg(add_quiet_zones=True, scale=1))
