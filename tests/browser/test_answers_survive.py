"""A reader's answers are kept while they write: after a reload, and after another sign-in, they stand there again."""

from playwright.sync_api import expect

from tests.browser.going import go_by, press

NOTE = "third line, the street"
STORED = "localStorage.length + sessionStorage.length"


def signed_in(page, site):
    page.goto(f"{site}/sign-in")
    go_by(page, page.locator("form:has(input[value='river.screener']) button"))


def stands(page):
    expect(page.get_by_text("Your answers stand here as you left them")).to_be_visible()
    expect(page.locator("#note_blame")).to_have_value(NOTE)
    expect(page.locator("input[name=answer_blame][value=yes]")).to_be_checked()


def test_answers_survive_a_reload_and_a_lost_sign_in(page, demonstration, accessible):
    _, port = demonstration
    site = f"http://facility.localhost:{port}"
    signed_in(page, site)
    page.goto(f"{site}/review")
    go_by(page, page.locator("form[action^='/review/'] button").first)
    letter = page.url

    page.locator("input[name=answer_blame][value=yes] + label").click()
    page.locator("#note_blame").fill(NOTE)
    page.locator("#note_blame").blur()

    expect(page.locator(".keeping-told")).to_contain_text("Kept at")
    page.locator("input[name=answer_threats][value=yes] + label").click()
    press(page, "Ask for a second person")
    expect(page.locator(".keeping-told")).to_contain_text("Kept at")  # what was sent on, before anything is typed there
    page.goto(letter)
    expect(page.locator("input[name=answer_threats][value=yes]")).to_be_checked()
    page.reload()
    stands(page)
    accessible(page)
    assert page.evaluate(STORED) == 0
    assert press(page, "Sign out").status == 200
    signed_in(page, site)
    page.goto(letter)
    stands(page)


def test_whoever_is_signed_out_meanwhile_is_told_at_once(page, demonstration):
    _, port = demonstration
    site = f"http://facility.localhost:{port}"
    signed_in(page, site)
    page.goto(f"{site}/review")
    go_by(page, page.locator("form[action^='/review/'] button, main a.button").first)
    page.context.clear_cookies()

    page.locator("input[name=answer_excuses][value=no] + label").click()

    expect(page.locator(".keeping-not")).to_contain_text("you were signed out")
