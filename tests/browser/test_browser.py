"""The browser the other tests in this folder drive."""

import pytest
from playwright.sync_api import Error

from tests.browser.console import complaints_of


def test_chromium_opens_a_page(page):
    page.set_content("<title>A bank of letters</title>")

    assert page.title() == "A bank of letters"


def test_a_page_that_leaves_somebody_out_is_noticed(page, accessible):
    page.set_content("<html lang=en><title>A letter</title><main><h1>A letter</h1></main>")
    accessible(page)

    page.set_content("<html lang=en><title>A letter</title><main><h1>A letter</h1><input></main>")
    with pytest.raises(AssertionError, match="label"):
        accessible(page)


STRICT = {"content-security-policy": "default-src 'none'", "content-type": "text/html"}
INLINE = "<html lang=en><title>A letter</title><main><h1>A letter</h1></main><script>document.title = ''</script>"


def test_a_page_that_breaks_its_content_policy_is_noticed(browser, accessible):
    context = browser.new_context()
    page = context.new_page()
    complaints = complaints_of(page)
    page.route("**/*", lambda route: route.fulfill(body=INLINE, headers=STRICT))

    page.goto("http://localhost/")
    accessible(page)

    assert "Content Security Policy" in complaints[0]
    context.close()


def test_the_browser_cannot_leave_the_machine(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED"):
        page.goto("http://example.org/")
