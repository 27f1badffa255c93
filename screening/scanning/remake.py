"""Runs in the sandbox: decode whatever came, and make every page anew from its pixels.

Only fresh pixels leave: no metadata, no hidden layer, no byte of the incoming file travels on.
"""

from collections.abc import Callable, Iterator

from PIL import Image

from letterbank.sandbox import Places, Refuse
from screening.scanning.blank import is_blank
from screening.scanning.marks import read_marks
from screening.scanning.pdfs import sheets_of_pdf
from screening.scanning.pictures import sheets_of_picture
from screening.scanning.recognise import recognise
from screening.scanning.refusals import MAX_PAGES, MAX_SIDES
from screening.scanning.renditions import rendition, thumbnail
from screening.scanning.sides import Side, bounded
from screening.scanning.straighten import straightened


def remake(given: Places) -> Iterator[bytes]:
    """The job: packed clean pages, one by one."""
    return _each_sheet(given, MAX_PAGES, lambda sheet: rendition(*straightened(sheet)).packed())


def remake_sides(given: Places) -> Iterator[bytes]:
    """The job for a stack: packed sides, one by one."""
    return _each_sheet(given, MAX_SIDES, lambda sheet: _side(sheet).packed())


def _side(sheet: Image.Image) -> Side:
    reading = bounded(read_marks(sheet))  # of the sheet as it lay: turning by a little blurs a code
    straight, ink = straightened(sheet)
    return Side(rendition(straight, ink), thumbnail(straight), is_blank(ink), reading)


def _each_sheet(given: Places, most: int, made: Callable[[Image.Image], bytes]) -> Iterator[bytes]:
    count = 0
    try:
        for sheet in _sheets(given, most):
            count += 1
            yield made(sheet)
    except MemoryError:
        raise Refuse("pixels") from None
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, RuntimeError, TypeError):
        raise Refuse("damaged") from None  # the many ways in which codecs say so
    if not count:
        raise Refuse("no-pages")


def _sheets(given: Places, most: int) -> Iterator[Image.Image]:
    kind = recognise(given)
    return sheets_of_pdf(given, most) if kind == "PDF" else sheets_of_picture(given, kind, most)
