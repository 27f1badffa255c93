"""Reads a finished PDF the way a screen reader does: its words, its tags, its alt texts, its language."""

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2
import zxingcpp
from PIL import Image
from pypdfium2 import raw

DPI = 200  # as an office scanner sees it


class Printed:
    def __init__(self, pdf: bytes) -> None:
        self.file = pypdfium2.PdfDocument(pdf)
        self.pages = [self._words(page) for page in self.file]

    @property
    def title(self) -> str:
        return self.file.get_metadata_dict()["Title"]

    @property
    def language(self) -> str:
        return _text(lambda at, size: raw.FPDFCatalog_GetLanguage(self.file, at, size))

    @property
    def is_tagged(self) -> bool:
        return bool(raw.FPDFCatalog_IsTagged(self.file))

    def figures(self, number: int) -> list[str]:
        """The alt text of every picture on a page, in reading order."""
        return [alt for kind, alt in self.tags(number) if kind == "Figure"]

    def tags(self, number: int) -> list[tuple[str, str]]:
        tree = raw.FPDF_StructTree_GetForPage(self.file[number])
        tops = (raw.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(raw.FPDF_StructTree_CountChildren(tree)))
        return [tag for top in tops for tag in _tags(top)]

    def images(self, number: int) -> int:
        return sum(1 for _ in self.file[number].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))

    def picture(self, number: int) -> Image.Image:
        return self.file[number].render(scale=DPI / 72, grayscale=True).to_pil()

    @staticmethod
    def _words(page: pypdfium2.PdfPage) -> str:
        return " ".join(page.get_textpage().get_text_bounded().replace("\ufffe", "").split())


def module_of(code: zxingcpp.Barcode) -> float:
    """The millimetres of one module of a square code that was read in a `picture`."""
    across = (code.position.top_right.x - code.position.top_left.x) / DPI * 25.4
    return across / (17 + 4 * int(code.extra["Version"]))


def _tags(element: object) -> Iterator[tuple[str, str]]:
    if not element:
        return
    yield (
        _text(lambda at, size: raw.FPDF_StructElement_GetType(element, at, size)),
        _text(lambda at, size: raw.FPDF_StructElement_GetAltText(element, at, size)),
    )
    for at in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _tags(raw.FPDF_StructElement_GetChildAtIndex(element, at))


def _text(ask: Callable[[object, int], int]) -> str:
    size = ask(None, 0)
    room = (ctypes.c_ushort * max(size // 2, 1))()
    ask(room, size)
    return bytes(room).decode("utf-16-le").rstrip("\0")
