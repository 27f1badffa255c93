"""An uploaded scan on its way to clean pages: sealed as it arrives, decoded behind walls, outside of any transaction.

A file that is no scan leaves nothing behind but a sentence on its own field, and nothing else that was typed is lost.
"""

from collections.abc import Iterator
from typing import IO, cast

from flask import Flask, Request, current_app
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

from letterbank.errors import Refusal, RuleBroken
from letterbank.policy.model import Scans
from letterbank.sandbox import Sandbox
from letterbank.vault import PieceSeal
from letterbank.web.arrival import at_most_here
from letterbank.web.unit import work
from screening.scanning import CleanPage, NotAScan, again_if_it_died, sanitise
from screening.scanning.arrival import SealedSink, arrived

SANDBOX = "letterbank sandbox"


class PatientSink(SealedSink):
    """Swallows what comes after the limit, so that the rest of the form is still read. It then holds nothing."""

    too_large = False

    def write(self, given: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # as its base says
        if not self.too_large:
            try:
                return super().write(given)
            except NotAScan:
                self.too_large = True
        return len(given)


class PatientRequest(Request):
    """Every uploaded file of a request lies in sealed pieces, in memory, until somebody asks for them."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        room = at_most_here()
        return PatientSink(PieceSeal(), **{"limit": room} if room else {})  # type: ignore[return-value]  # what the parser needs: write, seek, close


def register_uploads(app: Flask) -> None:
    """Seal every upload of this app as it comes in."""
    app.request_class = PatientRequest


def clean_pages(field: FileField, declared: int) -> list[CleanPage]:
    """The pages of an uploaded scan. None of them when it was not taken in: the sentence is then on the field."""
    with work().unit.outside():
        pages, sentence = _clean(field.data)
    if not sentence and len(pages) != declared:
        sentence = (
            f"You counted {declared} written {_sides(declared)} and the scan has {len(pages)}. "
            "Look for a missing, doubled or blank side, and scan again or change the number."
        )
    if sentence:
        field.errors = [*field.errors, sentence]
        return []
    return pages


def original_of(field: FileField) -> Iterator[bytes]:
    """The bytes as they came, a piece at a time, where the policy wants them kept; none otherwise."""
    if field.data and work().policy.scans.keep_original:
        yield from arrived(field.data).pieces()


def _clean(upload: FileStorage) -> tuple[list[CleanPage], str]:
    try:
        sandbox = cast(Sandbox, current_app.extensions[SANDBOX])
        return pages_within(sandbox, work().policy.scans, arrived(upload)), ""
    except Refusal as refused:
        return [], refused.sentence


def pages_within(sandbox: Sandbox, limits: Scans, sink: SealedSink) -> list[CleanPage]:
    """The pages of one arrival, which holds nothing afterwards unless the policy keeps originals.

    Raises NotAScan, or RuleBroken for too many pages.
    """
    try:
        if sink.size > limits.max_bytes:
            raise NotAScan("size")
        return again_if_it_died(lambda: _pages(sandbox, limits, sink))
    finally:
        if not limits.keep_original:
            sink.discard()


def _pages(sandbox: Sandbox, limits: Scans, sink: SealedSink) -> list[CleanPage]:
    pages: list[CleanPage] = []
    for page in sanitise(sandbox, sink):
        pages.append(page)
        if len(pages) > limits.max_pages:
            raise RuleBroken(f"This scan has more than {limits.max_pages} pages. A letter has at most that many.")
    return pages


def _sides(count: int) -> str:
    return "side" if count == 1 else "sides"
