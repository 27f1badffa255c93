"""Makes a tagged, accessible PDF from a template and its content. Reads no file, clock or network when called.

The same content gives the same bytes. Content travels as JSON, so no text can become markup.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import ClassVar, Protocol

import typst

from letterbank.documents.printable import printable
from letterbank.sandbox import Places, Sandbox

JOB = "compose"
JOBS: Mapping[str, str] = {JOB: "letterbank.documents.compose:compose_in_sandbox"}

_FOLDER = Path(__file__).parents[2] / "templates" / "documents"
_SHARED = "page"
_PIECE = 8 * 1024 * 1024
TEMPLATES: Mapping[str, str] = {file.stem: file.read_text(encoding="utf-8") for file in sorted(_FOLDER.glob("*.typ"))}

# Made once, on import: making one looks at the disk, which the sandbox refuses to a job.
_composer = typst.Compiler(root=_FOLDER, ignore_system_fonts=True)
_one_at_a_time = Lock()


class Document(Protocol):
    """What every class of this package is: a template's name and the content to print with it."""

    template: ClassVar[str]

    def content(self) -> dict[str, object]: ...


def printed(document: Document, sandbox: Sandbox) -> bytes:
    """The PDF, composed behind the walls. Raises what `Sandbox.run` raises."""
    return b"".join(sandbox.run(JOB, asked_for(document.template, document.content())))


def compose(template_name: str, content: Mapping[str, object]) -> bytes:
    """The PDF. `content` is what JSON can say, as the document classes of this package give it."""
    source = (TEMPLATES[_SHARED] + TEMPLATES[template_name]).encode()
    inputs = {"content": json.dumps(printable(content))}
    with _one_at_a_time:
        pdf = _composer.compile(source, format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    assert isinstance(pdf, bytes)  # one PDF is one file; only pictures come as a list
    return pdf


def compose_in_sandbox(asked: Places) -> Iterator[bytes]:
    """The sandbox's job: takes what `asked_for` made and gives the PDF in pieces, for one result has a limit."""
    asking = json.load(asked)
    pdf = compose(asking["template"], asking["content"])
    for start in range(0, len(pdf), _PIECE):
        yield pdf[start : start + _PIECE]


def asked_for(template_name: str, content: Mapping[str, object]) -> bytes:
    """What a sandboxed composer is sent."""
    return json.dumps({"template": template_name, "content": content}).encode()
