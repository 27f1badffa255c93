"""The pictures of the documentation, drawn from the tables themselves so that they cannot be wrong."""

import re
from pathlib import Path

from letterbank.letters.paper.keeping import KEEPING
from letterbank.letters.paper.workflow import PAPERS
from letterbank.letters.workflow import LETTERS
from letterbank.permissions import GRANTS
from letterbank.vod.referral import REFERRALS
from letterbank.workflow import diagram
from notifications.workflow import OFFERS, REQUESTS
from screening.sheets.workflow import SHEETS
from screening.stacks.workflow import STACKS

_MARKED = re.compile(r"(<!-- drawn: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FILES = ("README.md", "docs/architecture.md")
DRAWN = (LETTERS, SHEETS, STACKS, PAPERS, KEEPING, REQUESTS, OFFERS, REFERRALS)


def drawn(root: Path) -> dict[str, str]:
    """Each file with its marked places filled anew: `<!-- drawn: letter -->` … `<!-- end -->`."""
    return {name: _fill((root / name).read_text()) for name in FILES}


def _fill(text: str) -> str:
    pictures = _pictures()
    return _MARKED.sub(lambda found: found[1] + pictures[found[2]] + found[3], text)


def _pictures() -> dict[str, str]:
    tables = {table.name.replace(" ", "_"): f"```mermaid\n{diagram(table)}```\n" for table in DRAWN}
    return {**tables, "grants": _grants()}


def _grants() -> str:
    lines = ["| role | may |", "| --- | --- |"]
    for role, granted in GRANTS.items():
        lines.append(f"| {role} | {', '.join(sorted(granted)) or 'nothing yet'} |")
    return "\n".join(lines) + "\n"
