"""The pictures of the documentation, drawn from the tables themselves so that they cannot be wrong."""

import re
from pathlib import Path

from letterbank.letters.workflow import LETTERS
from letterbank.permissions import GRANTS
from letterbank.workflow import diagram
from notifications.workflow import OFFERS, REQUESTS

FILES = ("README.md", "docs/architecture.md")


def drawn(root: Path) -> dict[str, str]:
    """Each file with its marked places filled anew: `<!-- drawn: letter -->` … `<!-- end -->`."""
    return {name: _fill((root / name).read_text()) for name in FILES}


def _fill(text: str) -> str:
    for name, picture in _pictures().items():
        marked = re.compile(rf"(<!-- drawn: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = marked.sub(lambda found, picture=picture: found[1] + picture + found[2], text)
    return text


def _pictures() -> dict[str, str]:
    tables = {table.name: f"```mermaid\n{diagram(table)}```\n" for table in (LETTERS, REQUESTS, OFFERS)}
    return {**tables, "grants": _grants()}


def _grants() -> str:
    lines = ["| role | may |", "| --- | --- |"]
    for role, granted in GRANTS.items():
        lines.append(f"| {role} | {', '.join(sorted(granted)) or 'nothing yet'} |")
    return "\n".join(lines) + "\n"
