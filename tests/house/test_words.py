"""Victims can be anybody: no page and no sentence takes one for a woman. Comments may keep the rulings' she."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest

from tests.house.tree import Source, breaches, python, texts

GENDERED = re.compile(r"\b(she|her|hers|herself)\b", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
CODE_OF_A_PAGE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')


def seen_on_a_page(text: str) -> str:
    """The words of a template, those quoted in its code among them; no comment, no name of a variable."""
    return CODE_OF_A_PAGE.sub(lambda code: " ".join(QUOTED.findall(code[0])), COMMENT.sub("", text))


def gendered_pages(source: Source) -> Iterator[str]:
    for line in seen_on_a_page(source.text).splitlines():
        if GENDERED.search(line):
            yield f"{source.path}: {line.strip()}"


def gendered_sentences(source: Source) -> Iterator[str]:
    promises = set(docstrings(source.tree))
    for node in ast.walk(source.tree):
        spoken = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in promises
        if spoken and GENDERED.search(node.value):
            yield f"{source.at(node)}: {node.value}"


def docstrings(tree: ast.Module) -> Iterable[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield from (first.value for first in node.body[:1] if isinstance(first, ast.Expr))


def test_no_page_takes_a_victim_for_a_woman():
    pages = [source for source in texts() if source.top == "templates"]

    assert len(pages) > 50
    assert not breaches(gendered_pages, pages)


def test_no_sentence_takes_a_victim_for_a_woman():
    assert not breaches(gendered_sentences, [source for source in python() if source.is_code])


@pytest.mark.parametrize("page", ["<p>Ask her again.</p>", '{{ button("She answered") }}', "{{ back(url, 'Hers') }}"])
def test_such_a_page_is_noticed(page):
    assert breaches(gendered_pages, [Source("templates/planted.html", page)])


@pytest.mark.parametrize("page", ["{# what she said #}<p>What they said</p>", "{{ key_facts(hers) }}", "<p>Here</p>"])
def test_other_pages_are_let_be(page):
    assert not breaches(gendered_pages, [Source("templates/planted.html", page)])


@pytest.mark.parametrize(
    "line", ['raise RuleBroken("Ask her.")', 'f"She has {n} tries."', 'words = ("Yes", "she said")']
)
def test_such_a_sentence_is_noticed(line):
    assert breaches(gendered_sentences, [Source("notifications/planted.py", line)])


@pytest.mark.parametrize(
    "line", ['"""What she said."""', "hers = 7  # her own", 'def ask() -> None:\n    """Ask her."""']
)
def test_other_lines_are_let_be(line):
    assert not breaches(gendered_sentences, [Source("notifications/planted.py", line)])
