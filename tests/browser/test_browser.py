"""The browser the other tests in this folder drive."""

import pytest
from playwright.sync_api import Error


def test_chromium_opens_a_page(page):
    page.set_content("<title>A bank of letters</title>")

    assert page.title() == "A bank of letters"


def test_the_browser_cannot_leave_the_machine(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED"):
        page.goto("http://example.org/")
