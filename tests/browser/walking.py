"""A walk through one surface in a real browser: every page it comes to is judged, and remembered by its endpoint."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from werkzeug.test import TestResponse

from tests.browser import going, pictures
from tests.browser.pictures import NARROW, WIDE

ROWS = 2  # of one list
BUILT_TWICE = {"home.waiting", "review.read"}  # laid out anew where there is room, so axe looks again
_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_CUT = """[...document.querySelectorAll('main *')].filter(each => {
    const how = getComputedStyle(each);
    return ['hidden', 'clip'].includes(how.overflowX) && how.position !== 'absolute' &&
        each.scrollWidth > each.clientWidth + 1;
}).map(each => each.className || each.localName).join(', ')"""
_LINK = re.compile(r'<a\b[^>]*\shref="([^"]*)"')
_EXPECTED = ("status of 422", "Clear-Site-Data header")  # the browser's own lines: a form sent wrong, a cleared cache


@dataclass
class Walk:
    """`faults` says what was wrong where; `visited` are the endpoints whose pages were judged."""

    browser: Browser
    app: Flask
    address: str
    unseen: frozenset[str] = frozenset()
    visited: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    _axe: Axe = field(default_factory=Axe)
    _judged: set[tuple[str, int, str]] = field(default_factory=set)

    @property
    def surface(self) -> str:
        """The name its host begins with."""
        return (urlsplit(self.address).hostname or "").partition(".")[0]

    @contextmanager
    def page(self) -> Iterator[Page]:
        """A browser nobody has used. Whatever it says in its console is a fault."""
        context = self.browser.new_context(viewport={"width": WIDE, "height": 900}, color_scheme="light")
        page = context.new_page()
        page.on("console", lambda said: self._heard(page, said))
        page.on("pageerror", lambda error: self._blame(page, error.message))
        yield page
        context.close()

    def open(self, page: Page, path: str) -> None:
        self.judge(page, page.goto(self.address + path))

    def press(self, page: Page, name: str, *, status: int = 200) -> None:
        """A button, and the page it leads to."""
        self.judge(page, going.press(page, name), status=status)

    def judge(self, page: Page, answer: Response | None = None, *, status: int = 200, state: str = "") -> None:
        """The page as it stands now, unless this address was judged before: once as it is, once with its errors.

        A page that looks another way when its record has come further is judged once in each `state`.
        """
        if answer and answer.status != status:
            self._blame(page, f"answers {answer.status}")
        endpoint, _name = self._place(page.url)
        self.visited.add(endpoint)
        if (endpoint, status, state) in self._judged:
            return
        self._judged.add((endpoint, status, state))
        if page.locator("h1").count() != 1:
            self._blame(page, f"{page.locator('h1').count()} first headings")
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(_SIDEWAYS):
                self._blame(page, f"runs sideways at {width}")
            if cut := page.evaluate(_CUT):
                self._blame(page, f"cuts something off at {width}: {cut}")
            if width == NARROW or endpoint in BUILT_TWICE:
                self._ask_axe(page, width)
        pictures.take(page, f"{self.surface}-{endpoint}-{state or status}")

    def _ask_axe(self, page: Page, width: int) -> None:
        for found in self._axe.run(page).response["violations"]:
            self._blame(page, f"at {width}, {found['id']}: {found['nodes'][0]['html']}")

    def follow(self, page: Page, *starts: str) -> None:
        """Fetch these, and every page of this surface that can be come to from them by links; show what is new."""
        coming = [self.address + start for start in starts]
        known = set(coming)
        while coming:
            address = coming.pop(0)
            answer = self._fetched(page, address)
            if answer.mimetype != "text/html":
                continue
            text = answer.text
            if answer.status_code != 200 or not self._was_judged(address):
                self.judge(page, page.goto(address))
                address, text = page.url, page.content()
            coming += [link for link in self._links(address, text) if link not in known]
            known.update(coming)

    def _fetched(self, page: Page, address: str) -> TestResponse:
        """As this browser would be answered; a page that was looked at before need not be drawn again."""
        cookies = page.context.cookies(address)
        header = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
        client = self.app.test_client(use_cookies=False)
        return client.get(address.removeprefix(self.address), base_url=self.address, headers={"Cookie": header})

    def _was_judged(self, address: str) -> bool:
        return (self._place(address)[0], 200, "") in self._judged

    def _links(self, address: str, text: str) -> Iterator[str]:
        """Into this surface; of a list only its first rows."""
        rows: Counter[tuple[str, str]] = Counter()
        links = (urljoin(address, unescape(found)) for found in _LINK.findall(text))
        for link in dict.fromkeys(link.partition("#")[0] for link in links):
            if link.startswith(f"{self.address}/"):
                place = self._place(link)
                rows[place] += 1
                if place[0] not in self.unseen and rows[place] <= ROWS:
                    yield link

    def _place(self, link: str) -> tuple[str, str]:
        """The endpoint, and with it what the address says besides ids."""
        path = urlsplit(link).path
        host = urlsplit(self.address).hostname
        endpoint, values = self.app.url_map.bind(host or "").match(path)
        return endpoint, " ".join(str(values[key]) for key in sorted(values) if not key.endswith("_id"))

    def _heard(self, page: Page, said: ConsoleMessage) -> None:
        asked_by_itself = said.location.get("url", "").endswith("/favicon.ico")  # for a page of plain text
        if not asked_by_itself and not any(words in said.text for words in _EXPECTED):
            self._blame(page, said.text)

    def _blame(self, page: Page, what: str) -> None:
        self.faults.append(f"{re.sub('[a-z2-7]{26}', '…', page.url.removeprefix(self.address))}: {what}")
