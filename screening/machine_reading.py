"""A first draft of a page's words by the program `tesseract`, where the department has installed it.

It is asked for by a person, page by page, and sees one of our own clean pictures through a pipe: no file is written.
"""

import shutil
import subprocess
from collections.abc import Sequence

from letterbank.errors import RuleBroken

PROGRAM = "tesseract"
PLACE = "letterbank reading program"  # where an application keeps the program's path, if it has one
SECONDS = 60
_LANGUAGES = {"en": "eng", "es": "spa"}
_QUIET = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}


def found() -> str | None:
    """Where the program is on this machine, if it is."""
    return shutil.which(PROGRAM, path=_QUIET["PATH"])


def draft(program: str | None, picture: bytes, languages: Sequence[str]) -> str:
    """What the program makes of one page; seldom right for handwriting. Raises RuleBroken. Takes seconds."""
    if program is None:
        raise RuleBroken("The reading program is not installed on this machine. Type the page; nothing is lost.")
    spoken = "+".join(_LANGUAGES[language] for language in languages)
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", spoken], input=picture, capture_output=True, timeout=SECONDS,
            check=False, env=_QUIET,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise RuleBroken("The reading program took too long over this page. Type it, or try again later.") from None
    words = done.stdout.decode(errors="replace").strip()
    if done.returncode or not words:
        raise RuleBroken("The reading program could not read this page. Type it; handwriting is often too much for it.")
    return words

