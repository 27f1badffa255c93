"""From one page to the next. A page asked while it is being replaced answers nothing, so whoever presses waits."""

from playwright.sync_api import Locator, Page, Response


def go_by(page: Page, way: Locator) -> Response | None:
    """Press it, and wait until the page it leads to stands; what the server answered."""
    with page.expect_navigation() as answer:
        way.click()
    return answer.value


def press(page: Page, name: str) -> Response | None:
    """A button that leads to a page, by its words."""
    return go_by(page, page.get_by_role("button", name=name, exact=True).first)


def take_link(page: Page, name: str) -> Response | None:
    """A link, by its words."""
    return go_by(page, page.get_by_role("link", name=name, exact=True).first)
