"""Lets only signs through that the built-in fonts can draw; any other prints as an empty box.

PDF/UA refuses a sign without a glyph, and the composer crashes on some scripts, so this is a list of what is let in.
"""

import re
import unicodedata
from typing import overload

BOX = "\N{WHITE SQUARE}"
PICTURE = "svg"
_LONGEST_WORD = 36

_LATIN = "\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff"
_GREEK_AND_CYRILLIC = "\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u04ff"
_SIGNS = "\u2010-\u2015\u2018-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2212\u25a1"
_UNKNOWN = re.compile(f"[^\n{_LATIN}{_GREEK_AND_CYRILLIC}{_SIGNS}]")
_UNBROKEN = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


@overload
def printable(content: str) -> str: ...
@overload
def printable(content: object) -> object: ...
def printable(content: object) -> object:
    """The same content with every text made printable; pictures, under a key named svg, stay as they are."""
    if isinstance(content, str):
        return _text(content)
    if isinstance(content, dict):
        return {name: part if name == PICTURE else printable(part) for name, part in content.items()}
    if isinstance(content, list | tuple):
        return [printable(part) for part in content]
    return content


def _text(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    kept = "".join(sign for sign in composed if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf"})
    return _UNBROKEN.sub(rf"\g<0>{_MAY_BREAK}", _UNKNOWN.sub(BOX, kept))
