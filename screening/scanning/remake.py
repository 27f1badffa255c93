"""Runs in the sandbox: decode whatever came, and make every page anew from its pixels.

Only fresh pixels leave: no metadata, no hidden layer, no byte of the incoming file travels on.
"""

from collections.abc import Iterator

from letterbank.sandbox import Refuse
from screening.scanning.pdfs import sheets_of_pdf
from screening.scanning.pictures import sheets_of_picture
from screening.scanning.recognise import recognise
from screening.scanning.renditions import rendition


def remake(given: bytes) -> Iterator[bytes]:
    """The job: packed clean pages, one by one."""
    kind = recognise(given)
    sheets = sheets_of_pdf(given) if kind == "PDF" else sheets_of_picture(given, kind)
    try:
        count = 0
        for sheet in sheets:
            count += 1
            yield rendition(sheet).packed()
    except MemoryError:
        raise Refuse("pixels") from None
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, RuntimeError, TypeError):
        raise Refuse("damaged") from None  # the many ways in which codecs say so
    if not count:
        raise Refuse("no-pages")
