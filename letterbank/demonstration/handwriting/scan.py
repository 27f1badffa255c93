"""Puts scanned pages into the files a scanner makes, without a date, so that the same pages give the same bytes."""

import time
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

NO_DATE = time.gmtime(0)
QUALITY = 80


def scan_pdf(pages: Sequence[Image.Image], dpi: int = 200) -> bytes:
    """One image a page, as a desk scanner writes it."""
    return _saved(pages, "PDF", resolution=dpi, quality=QUALITY, creationDate=NO_DATE, modDate=NO_DATE)


def scan_tiff(pages: Sequence[Image.Image], dpi: int = 200) -> bytes:
    """All pages in one file."""
    return _saved(pages, "TIFF", dpi=(dpi, dpi), compression="jpeg", quality=QUALITY)


def scan_jpeg(page: Image.Image, dpi: int = 200) -> bytes:
    """One page: the format holds no more."""
    return _saved([page], "JPEG", dpi=(dpi, dpi), quality=QUALITY)


def _saved(pages: Sequence[Image.Image], kind: str, **options: object) -> bytes:
    first, *more = (page.copy() for page in pages)  # saving as one kind leaves marks that spoil saving as another
    file = BytesIO()
    if more:
        options |= {"save_all": True, "append_images": more}
    first.save(file, kind, **options)
    return file.getvalue()
