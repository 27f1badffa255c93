"""Reading a department's CSV files: any common encoding, never a guess about what a broken file meant.

A file that is foreign, damaged or cut short raises `NotARegister`, and nothing of the import is done (R22).
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from letterbank.errors import RuleBroken

LONGEST = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NotARegister(RuleBroken):
    """This file is not what it should be. The sentence names it; nothing was changed."""

    heading = "Nothing was taken in"


@dataclass(frozen=True)
class Row:
    """One line of a file. `fault` is the sentence why it cannot be used, or empty."""

    number: int
    cells: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    """What one file says. `note` tells of anything a person should look at."""

    name: str
    rows: Sequence[Row]
    note: str = ""


def read_sheet(name: str, content: bytes, columns: Sequence[str]) -> Sheet:
    """Raises NotARegister."""
    text, note = _decoded(name, content)
    if not text.endswith(("\n", "\r")):
        raise NotARegister(
            f"The {name} file does not end with the end of a line, so it may be cut short. "
            "Export it again, or press Enter after its last line."
        )
    return Sheet(name, list(_rows(name, text, columns)), note)


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    if not content.strip():
        raise NotARegister(f"The {name} file is empty.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(name, content, "utf-16"), ""
    if b"\x00" in content or content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise NotARegister(f"The {name} file is not text. Save the sheet as CSV and bring that file.")
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        text = _strictly(name, content, "cp1252")
        return text, f"The {name} file is not UTF-8; it was read as Windows-1252. Look at names with accents."


def _strictly(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotARegister(f"The {name} file is not readable as text. Save it as CSV in UTF-8.") from None


def _rows(name: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    first = text.splitlines()[0]
    separator = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [cell.strip().lower().replace(" ", "_") for cell in next(lines)]
        _must_be_ours(name, header, columns)
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield _row(lines.line_num, header, cells)
    except csv.Error:
        raise NotARegister(
            f"The {name} file is damaged near line {lines.line_num}: a quotation mark is missing, or the file is "
            "cut short. Export it again."
        ) from None


def _must_be_ours(name: str, header: Sequence[str], columns: Sequence[str]) -> None:
    if set(header) != set(columns) or len(header) != len(columns):
        raise NotARegister(
            f"The {name} file should have the columns {', '.join(columns)}. It begins with: {', '.join(header)[:200]}."
        )


def _row(number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        return Row(number, {}, f"There are {len(cells)} cells where {len(header)} belong.")
    tidy = {column: _tidy(cell) for column, cell in zip(header, cells, strict=True)}
    return Row(number, tidy, next((fault for cell in cells if (fault := _fault(cell))), ""))


def _tidy(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _fault(cell: str) -> str:
    if cell.startswith(_FORMULA):
        return "A cell begins with a sign that spreadsheets run as a formula (= + - @)."
    if len(cell) > LONGEST:
        return f"A cell is longer than {LONGEST} signs."
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") for sign in cell):
        return "A cell holds a sign that cannot be seen."
    return ""
