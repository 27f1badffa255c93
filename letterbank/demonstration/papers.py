"""From a file on the desk to clean pages, by the way every upload goes: sealed as it arrives, decoded behind walls."""

import io
from pathlib import Path

from letterbank.demonstration.handwriting import HANDS, LETTERS, pages_of, scan_pdf, written_pages
from letterbank.policy import Policy
from letterbank.sandbox import Sandbox
from letterbank.vault import PieceSeal
from screening.scanning import CleanPage
from screening.scanning.arrival import Reader, receive
from screening.uploads import pages_within

LONG = "the-long-letter"  # three pages
DPI = 150


def cleaned(sandbox: Sandbox, policy: Policy, reader: Reader) -> list[CleanPage]:
    """The pages of one scan. Raises NotAScan, or RuleBroken for more pages than a letter may have."""
    return pages_within(sandbox, policy.scans, receive(reader, PieceSeal(), limit=policy.scans.max_bytes))


def scan_of_file(sandbox: Sandbox, policy: Policy, file: Path) -> list[CleanPage]:
    with file.open("rb") as reader:
        return cleaned(sandbox, policy, reader)


def long_letter(sandbox: Sandbox, policy: Policy) -> list[CleanPage]:
    return cleaned(sandbox, policy, io.BytesIO(scan_pdf(pages_of(LETTERS[LONG]))))


def known_letter(sandbox: Sandbox, policy: Policy, key: str) -> list[CleanPage]:
    """One of the letters whose words come with the handwriting."""
    return cleaned(sandbox, policy, io.BytesIO(scan_pdf(pages_of(LETTERS[key], dpi=DPI), DPI)))


def plain_letter(sandbox: Sandbox, policy: Policy, text: str, hand: str) -> list[CleanPage]:
    """Any words in one of the hands."""
    written = written_pages(text, HANDS[hand], seed=text[:40], dpi=DPI)
    return cleaned(sandbox, policy, io.BytesIO(scan_pdf(written, DPI)))
