"""One key decides nothing about a letter: on Enter a browser presses a form's first button, shown or not."""

import pytest

from tests.browser.going import go_by


@pytest.mark.parametrize(("login", "taken"), [("river.screener", "/review/"), ("coordinator", "/second/")])
def test_enter_on_an_answer_decides_nothing(browser, demonstration, login, taken):
    _, port = demonstration
    site = f"http://{'facility' if '.' in login else 'central'}.localhost:{port}"
    page = browser.new_page()
    page.goto(f"{site}/sign-in")
    go_by(page, page.locator(f"form:has(input[value='{login}']) button"))
    page.goto(f"{site}/review")
    go_by(page, page.locator(f"form[action^='{taken}'] button").first)
    page.locator("input.clean").evaluate_all("every => every.forEach(one => { one.checked = true; })")
    page.locator("input.clean").first.focus()

    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.startswith(f"{site}{taken}")
    assert "Choose whether the letter" in page.locator("[role=alert]").inner_text()
    assert page.locator("input.clean").first.is_checked()
    page.close()
