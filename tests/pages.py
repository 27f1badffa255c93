"""Every page that any test fetches is looked at: one h1, a title that says it, labels, unique ids, form tokens.

Flask's own hook (`test_client_class`) is set in tests/conftest.py, so no test has to remember it.
"""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
FIELDS = {"input", "select", "textarea"}
VOID = {"input", "meta", "link", "img", "br", "hr", "col", "source", "wbr", "area", "base", "embed", "track"}


class Page(HTMLParser):
    """What a page says of its structure."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.heads: list[str] = []
        self.title = ""
        self.lang = ""
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None], bool]] = []
        self.forms: list[set[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids.update([told["id"]] if told.get("id") else [])
        if tag == "html":
            self.lang = told.get("lang") or ""
        if tag == "h1":
            self.heads.append("")
        if tag == "label" and told.get("for"):
            self.labels.add(str(told["for"]))
        if tag == "form" and (told.get("method") or "get").lower() == "post":
            self.forms.append(set())
        if tag in FIELDS:
            self.fields.append((tag, told, "label" in self.open))
            if self.forms:
                self.forms[-1].add(str(told.get("name")))

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "h1" in self.open:
            self.heads[-1] += data
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data

    def has_label(self, told: dict[str, str | None], inside: bool) -> bool:
        named = told.get("aria-label") or told.get("aria-labelledby")
        return bool(inside or named or str(told.get("id")) in self.labels)


def faults(text: str, *, neutral: bool) -> list[str]:
    """What is wrong with a page; `neutral` pages have a tab that tells nothing, so it need not say the heading."""
    page = Page(text)
    heads = [" ".join(head.split()) for head in page.heads]
    found = [] if len(heads) == 1 else [f"{len(heads)} headings of the first level"]
    title = " ".join(page.title.split())
    if heads and not neutral and heads[0] not in title:
        found.append(f'the title "{title}" does not say the heading "{heads[0]}"')
    found += [] if title else ["no title"]
    found += [] if page.lang else ["no language"]
    found += [f"the id {name} stands twice" for name, times in page.ids.items() if times > 1]
    for tag, told, inside in page.fields:
        if told.get("type") not in UNLABELLED and not page.has_label(told, inside):
            found.append(f"{tag} {told.get('name')} has no label")
    return found + ["a form has no token"] * sum("csrf_token" not in names for names in page.forms)


class LookingClient(FlaskClient):
    """A test client that fails on a page no person should be shown."""

    def open(self, *told: Any, **named: Any) -> TestResponse:
        response: TestResponse = super().open(*told, **named)
        if response.mimetype == "text/html" and response.text.lstrip().lower().startswith("<!doctype html>"):
            office = self.application.extensions.get("letterbank")
            wrong = faults(response.text, neutral=getattr(office, "surface", "") == "public")
            assert not wrong, f"{response.request.path}: {'; '.join(wrong)}"
        return response
