"""Templates choose words and order: nothing unescaped, no style and no script inside a page."""

import re
from collections.abc import Iterator

import pytest

from tests.house.tree import Source, breaches, texts

FORBIDDEN = {
    "puts text into the page unescaped": re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\("),
    "has a style inside": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "has a script inside": re.compile(r"<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=|javascript:", re.IGNORECASE),
}


def not_only_words(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        for objection, pattern in FORBIDDEN.items():
            if pattern.search(line):
                yield f"{source.path}:{number}: {objection}"


def test_templates_hold_only_words_and_order():
    pages = [source for source in texts() if source.top == "templates" and source.path.endswith(".html")]

    assert not breaches(not_only_words, pages)


@pytest.mark.parametrize(
    "line",
    [
        "{{ note|safe }}",
        "{{ note | safe }}",
        "{% autoescape false %}",
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_more_than_words_is_noticed(line):
    assert breaches(not_only_words, [Source("templates/planted.html", line)])


@pytest.mark.parametrize("line", ['<script src="{{ exit }}" defer></script>', "{{ rows|safely }}", "on a = b"])
def test_words_are_let_be(line):
    assert not breaches(not_only_words, [Source("templates/planted.html", line)])
