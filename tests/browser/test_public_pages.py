"""The public form in a real browser: Back works, leaving leaves nothing, no script is needed, everyone can use it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from notifications import dropbox
from tests.browser.console import complaints_of
from tests.browser.going import press, take_link
from tests.notifications.public.visitor import public_app

HERS = ("Ruth Alder", "Dale North", "601 555 0142")


@pytest.fixture
def site(department, tmp_path: Path) -> Iterator[str]:
    """The public surface on a free port of this machine, and the neutral page beside it; its address."""
    app = public_app(tmp_path, department.office("public"))

    def by_host(environ, start_response):
        if not environ["HTTP_HOST"].startswith("elsewhere."):
            return app(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<title>Weather</title>Rain later."]

    server = make_server("127.0.0.1", 0, by_host, threaded=True)
    app.config["NEUTRAL_PAGE"] = elsewhere(f"http://public.localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://public.localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """A browser of her own, on the first page; no page may break our content policy."""
    contexts: list[BrowserContext] = []
    complaints: list[list[str]] = []

    def visit(**how: object) -> Page:
        context = browser.new_context(**how)
        contexts.append(context)
        page = context.new_page()
        complaints.append(complaints_of(page))
        page.goto(site)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not [each for each in complaints if each]


def elsewhere(site: str) -> str:
    """Stands in for the neutral page of the real world: no test goes outside."""
    return site.replace("//public.", "//elsewhere.") + "/"


def start(page: Page) -> None:
    press(page, "Start")


def fill_in(page: Page, *, shot: Callable[[Page, str], None] = lambda page, name: None) -> None:
    """All the way to the last page, without sending."""
    start(page)
    shot(page, "name")
    page.get_by_label("Your name").fill(HERS[0])
    press(page, "Next")
    shot(page, "who")
    page.get_by_label("Name of the person who hurt you").fill(HERS[1])
    press(page, "Next")
    page.get_by_label("Call me").check()
    shot(page, "way")
    page.get_by_label("Phone number").fill(HERS[2])
    press(page, "Next")
    shot(page, "wishes")
    press(page, "Next")
    shot(page, "check")


def test_back_and_forward_keep_what_she_wrote(visit):
    page = visit()
    fill_in(page)

    page.go_back()
    page.go_back()
    assert page.get_by_label("Phone number").input_value() == HERS[2]
    page.go_back()
    assert page.get_by_label("Name of the person who hurt you").input_value() == HERS[1]
    page.go_forward()
    page.go_forward()
    page.go_forward()

    assert "Is this right?" in page.inner_text("h1")


def test_going_back_after_a_mistake_asks_for_no_resending(visit):
    page = visit()
    start(page)
    press(page, "Next")
    assert "Please tell us your name" in page.inner_text("main")
    page.get_by_label("Your name").fill(HERS[0])
    press(page, "Next")

    page.go_back()

    assert page.get_by_label("Your name").input_value() == HERS[0]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_after_leaving_nothing_of_hers_comes_back(visit, site, script):
    page = visit(java_script_enabled=script)
    fill_in(page)

    take_link(page, "Leave this page")
    page.wait_for_url(elsewhere(site))

    assert page.context.cookies() == []
    for _ in range(4):
        page.go_back()
        assert not [words for words in HERS if words in page.content()]
        assert page.url in (f"{site}/again", f"{site}/", f"{site}/leave", "about:blank")


def test_with_a_script_the_page_left_is_no_longer_the_one_before(visit, site):
    page = visit()
    start(page)
    page.get_by_label("Your name").fill(HERS[0])

    take_link(page, "Leave this page")
    page.wait_for_url(elsewhere(site))
    page.go_back()

    assert page.url == f"{site}/"


def test_shift_three_times_leaves_at_once(visit, site):
    page = visit()
    fill_in(page)

    for _ in range(3):
        page.keyboard.press("Shift")

    page.wait_for_url(elsewhere(site))
    assert page.context.cookies() == []


def test_writing_capital_letters_does_not_leave(visit):
    page = visit()
    start(page)
    page.get_by_label("Your name").click()

    for letter in "RUTH":
        page.keyboard.press(f"Shift+{letter}")

    assert page.get_by_label("Your name").input_value() == "RUTH"


def test_after_sending_back_shows_the_number_and_no_answer(visit, site, department):
    page = visit()
    fill_in(page)
    press(page, "Send it")
    number = page.locator(".number").inner_text()

    page.go_back()

    assert page.url == f"{site}/done"
    assert page.locator(".number").inner_text() == number
    assert not [words for words in HERS if words in page.content()]
    with department.dropbox.reading() as session:
        assert len(dropbox.waiting(session)) == 1


def test_the_whole_way_works_without_a_script(visit):
    page = visit(java_script_enabled=False)
    fill_in(page)

    press(page, "Send it")

    assert "It is sent" in page.inner_text("h1")
    assert "Shift key" not in page.inner_text("body")


def test_the_fields_of_another_way_stay_hidden(visit):
    page = visit()
    start(page)
    page.get_by_label("Your name").fill(HERS[0])
    press(page, "Next")
    page.get_by_label("Name of the person who hurt you").fill(HERS[1])
    press(page, "Next")

    page.get_by_label("Write to me by mail").check()

    assert page.get_by_label("Mailing address").is_visible()
    assert not page.get_by_label("Phone number").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_every_page(visit, site, width, scheme):
    found: dict[str, object] = {}

    def look(page: Page, name: str) -> None:
        page.mouse.move(0, 0)
        wrong = [each["id"] for each in Axe().run(page).response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        if wrong or wide or page.title() != "Form":
            found[name] = (wrong, wide, page.title())

    page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    look(page, "start")
    fill_in(page, shot=look)
    press(page, "Send it")
    look(page, "receipt")
    for path in ("change", "thanks", "later", "leave/nowhere"):
        page.goto(f"{site}/{path}")
        look(page, path)
    page.goto(f"{site}/change")
    press(page, "Send it")
    look(page, "change, refused")

    assert found == {}
