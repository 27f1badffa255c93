"""Equal access (N12, WC-04): the letter's words typed out in large print, enclosed with its pages for who needs them.

Only words that a second person has read beside every page are printed: half a letter, or a guess, would be another one.
"""

from typing import TYPE_CHECKING

from letterbank.errors import RuleBroken
from letterbank.letters.model import Revision
from letterbank.letters.transcripts import pages_without_words, transcript_of

if TYPE_CHECKING:
    from letterbank.work import Work


def is_ready(work: "Work", revision: Revision) -> bool:
    """Whether every page was typed and read. Opens nothing."""
    return not pages_without_words(work, revision)


def words_of(work: "Work", revision: Revision) -> tuple[str, ...]:
    """The words page by page, opened for printing. Raises RuleBroken when a page lacks them."""
    missing = pages_without_words(work, revision)
    if missing:
        pages = ", ".join(map(str, missing))
        raise RuleBroken(
            f"Not every page of this letter was typed out and read by a second person (missing: {pages}). "
            "Print the packet without large print, or offer to read the letter aloud."
        )
    by_page = transcript_of(work, revision)
    return tuple(by_page[page.ordinal] for page in revision.pages)
