"""What a page gives to be printed. Chromium shows a PDF in a viewer of its own, so it is kept on its way there."""

from base64 import b64decode
from typing import Any

from playwright.sync_api import Page

from tests.browser.going import press


def printed_by(page: Page, button: str) -> bytes:
    """The PDF that this button gives; afterwards the page it is on stands again."""
    before, tap = page.url, page.context.new_cdp_session(page)
    kept: list[bytes] = []

    def keep(paused: dict[str, Any]) -> None:
        request = {"requestId": paused["requestId"]}
        kept.append(b64decode(tap.send("Fetch.getResponseBody", request)["body"]))
        tap.send("Fetch.continueRequest", request)

    tap.on("Fetch.requestPaused", keep)
    tap.send("Fetch.enable", {"patterns": [{"resourceType": "Document", "requestStage": "Response"}]})
    press(page, button)
    tap.detach()
    page.goto(before)
    return kept[0]
