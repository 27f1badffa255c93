"""What is open without signing in is written down page by page, with the reason (AC-23)."""

import re
from pathlib import Path

import pytest

from letterbank.web.guard import public_pages

PAGE = Path(__file__).parents[2] / "docs" / "public-pages.md"


def written_down(surface):
    """The pages under this surface's heading, and the reason of each."""
    part = re.search(rf"^## {surface}\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.S | re.M)[1]
    return dict(re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", part, re.M))


@pytest.mark.parametrize("surface", ["central", "facility", "public"])
def test_every_open_page_is_written_down_with_its_reason(town, surface):
    assert sorted(written_down(surface)) == public_pages(town.app(surface))
    assert all(len(reason.split()) > 3 for reason in written_down(surface).values())
